import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { Outcome } from '../../components/forms/Outcome';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { PagedRows } from '../../components/PagedRows';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession, useSession } from '../../hooks/useSession';
import { instant } from '../../lib/format';
import css from './Admin.module.css';
import { endRole, EVERYTHING, grantsQuery, type Grant } from './queries';
import { ReasonForm } from './ReasonForm';
import { TrailLink } from './TrailLink';

/** Who holds which role, who made it so, and ending it. */
export function Grants() {
  const t = useWords('admin');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const ownId = useSession()?.person?.id;
  const list = useInfiniteQuery(grantsQuery());
  const [chosen, setChosen] = useState<Grant | null>(null);
  const [done, setDone] = useState<Grant | null>(null);
  const [remember, giveBack] = useFocusBack();
  const rowOf = (one: Grant) => t('proposals.row', { person: one.person.name, role: t(`role.${one.role}`) });
  const columns = useColumns(rowOf, (one) => {
    remember();
    setChosen(one);
  });
  async function end({ reason }: { reason: string }) {
    if (!chosen) return;
    await asked(() => endRole(chosen.id, reason));
    if (chosen.person.id === ownId) await renewSession(queries);
    await queries.invalidateQueries({ queryKey: EVERYTHING });
    setDone(chosen);
    setChosen(null);
  }
  return (
    <section className={css.section}>
      <h2>{t('grants.title')}</h2>
      <PagedRows list={list} empty={<p className={css.none}>{t('grants.none')}</p>}>
        {(rows) => <DataTable caption={t('grants.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />}
      </PagedRows>
      {chosen && (
        <div className={css.panel} key={chosen.id}>
          <h3>{t('grants.endTitle', { row: rowOf(chosen) })}</h3>
          <p>{t('grants.endText')}</p>
          <ReasonForm
            label={t('grants.endTitle', { row: rowOf(chosen) })}
            button={t('grants.endButton')}
            isDestructive
            onCancel={() => {
              setChosen(null);
              giveBack();
            }}
            draft={`end role ${chosen.id}`}
            send={end}
          />
        </div>
      )}
      <Outcome
        done={
          done && (
            <>
              {t('grants.ended', { row: rowOf(done) })}{' '}
              <TrailLink type="accounts.user" id={done.person.id}>
                {t('trailDone')}
              </TrailLink>
            </>
          )
        }
      />
    </section>
  );
}

function useColumns(rowOf: (one: Grant) => string, onEnd: (one: Grant) => void): Column<Grant>[] {
  const t = useWords('admin');
  const here = useHere();
  const language = useLanguage();
  const mayEnd = useSession()?.can('accounts.roles.end') ?? false;
  return [
    {
      key: 'person',
      head: t('grants.head.person'),
      cell: ({ person }) => (
        <>
          <Link to="/$lang/admin/people/$id" params={{ ...here, id: person.id }}>
            {person.name}
          </Link>
          <span className={css.quiet}>{person.email}</span>
        </>
      ),
    },
    { key: 'role', head: t('grants.head.role'), cell: ({ role }) => t(`role.${role}`) },
    { key: 'since', head: t('grants.head.since'), cell: ({ startsAt }) => instant(language, startsAt) },
    {
      key: 'by',
      head: t('grants.head.by'),
      cell: ({ proposedBy, decidedBy }) =>
        proposedBy && decidedBy
          ? t('grants.by', { proposer: proposedBy.name, decider: decidedBy.name })
          : t('grants.system'),
    },
    ...(mayEnd
      ? [
          {
            key: 'end',
            head: '',
            label: t('grants.head.end'),
            cell: (one: Grant) => (
              <Button
                variant="default"
                aria-label={t('grants.endName', { row: rowOf(one) })}
                onClick={() => onEnd(one)}
              >
                {t('grants.end')}
              </Button>
            ),
          },
        ]
      : []),
  ];
}
