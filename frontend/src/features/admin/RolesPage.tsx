import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../components/forms/DataTable';
import { PagedRows } from '../../components/PagedRows';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { instant } from '../../lib/format';
import css from './Admin.module.css';
import { ProposalChip } from './Chips';
import { ROLES } from './filters';
import { Grants } from './Grants';
import { Proposals } from './Proposals';
import { ProposeForm } from './ProposeForm';
import { proposalsQuery, type Proposal } from './queries';

/** /admin/roles: two people make a role. */
export function RolesPage() {
  const t = useWords('admin');
  const mayPropose = useSession()?.can('accounts.roles.propose') ?? false;
  return (
    <>
      <PageTitle>{t('roles.title')}</PageTitle>
      <div className={css.lead}>
        <p>{t('roles.text')}</p>
        <p>{t('roles.asleep')}</p>
      </div>
      <details className={css.explained}>
        <summary>{t('roles.explained')}</summary>
        <dl>
          {ROLES.map((role) => (
            <div key={role}>
              <dt>{t(`role.${role}`)}</dt>
              <dd>{t(`role.${role}.text`)}</dd>
            </div>
          ))}
        </dl>
      </details>
      <Proposals />
      <Grants />
      {mayPropose && <ProposeForm />}
      <Past />
    </>
  );
}

/** Proposals that were decided: both answers, each with who said so and why. */
function Past() {
  const t = useWords('admin');
  return (
    <section className={css.section} aria-labelledby="past">
      <h2 id="past">{t('past.title')}</h2>
      <PastList state="granted" />
      <PastList state="refused" />
    </section>
  );
}

function PastList({ state }: { state: 'granted' | 'refused' }) {
  const t = useWords('admin');
  const here = useHere();
  const language = useLanguage();
  const list = useInfiniteQuery(proposalsQuery(state));
  const by = (name: string | undefined, at: string | null) =>
    t('past.row', { name: name ?? '–', at: at ? instant(language, at) : '–' });
  if (list.data?.pages[0]?.items.length === 0)
    return state === 'granted' ? <p className={css.none}>{t('past.none')}</p> : null;
  return (
    <PagedRows list={list} empty={null}>
      {(rows: Proposal[]) => (
        <DataTable
          caption={`${t('past.title')}: ${t(`proposal.state.${state}`)}`}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            {
              key: 'person',
              head: t('grants.head.person'),
              cell: ({ person }) => (
                <Link to="/$lang/admin/people/$id" params={{ ...here, id: person.id }}>
                  {person.name || t('person.noName')}
                </Link>
              ),
            },
            { key: 'role', head: t('grants.head.role'), cell: ({ role }) => t(`role.${role}`) },
            {
              key: 'proposed',
              head: t('sign.head.proposed'),
              cell: ({ proposedBy, proposedAt, reason }) => (
                <>
                  {by(proposedBy.name, proposedAt)}
                  <span className={css.quiet}>{reason}</span>
                </>
              ),
            },
            {
              key: 'decided',
              head: t('decide.title'),
              cell: ({ state: outcome, decidedBy, decidedAt, decisionReason }) => (
                <>
                  <ProposalChip state={outcome} /> {by(decidedBy?.name, decidedAt)}
                  <span className={css.quiet}>{decisionReason}</span>
                </>
              ),
            },
          ]}
        />
      )}
    </PagedRows>
  );
}
