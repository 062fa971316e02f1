import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { Outcome } from '../../components/forms/Outcome';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { PagedRows } from '../../components/PagedRows';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { instant, money } from '../../lib/format';
import css from './Admin.module.css';
import { SignatoryChip } from './Chips';
import { SIGNATORY_STATES } from './filters';
import { decideSignatory, EVERYTHING, signatoriesQuery, type Signatory } from './queries';
import { ReasonForm } from './ReasonForm';
import { TrailLink } from './TrailLink';

const route = getRouteApi('/$lang/admin/signatories');

/** /admin/signatories: who may bind a company, those that wait first. */
export function SignatoriesPage() {
  const t = useWords('admin');
  const here = useHere();
  const { state = 'proposed' } = route.useSearch();
  return (
    <>
      <PageTitle>{t('sign.title')}</PageTitle>
      <p className={css.lead}>{t('sign.text')}</p>
      <nav className={css.states} aria-label={t('sign.show')}>
        <ul>
          {([...SIGNATORY_STATES, 'all'] as const).map((one) => (
            <li key={one}>
              <Link
                to="/$lang/admin/signatories"
                params={here}
                search={one === 'proposed' ? {} : { state: one }}
                activeOptions={{ exact: true }}
                aria-current={one === state ? 'true' : undefined}
              >
                {t(`sign.state.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Proposals key={state} state={state} />
    </>
  );
}

function Proposals({ state }: { state: Signatory['state'] | 'all' }) {
  const t = useWords('admin');
  const queries = useQueryClient();
  const list = useInfiniteQuery(signatoriesQuery(useLanguage(), { state }));
  const [chosen, setChosen] = useState<Signatory | null>(null);
  const [done, setDone] = useState<Signatory | null>(null);
  const [remember, giveBack] = useFocusBack();
  const columns = useColumns((one) => {
    remember();
    setChosen(one);
  });
  async function send({ decision, reason }: { decision: string; reason: string }) {
    if (!chosen) return;
    const decided = await decideSignatory(chosen.id, {
      decision: decision === 'confirm' ? 'confirm' : 'refuse',
      reason,
    });
    await queries.invalidateQueries({ queryKey: EVERYTHING });
    setDone(decided);
    setChosen(null);
  }
  return (
    <>
      <PagedRows list={list} empty={<p className={css.none}>{t('sign.none')}</p>}>
        {(rows) => <DataTable caption={t('sign.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />}
      </PagedRows>
      {chosen && (
        <DecisionPanel
          key={chosen.id}
          one={chosen}
          send={send}
          onCancel={() => {
            setChosen(null);
            giveBack();
          }}
        />
      )}
      <Outcome
        done={
          done && (
            <>
              {t('sign.done', { person: done.person.name })}{' '}
              <TrailLink type="accounts.signatory" id={done.id}>
                {t('trailDone')}
              </TrailLink>
            </>
          )
        }
      />
    </>
  );
}

function useColumns(onDecide: (one: Signatory) => void): Column<Signatory>[] {
  const t = useWords('admin');
  const here = useHere();
  const language = useLanguage();
  const mayDecide = useSession()?.can('accounts.signatories.decide') ?? false;
  const decide = (one: Signatory) => one.state === 'proposed' && <DecideButton one={one} onDecide={onDecide} />;
  return [
    {
      key: 'person',
      head: t('sign.head.person'),
      cell: ({ person }) => (
        <>
          <Link to="/$lang/admin/people/$id" params={{ ...here, id: person.id }}>
            {person.name}
          </Link>
          {person.email && <span className={css.quiet}>{person.email}</span>}
        </>
      ),
    },
    {
      key: 'organisation',
      head: t('sign.head.organisation'),
      cell: ({ organisation }) => (
        <Link to="/$lang/admin/organisations/$id" params={{ ...here, id: organisation.id }}>
          {organisation.name}
        </Link>
      ),
    },
    {
      key: 'limit',
      head: t('sign.head.limit'),
      cell: ({ limitMinor, currency }) => (limitMinor === null ? t('sign.noLimit') : money(limitMinor, currency)),
    },
    { key: 'evidence', head: t('sign.head.evidence'), cell: (one) => <Evidence one={one} /> },
    {
      key: 'proposed',
      head: t('sign.head.proposed'),
      cell: ({ proposedAt, proposedBy }) => (
        <>
          {instant(language, proposedAt)}
          <span className={css.quiet}>{t('sign.by', { name: proposedBy.name })}</span>
        </>
      ),
    },
    {
      key: 'state',
      head: t('sign.head.state'),
      cell: ({ state, reason }) => (
        <>
          <SignatoryChip state={state} />
          {reason && <span className={css.quiet}>{reason}</span>}
        </>
      ),
    },
    ...(mayDecide ? [{ key: 'decide', head: '', label: t('sign.head.decide'), cell: decide }] : []),
  ];
}

function Evidence({ one }: { one: Signatory }) {
  const t = useWords('admin');
  return (
    <a
      href={`/api/app/organisations/${one.organisation.id}/documents/${one.documentId}`}
      target="_blank"
      rel="noreferrer"
      aria-label={t('cases.open', { name: one.documentName })}
    >
      {one.documentName}
    </a>
  );
}

function DecideButton({ one, onDecide }: { one: Signatory; onDecide: (one: Signatory) => void }) {
  const t = useWords('admin');
  const names = { person: one.person.name, organisation: one.organisation.name };
  return (
    <Button variant="default" aria-label={t('sign.decideName', names)} onClick={() => onDecide(one)}>
      {t('sign.head.decide')}
    </Button>
  );
}

interface DecisionPanelProps {
  one: Signatory;
  send: (values: { decision: string; reason: string }) => Promise<unknown>;
  onCancel: () => void;
}

function DecisionPanel({ one, send, onCancel }: DecisionPanelProps) {
  const t = useWords('admin');
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const limit =
    one.limitMinor === null ? t('sign.noLimit') : t('sign.limitUpTo', { amount: money(one.limitMinor, one.currency) });
  const question = t('sign.question', { person: one.person.name, organisation: one.organisation.name, limit });
  return (
    <div ref={panel} className={css.panel} role="group" aria-label={question} tabIndex={-1}>
      <ReasonForm
        label={t('decide.title')}
        question={question}
        choices={[
          { value: 'confirm', label: t('sign.confirm'), text: t('sign.confirmText') },
          { value: 'refuse', label: t('sign.refuse'), text: t('sign.refuseText') },
        ]}
        button={t('decide.button')}
        onCancel={onCancel}
        draft={`signatory ${one.id}`}
        send={send}
      />
    </div>
  );
}
