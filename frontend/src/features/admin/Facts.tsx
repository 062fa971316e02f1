import { Link } from '@tanstack/react-router';
import { DefinitionRows } from '../../components/forms/DefinitionRows';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count, instant } from '../../lib/format';
import css from './Admin.module.css';
import { namesIn } from './names';
import type { Organisation } from './queries';
import { useCountryName } from './useCountryName';

/** What an organisation says about itself, in the words of the register where there are some. */
export function Facts({ organisation }: { organisation: Organisation }) {
  const t = useWords('admin');
  const here = useHere();
  const language = useLanguage();
  const countryName = useCountryName();
  const { registrationKind, registrationNumber, sector, employees, website, address, district, createdAt } =
    organisation;
  const rows = [
    {
      term: t('fact.names'),
      value: namesIn(organisation.name).map(([name, tag]) => (
        <div key={tag} lang={tag}>
          {name}
        </div>
      )),
    },
    { term: t('fact.kind'), value: t(`kind.${organisation.kind}`) },
    {
      term: t('fact.number'),
      value: (
        <>
          <span className="ip-num">{registrationNumber || '–'}</span>
          {registrationKind && <span className={css.quiet}>{t(`numberKind.${registrationKind}`)}</span>}
        </>
      ),
    },
    { term: t('fact.country'), value: countryName(organisation.country) },
    { term: t('fact.sector'), value: sector ? `${sector.code} ${sector.label}` : '–' },
    {
      term: t('fact.employees'),
      value: employees === null || employees === undefined ? '–' : count(employees),
    },
    { term: t('fact.website'), value: website || '–' },
    { term: t('fact.address'), value: [address, district].filter(Boolean).join(', ') || '–' },
    { term: t('fact.members'), value: count(organisation.membersCount) },
    { term: t('fact.since'), value: createdAt ? instant(language, createdAt) : '–' },
    ...(organisation.mergedInto
      ? [
          {
            term: t('fact.mergedInto'),
            value: (
              <Link to="/$lang/admin/organisations/$id" params={{ ...here, id: organisation.mergedInto }}>
                {t('fact.mergedLink')}
              </Link>
            ),
          },
        ]
      : []),
  ];
  return (
    <section className={css.section} aria-labelledby="facts">
      <h2 id="facts">{t('facts.title')}</h2>
      <DefinitionRows rows={rows} />
    </section>
  );
}
