import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Session } from '../../api/contract';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { SignedInOnly } from '../../components/SignedInOnly';
import { Chip } from '../../components/StatusChip';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession, useSwitchOrganisation } from '../../hooks/useSession';
import type { OwnOrganisation } from './contract';
import { FirstStep } from './FirstStep';
import css from './Join.module.css';
import { JoinOffers } from './JoinOffers';
import { OwnMandates } from './OwnMandates';
import { OwnRequests } from './OwnRequests';
import { organisationsQuery } from './queries';

/** /organisations: where one person belongs, for whom they act, and what is offered to them. */
export function OrganisationsPage() {
  const t = useWords('join');
  const { said } = useSearch({ strict: false }) as { said?: 'closed' | 'left' | 'accepted' | 'laidDown' };
  return (
    <SignedInOnly>
      <div className={css.page}>
        <div>
          <PageTitle>{t('title')}</PageTitle>
          <p className={css.lead}>{t('lead')}</p>
        </div>
        {said && (
          <p className={css.said} role="status">
            <IconCircleCheck size={20} aria-hidden />
            {t(`said.${said}`)}
          </p>
        )}
        <Mine />
        <OwnMandates />
        <JoinOffers />
        <OwnRequests />
      </div>
    </SignedInOnly>
  );
}

function Mine() {
  const t = useWords('join');
  const here = useHere();
  const session = useSession();
  const list = useQuery(organisationsQuery(useLanguage()));
  if (list.isPending || !session) return <LoadingRows rows={2} />;
  if (!list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (list.data.items.length === 0) return <FirstStep />;
  return (
    <section aria-labelledby="mine">
      <div className={css.bar}>
        <h2 id="mine">{t('mine')}</h2>
        {session.can('accounts.organisation.found') && (
          <ButtonLink variant="default" to="/$lang/organisations/new" params={here}>
            {t('found')}
          </ButtonLink>
        )}
      </div>
      <Rows organisations={list.data.items} session={session} />
    </section>
  );
}

function Rows({ organisations, session }: { organisations: OwnOrganisation[]; session: Session }) {
  const t = useWords('join');
  const change = useSwitchOrganisation();
  return (
    <>
      <ul className={css.rows}>
        {organisations.map((organisation) => (
          <Row
            key={organisation.id}
            organisation={organisation}
            isActing={session.organisation?.id === organisation.id}
            isBusy={change.isPending && change.variables === organisation.id}
            onSwitch={() => change.mutate(organisation.id)}
          />
        ))}
      </ul>
      <p role="alert" className={css.problem}>
        {change.isError && t('switchFailed')}
      </p>
    </>
  );
}

interface RowProps {
  organisation: OwnOrganisation;
  isActing: boolean;
  isBusy: boolean;
  onSwitch: () => void;
}

const CHIPS = { verified: 'good', submitted: 'waiting', unverified: 'unknown', refused: 'problem' } as const;

function Row({ organisation, isActing, isBusy, onSwitch }: RowProps) {
  const t = useWords('join');
  const o = useWords('organisation');
  const shell = useWords('shell');
  const here = useHere();
  const name = useName()(organisation);
  const { state } = organisation.verification;
  return (
    <li data-acting={isActing || undefined}>
      <div>
        <p className={css.name}>
          {isActing ? (
            <Link to="/$lang/organisation/profile" params={here}>
              {name}
            </Link>
          ) : (
            name
          )}
          {isActing && <span className={css.mark}>{t('acting')}</span>}
          {organisation.state === 'suspended' && (
            <span className={css.mark} data-stop>
              {t('suspended')}
            </span>
          )}
        </p>
        <p className={css.facts}>
          <span>{o(`kind.${organisation.kind}`)}</span>
          {organisation.standing && <span>{shell(`standing.of.${organisation.standing}`)}</span>}
          <Chip standing={CHIPS[state]} label={o(`verification.state.${state}`)} />
        </p>
      </div>
      {isActing ? (
        <ButtonLink
          variant="default"
          to="/$lang/organisation/profile"
          params={here}
          aria-label={t('openName', { name })}
        >
          {t('open')}
        </ButtonLink>
      ) : (
        <Button variant="default" loading={isBusy} aria-label={t('switchName', { name })} onClick={onSwitch}>
          {t('switch')}
        </Button>
      )}
    </li>
  );
}

function useName(): (organisation: Pick<OwnOrganisation, 'name'>) => string {
  const language = useLanguage();
  return ({ name }) => {
    const order = {
      en: ['en', 'zhHant', 'zhHans'],
      'zh-Hant': ['zhHant', 'zhHans', 'en'],
      'zh-Hans': ['zhHans', 'zhHant', 'en'],
    };
    const key = order[language].find((one) => name[one as keyof typeof name]);
    return key ? (name[key as keyof typeof name] ?? '') : '';
  };
}
