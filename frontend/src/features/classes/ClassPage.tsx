import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ApiError } from '../../api/client';
import type { ClassAnswer, SearchParameters } from '../../api/contract';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { LoadingPage } from '../../components/Loading';
import { NotFound } from '../../components/NotFound';
import { PageTitle } from '../../components/PageTitle';
import { TechnologyFields } from '../../components/TechnologyFields';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count, unbroken } from '../../lib/format';
import css from './Classes.module.css';
import { ClassRecords } from './ClassRecords';
import { ClassRows } from './ClassRows';
import { classQuery } from './queries';

const route = getRouteApi('/$lang/classes/$symbol');

export function ClassPage() {
  const { symbol } = route.useParams();
  const page = useQuery(classQuery(useLanguage(), symbol));
  if (page.data) return <OneClass page={page.data} />;
  if (page.error instanceof ApiError && [400, 404].includes(page.error.status)) {
    return <NotFound what="class" tried={symbol} />;
  }
  if (page.isError) return <Failure isPage error={page.error} retry={() => void page.refetch()} />;
  return <LoadingPage />;
}

/** The search that shows what stands under this class: as a filter on the levels that have one, else as a word. */
function searchIn({ symbol, kind }: ClassAnswer): SearchParameters {
  if (kind === 'section' || kind === 'class' || kind === 'subclass') return { [kind]: [symbol] };
  return { q: symbol };
}

function OneClass({ page }: { page: ClassAnswer }) {
  const t = useWords('classes');
  const here = useHere();
  const language = useLanguage();
  return (
    <>
      <nav aria-label={t('path')} className={css.path}>
        <ol>
          <li>
            <Link to="/$lang/classes" params={here}>
              {t('all')}
            </Link>
          </li>
          {page.ancestors.map(({ symbol, label }) => (
            <li key={symbol}>
              <Link to="/$lang/classes/$symbol" params={{ ...here, symbol }}>
                <span className="ip-num">{unbroken(symbol)}</span> {label}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <header className={css.head}>
        <div>
          <PageTitle title={`${page.symbol} ${page.label || (page.title ?? '')}`.trim()}>
            <span className={css.symbol}>{unbroken(page.symbol)}</span>{' '}
            <span lang={page.label || language === 'en' ? undefined : 'en'}>{page.label || page.title}</span>
          </PageTitle>
          {page.label && page.title && (
            <p className={css.official} lang={language === 'en' ? undefined : 'en'}>
              {page.title}
            </p>
          )}
          {page.attribution && <p className={css.attribution}>{page.attribution}</p>}
        </div>
        {page.records > 0 ? (
          <ButtonLink to="/$lang/search" params={here} search={searchIn(page)}>
            {t('search', { count: page.records, number: count(page.records) })}
          </ButtonLink>
        ) : (
          <p className={css.none}>{t('noRecords')}</p>
        )}
      </header>
      {page.technologyFields.length > 0 && (
        <p className={css.field}>
          {t('field')} <TechnologyFields fields={page.technologyFields} />
        </p>
      )}
      {page.records > 0 && page.children.length === 0 && <ClassRecords search={searchIn(page)} />}
      {page.children.length > 0 && (
        <section aria-labelledby="below">
          <h2 id="below" className={css.below}>
            {t('below', { count: page.children.length })}
          </h2>
          <ClassRows rows={page.children} />
        </section>
      )}
    </>
  );
}
