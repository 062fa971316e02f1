import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { SearchAnswer, SearchParameters } from '../../api/contract';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { useWindowTitle } from '../../components/PageTitle';
import { ResultRow } from '../../components/ResultRow';
import { SearchBar } from '../../components/SearchBar';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { isNextOfFamily } from '../../lib/families';
import { Degraded } from './Degraded';
import { FacetRail } from './FacetRail';
import { NothingFound } from './NothingFound';
import { Paging } from './Paging';
import { searchQuery } from './queries';
import { Readings } from './Readings';
import { ResultHead } from './ResultHead';
import css from './Search.module.css';

const route = getRouteApi('/$lang/search');

/** Everything that decides what is shown stands in the address, so that a search can be shared and found again. */
export function SearchPage() {
  const t = useWords('search');
  const states = useWords('states');
  const here = useHere();
  const language = useLanguage();
  const search = route.useSearch();
  const answer = useQuery(searchQuery(language, search));
  useWindowTitle(search.q ? t('windowTitleFor', { query: search.q }) : t('windowTitle'));
  useNextPageFocus(search.cursor, answer.isPlaceholderData);
  return (
    <div className={css.page}>
      <SearchBar key={search.q} value={search.q} keep={search} />
      {answer.data && <Readings readings={answer.data.query.readings} search={search} />}
      {answer.data?.engine.degraded && <Degraded notApplied={answer.data.engine.notApplied} />}
      {answer.isError ? (
        <>
          <h1 className="ip-hidden">{t('windowTitle')}</h1>
          <div className={css.failure}>
            <Failure
              error={answer.error}
              retry={() => void answer.refetch()}
              wayOut={
                <ButtonLink variant="default" to="/$lang/search" params={here} search={{ q: search.q }}>
                  {states('refused.search')}
                </ButtonLink>
              }
            />
          </div>
        </>
      ) : (
        <Results answer={answer.data} search={search} stale={answer.isPlaceholderData} />
      )}
    </div>
  );
}

/** After "Next 20" and "Back" the heading of the results takes the focus and the window goes up to it. */
function useNextPageFocus(cursor: string | undefined, loading: boolean) {
  const shown = useRef(cursor);
  useEffect(() => {
    if (loading || shown.current === cursor) return;
    shown.current = cursor;
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: 'start' });
  }, [cursor, loading]);
}

interface ResultsProps {
  answer?: SearchAnswer;
  search: SearchParameters;
  stale: boolean;
}

function Results({ answer, search, stale }: ResultsProps) {
  const t = useWords('search');
  return (
    <div className={css.columns}>
      <FacetRail facets={answer?.facets ?? []} search={search} />
      <section className={css.results} aria-busy={stale || !answer}>
        <ResultHead answer={answer} search={search} />
        {!answer && <LoadingRows rows={5} />}
        {answer?.items.length === 0 && <NothingFound search={search} readings={answer.query.readings} />}
        {answer && answer.items.length > 0 && (
          <div className={css.sheet} data-stale={stale || undefined}>
            <ol className={css.rows}>
              {answer.items.map((item, at) => (
                <ResultRow key={item.id} item={item} isRepeat={isNextOfFamily(item, answer.items[at - 1])} />
              ))}
            </ol>
            <Paging answer={answer} search={search} />
            {answer.limitReached && <p className={css.limit}>{t('limitReached')}</p>}
          </div>
        )}
      </section>
    </div>
  );
}
