import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { PagedRows } from '../../components/PagedRows';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { instant } from '../../lib/format';
import css from './Admin.module.css';
import { StateChip, VerificationChip } from './Chips';
import { FilterForm } from './FilterForm';
import { KINDS, readOrganisationFilters, STATES, VERIFICATIONS, type OrganisationFilters } from './filters';
import { daysSince, nameIn } from './names';
import {
  casesQuery,
  organisationsQuery,
  type OrganisationName,
  type OrganisationRow,
  type QueuedCase,
} from './queries';

const route = getRouteApi('/$lang/admin/organisations');

/** /admin/organisations: what waits for a decision, then everything there is. */
export function OrganisationsPage() {
  const t = useWords('admin');
  const here = useHere();
  const navigate = useNavigate();
  const filters = route.useSearch();
  return (
    <>
      <PageTitle>{t('orgs.title')}</PageTitle>
      <Queue />
      <section className={css.section}>
        <h2>{t('all.title')}</h2>
        {/* What was typed belongs to the address: another address, another form. */}
        <FilterForm
          key={JSON.stringify(filters)}
          text={{ label: t('filter.q'), value: filters.q }}
          choices={useChoices(filters)}
          onFind={(values) =>
            void navigate({ to: '/$lang/admin/organisations', params: here, search: readOrganisationFilters(values) })
          }
          clear={
            Object.keys(filters).length > 0 && (
              <ButtonLink variant="subtle" to="/$lang/admin/organisations" params={here}>
                {t('clear')}
              </ButtonLink>
            )
          }
        />
        <Found filters={filters} />
      </section>
    </>
  );
}

function useChoices({ kind, state, verification }: OrganisationFilters) {
  const t = useWords('admin');
  return [
    {
      name: 'kind',
      label: t('filter.kind'),
      value: kind,
      options: KINDS.map((one) => ({ value: one, label: t(`kind.${one}`) })),
    },
    {
      name: 'state',
      label: t('filter.state'),
      value: state,
      options: STATES.map((one) => ({ value: one, label: t(`state.${one}`) })),
    },
    {
      name: 'verification',
      label: t('filter.verification'),
      value: verification,
      options: VERIFICATIONS.map((one) => ({ value: one, label: t(`verification.${one}`) })),
    },
  ];
}

function NameLink({ id, name }: { id: string; name: OrganisationName }) {
  const here = useHere();
  const [text, tag] = nameIn(useLanguage(), name);
  return (
    <Link to="/$lang/admin/organisations/$id" params={{ ...here, id }} lang={tag}>
      {text}
    </Link>
  );
}

function Queue() {
  const t = useWords('admin');
  const language = useLanguage();
  const [now] = useState(() => new Date());
  const list = useInfiniteQuery(casesQuery());
  const waiting = (since: string) => {
    const days = daysSince(since, now);
    return days === 0 ? t('count.today') : t('count.days', { count: days });
  };
  const columns: Column<QueuedCase>[] = [
    {
      key: 'organisation',
      head: t('queue.head.organisation'),
      cell: ({ organisation }) => (
        <>
          <NameLink id={organisation.id} name={organisation.name} />
          <span className={css.quiet}>
            {t(`kind.${organisation.kind}`)} · {organisation.country}
            {organisation.isDemo && ` · ${t('demo')}`}
          </span>
        </>
      ),
    },
    { key: 'by', head: t('queue.head.by'), cell: ({ submittedBy }) => submittedBy.name || '–' },
    {
      key: 'evidence',
      head: t('queue.head.evidence'),
      cell: ({ documents }) => t('queue.files', { count: documents.length }),
    },
    { key: 'since', head: t('queue.head.since'), cell: ({ submittedAt }) => instant(language, submittedAt) },
    { key: 'waiting', head: t('queue.head.waiting'), isNumber: true, cell: ({ submittedAt }) => waiting(submittedAt) },
  ];
  return (
    <section className={css.section}>
      <h2>{t('queue.title')}</h2>
      <PagedRows list={list} empty={<p className={css.none}>{t('queue.none')}</p>}>
        {(cases) => (
          <>
            <p>{t('queue.text')}</p>
            <DataTable caption={t('queue.title')} columns={columns} rows={cases} keyOf={({ id }) => id} />
          </>
        )}
      </PagedRows>
    </section>
  );
}

function Found({ filters }: { filters: OrganisationFilters }) {
  const t = useWords('admin');
  const language = useLanguage();
  const list = useInfiniteQuery(organisationsQuery(filters));
  const columns: Column<OrganisationRow>[] = [
    {
      key: 'organisation',
      head: t('head.organisation'),
      cell: ({ id, name, isDemo }) => (
        <>
          <NameLink id={id} name={name} />
          {isDemo && <span className={css.quiet}>{t('demo')}</span>}
        </>
      ),
    },
    {
      key: 'number',
      head: t('head.number'),
      cell: ({ country, registrationNumber }) => (
        <span className="ip-num">{[country, registrationNumber || '–'].join(' · ')}</span>
      ),
    },
    { key: 'kind', head: t('head.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
    { key: 'state', head: t('head.state'), cell: ({ state }) => <StateChip state={state} /> },
    {
      key: 'verification',
      head: t('head.verification'),
      cell: ({ verification }) => <VerificationChip state={verification} />,
    },
    { key: 'since', head: t('head.since'), cell: ({ createdAt }) => instant(language, createdAt) },
  ];
  return (
    <PagedRows list={list} empty={<p className={css.none}>{t('all.none')}</p>}>
      {(rows) => <DataTable caption={t('all.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />}
    </PagedRows>
  );
}
