import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ButtonLink } from '../../components/ButtonLink';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { PagedRows } from '../../components/PagedRows';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { instant } from '../../lib/format';
import { LANGUAGES } from '../../lib/languages';
import css from './Admin.module.css';
import { StateChip } from './Chips';
import { FilterForm } from './FilterForm';
import { PERSON_STATES, readPeopleFilters } from './filters';
import { peopleQuery, type PersonRow } from './queries';

const route = getRouteApi('/$lang/admin/people');

/** /admin/people: everybody who has an account, newest first. */
export function PeoplePage() {
  const t = useWords('admin');
  const here = useHere();
  const navigate = useNavigate();
  const filters = route.useSearch();
  const list = useInfiniteQuery(peopleQuery(filters));
  const columns = useColumns();
  return (
    <>
      <PageTitle>{t('people.title')}</PageTitle>
      <FilterForm
        key={JSON.stringify(filters)}
        text={{ label: t('people.filter.q'), value: filters.q }}
        choices={[
          {
            name: 'state',
            label: t('filter.state'),
            value: filters.state,
            options: PERSON_STATES.map((one) => ({ value: one, label: t(`state.${one}`) })),
          },
        ]}
        onFind={(values) =>
          void navigate({ to: '/$lang/admin/people', params: here, search: readPeopleFilters(values) })
        }
        clear={
          Object.keys(filters).length > 0 && (
            <ButtonLink variant="subtle" to="/$lang/admin/people" params={here}>
              {t('clear')}
            </ButtonLink>
          )
        }
      />
      <PagedRows list={list} empty={<p className={css.none}>{t('people.none')}</p>}>
        {(people) => <DataTable caption={t('people.title')} columns={columns} rows={people} keyOf={({ id }) => id} />}
      </PagedRows>
    </>
  );
}

function useColumns(): Column<PersonRow>[] {
  const t = useWords('admin');
  const here = useHere();
  const language = useLanguage();
  const separator = useWords('shell')('listSeparator');
  return [
    {
      key: 'name',
      head: t('people.head.name'),
      cell: ({ id, name, email, isDemo }) => (
        <>
          <Link to="/$lang/admin/people/$id" params={{ ...here, id }}>
            {name || t('person.noName')}
          </Link>
          <span className={css.quiet}>{[email, isDemo ? t('demo') : ''].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    { key: 'state', head: t('head.state'), cell: ({ state }) => <StateChip state={state} /> },
    {
      key: 'roles',
      head: t('people.head.roles'),
      cell: ({ roles }) => roles.map((role) => t(`role.${role}`)).join(separator) || '–',
    },
    {
      key: 'language',
      head: t('people.head.language'),
      cell: ({ language: tag }) => LANGUAGES.find((one) => one.tag === tag)?.name ?? tag,
    },
    { key: 'since', head: t('head.since'), cell: ({ createdAt }) => instant(language, createdAt) },
  ];
}
