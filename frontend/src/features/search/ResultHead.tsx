import { Button, NativeSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { IconDownload, IconSelector } from '@tabler/icons-react';
import type { SearchAnswer, SearchParameters, Sort } from '../../api/contract';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { download, toCsv } from '../../lib/csv';
import { count } from '../../lib/format';
import { SORTS } from '../../lib/searchAddress';
import { FilterButton } from './FilterButton';
import { useFilterChips } from './FilterChips';
import { rowsOf } from './resultTable';
import css from './Search.module.css';

const route = getRouteApi('/$lang/search');

interface ResultHeadProps {
  answer?: SearchAnswer;
  search: SearchParameters;
}

/** How many there are, in which order, and the page as a file. */
export function ResultHead({ answer, search }: ResultHeadProps) {
  const t = useWords('search');
  const shell = useWords('shell');
  const language = useLanguage();
  const navigate = route.useNavigate();
  const chips = useFilterChips(search, answer?.facets ?? []);

  const found = answer && !answer.totalIsExact ? 'foundAtLeast' : 'found';

  function sortBy(sort: Sort) {
    const { cursor: _cursor, sort: _before, ...rest } = search;
    void navigate({ search: sort === 'relevance' ? rest : { ...rest, sort } });
  }

  return (
    <>
      <div className={css.head}>
        <h1 tabIndex={-1} aria-live="polite">
          {answer ? t(found, { count: answer.total, number: count(answer.total) }) : t('searching')}
        </h1>
        <FilterButton facets={answer?.facets ?? []} search={search} total={answer?.total} />
        <NativeSelect
          className={css.sort}
          rightSection={<IconSelector size={16} aria-hidden />}
          rightSectionPointerEvents="none"
          aria-label={t('sort.label')}
          value={search.sort ?? 'relevance'}
          onChange={(event) => sortBy(event.currentTarget.value as Sort)}
          data={SORTS.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
        />
        {answer && answer.items.length > 0 && (
          <Button
            className={css.csv}
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            onClick={() => download('search.csv', toCsv(rowsOf(answer.items, language, shell)))}
          >
            {t('csv')}
          </Button>
        )}
      </div>
      {chips}
    </>
  );
}
