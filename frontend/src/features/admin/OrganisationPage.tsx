import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { Outcome } from '../../components/forms/Outcome';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import css from './Admin.module.css';
import { Cases } from './Cases';
import { StateChip, VerificationChip } from './Chips';
import { Facts } from './Facts';
import { Merge } from './Merge';
import { nameIn } from './names';
import {
  casesQuery,
  decideVerification,
  EVERYTHING,
  organisationQuery,
  reactivateOrganisation,
  suspendOrganisation,
  type Organisation,
} from './queries';
import { ReasonForm } from './ReasonForm';
import { SuspensionPart } from './SuspensionPart';
import { TrailLink } from './TrailLink';

const route = getRouteApi('/$lang/admin/organisations/$id');

/** /admin/organisations/{id}: what it says and proves on the left, what is decided about it on the right. */
export function OrganisationPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(organisationQuery(useLanguage(), id));
  if (data) return <Card key={id} organisation={data} />;
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  return <LoadingPage />;
}

function Card({ organisation }: { organisation: Organisation }) {
  const t = useWords('admin');
  const here = useHere();
  const [name, tag] = nameIn(useLanguage(), organisation.name);
  const may = (action: string) => organisation.allowed?.includes(action) ?? false;
  // Merging is about two organisations, so it stands with what one may do at all, not with what one may do to this one.
  const mayMerge = useSession()?.can('accounts.organisations.merge') ?? false;
  return (
    <>
      <p className={css.back}>
        <Link to="/$lang/admin/organisations" params={here}>
          {t('back')}
        </Link>
      </p>
      <header className={css.head}>
        <PageTitle title={name}>
          <span lang={tag}>{name}</span>
        </PageTitle>
        <p>
          <VerificationChip state={organisation.verification.state} />
          {organisation.state !== 'active' && <StateChip state={organisation.state} />}
          {organisation.isDemo && <span>{t('demo')}</span>}
          <TrailLink type="accounts.organisation" id={organisation.id} />
          {organisation.verification.state === 'submitted' && (
            <a href="#decide" className={css.toDecision}>
              {t('decide.go')}
            </a>
          )}
        </p>
      </header>
      <div className={css.columns}>
        <div className={css.evidence}>
          <Cases organisation={organisation} />
          <Facts organisation={organisation} />
          <Merge organisation={organisation} mayMerge={mayMerge} />
        </div>
        <aside className={css.aside}>
          <Decision organisation={organisation} mayDecide={may('accounts.verification.decide')} />
          <SuspensionPart
            id={organisation.id}
            name={name}
            text={t('suspend.org')}
            type="accounts.organisation"
            suspensions={organisation.suspensions}
            mayChange={may('accounts.organisation.suspend')}
            isSuspended={organisation.state === 'suspended'}
            isActive={organisation.state === 'active'}
            suspend={suspendOrganisation}
            reactivate={reactivateOrganisation}
          />
        </aside>
      </div>
    </>
  );
}

/** Goes on to the oldest request that still waits, or back to the list where none is left. */
function useNext(id: string): () => Promise<void> {
  const here = useHere();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async () => {
    const { pages } = await queries.fetchInfiniteQuery({ ...casesQuery(), staleTime: 0 });
    const next = pages[0]?.items.find(({ organisation }) => organisation.id !== id);
    if (next) await navigate({ to: '/$lang/admin/organisations/$id', params: { ...here, id: next.organisation.id } });
    else await navigate({ to: '/$lang/admin/organisations', params: here });
  };
}

function Decision({ organisation, mayDecide }: { organisation: Organisation; mayDecide: boolean }) {
  const t = useWords('admin');
  const here = useHere();
  const queries = useQueryClient();
  const goOn = useNext(organisation.id);
  const [isDone, setIsDone] = useState(false);
  const { id } = organisation;
  const isOpen = organisation.verification.state === 'submitted';
  const others = useInfiniteQuery(casesQuery()).data?.pages[0]?.items ?? [];
  const hasNext = others.some(({ organisation: one }) => one.id !== id);
  async function send({ decision, reason }: { decision: string; reason: string }, isNext: boolean) {
    await decideVerification(id, { decision: decision === 'verify' ? 'verify' : 'refuse', reason });
    await queries.invalidateQueries({ queryKey: EVERYTHING });
    // Only now: the form above goes when the page is read anew, and what is told must not move under the finger.
    setIsDone(true);
    if (isNext && hasNext) await goOn();
  }
  return (
    <section aria-labelledby="decide">
      <h2 id="decide">{isOpen ? t('decide.title') : t('decide.nothing')}</h2>
      {!isOpen && !isDone && <p>{t('decide.nothingText')}</p>}
      {isOpen && !mayDecide && <p>{t('readOnly')}</p>}
      {isOpen && mayDecide && (
        <ReasonForm
          label={t('decide.title')}
          question={t('decide.question')}
          choices={[
            { value: 'verify', label: t('decide.verify'), text: t('decide.verifyText') },
            { value: 'refuse', label: t('decide.refuse'), text: t('decide.refuseText') },
          ]}
          button={t('decide.button')}
          {...(hasNext ? { next: t('decide.next') } : {})}
          draft={`decide ${id}`}
          send={send}
        />
      )}
      <Outcome done={isDone && <DoneWords id={id}>{t('decide.done')}</DoneWords>} />
      {!isOpen && (
        <ButtonLink variant="default" to="/$lang/admin/organisations" params={here} className={css.toQueue}>
          {t('decide.toQueue')}
        </ButtonLink>
      )}
    </section>
  );
}

function DoneWords({ id, children }: { id: string; children: ReactNode }) {
  const t = useWords('admin');
  return (
    <>
      {children}{' '}
      <TrailLink type="accounts.organisation" id={id}>
        {t('trailDone')}
      </TrailLink>
    </>
  );
}
