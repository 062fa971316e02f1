import { useQueries } from '@tanstack/react-query';
import type { SearchParameters } from '../../api/contract';
import { ButtonLink } from '../../components/ButtonLink';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import { searchQuery } from './queries';

/** Buttons that loosen the search. Each is tried first, and only those that find something are offered. */
export function WaysOut({ changes }: { changes: { label: string; search: SearchParameters }[] }) {
  const t = useWords('search');
  const language = useLanguage();
  const here = useHere();
  const answers = useQueries({ queries: changes.map(({ search }) => searchQuery(language, search)) });
  return changes.map(({ label, search }, at) => {
    const total = answers[at]?.data?.total ?? 0;
    return (
      total > 0 && (
        <ButtonLink key={label} variant="default" to="/$lang/search" params={here} search={search}>
          {t('nothing.change', { label, number: count(total), count: total })}
        </ButtonLink>
      )
    );
  });
}
