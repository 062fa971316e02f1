import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Failure } from '../../components/Failure';
import { DataTable } from '../../components/forms/DataTable';
import { DefinitionRows } from '../../components/forms/DefinitionRows';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { instant } from '../../lib/format';
import { LANGUAGES } from '../../lib/languages';
import css from './Admin.module.css';
import { StateChip } from './Chips';
import { nameIn } from './names';
import { personQuery, reactivatePerson, suspendPerson, type Person } from './queries';
import { SuspensionPart } from './SuspensionPart';
import { TrailLink } from './TrailLink';

const route = getRouteApi('/$lang/admin/people/$id');

/** /admin/people/{id}: one person as staff see them. That somebody looked is recorded. */
export function PersonPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(personQuery(id));
  if (data) return <Card key={id} person={data} />;
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  return <LoadingPage />;
}

function Card({ person }: { person: Person }) {
  const t = useWords('admin');
  const here = useHere();
  const session = useSession();
  const name = person.name || t('person.noName');
  const isSelf = session?.person?.id === person.id;
  return (
    <>
      <p className={css.back}>
        <Link to="/$lang/admin/people" params={here}>
          {t('backPeople')}
        </Link>
      </p>
      <header className={css.head}>
        <PageTitle>{name}</PageTitle>
        <p>
          <StateChip state={person.state} />
          {person.isDemo && <span>{t('demo')}</span>}
          <TrailLink type="accounts.user" id={person.id} />
        </p>
        <p className={css.hint}>{t('person.look')}</p>
      </header>
      <div className={css.columns}>
        <div className={css.evidence}>
          <Account person={person} />
          <Places person={person} />
        </div>
        <aside className={css.aside}>
          <section aria-labelledby="roles">
            <h2 id="roles">{t('person.roles')}</h2>
            <p>
              {person.roles.length === 0
                ? t('person.roles.none')
                : person.roles.map((role) => t(`role.${role}`)).join(' · ')}
            </p>
            {session?.can('accounts.roles.read') && (
              <Link to="/$lang/admin/roles" params={here}>
                {t('person.roles.go')}
              </Link>
            )}
          </section>
          <SuspensionPart
            id={person.id}
            name={name}
            text={isSelf ? t('person.self') : t('suspend.person')}
            type="accounts.user"
            suspensions={person.suspensions}
            mayChange={!isSelf && (session?.can('accounts.person.suspend') ?? false)}
            isSuspended={person.state === 'suspended'}
            isActive={person.state === 'active'}
            suspend={suspendPerson}
            reactivate={reactivatePerson}
          />
        </aside>
      </div>
    </>
  );
}

function Account({ person }: { person: Person }) {
  const t = useWords('admin');
  const language = useLanguage();
  return (
    <section className={css.section} aria-labelledby="account">
      <h2 id="account">{t('person.facts')}</h2>
      <DefinitionRows
        rows={[
          { term: t('person.email'), value: person.email || '–' },
          {
            term: t('person.language'),
            value: LANGUAGES.find(({ tag }) => tag === person.language)?.name ?? person.language,
          },
          { term: t('person.zone'), value: person.timeZone },
          {
            term: t('person.second'),
            value: person.hasSecondFactor ? t('person.second.yes') : t('person.second.no'),
          },
          { term: t('person.sessions'), value: String(person.sessions) },
          { term: t('person.since'), value: instant(language, person.createdAt) },
        ]}
      />
    </section>
  );
}

function Places({ person }: { person: Person }) {
  const t = useWords('admin');
  const shell = useWords('shell');
  const here = useHere();
  const language = useLanguage();
  return (
    <section className={css.section}>
      <h2>{t('person.places')}</h2>
      <DataTable
        caption={t('person.places')}
        empty={t('person.places.none')}
        rows={person.memberships}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'organisation',
            head: t('head.organisation'),
            cell: ({ organisation }) => {
              const [text, tag] = nameIn(language, organisation.name);
              return (
                <Link to="/$lang/admin/organisations/$id" params={{ ...here, id: organisation.id }} lang={tag}>
                  {text}
                </Link>
              );
            },
          },
          { key: 'role', head: t('person.places.role'), cell: ({ role }) => shell(`standing.of.${role}`) },
          {
            key: 'state',
            head: t('head.state'),
            cell: ({ organisation }) => <StateChip state={organisation.state} />,
          },
          { key: 'since', head: t('head.since'), cell: ({ startsAt }) => instant(language, startsAt) },
        ]}
      />
    </section>
  );
}
