import { useQuery } from '@tanstack/react-query';
import type { SearchParameters } from '../../api/contract';
import { LoadingRows } from '../../components/Loading';
import { ResultRow } from '../../components/ResultRow';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { isNextOfFamily } from '../../lib/families';
import css from './Classes.module.css';
import { newestInClassQuery } from './queries';

/** What came into this class last. A failure is silent: the way to the search stands above. */
export function ClassRecords({ search }: { search: SearchParameters }) {
  const t = useWords('classes');
  const newest = useQuery(newestInClassQuery(useLanguage(), search));
  if (newest.isError || newest.data?.items.length === 0) return null;
  return (
    <section aria-labelledby="newest">
      <h2 id="newest" className={css.below}>
        {t('newest')}
      </h2>
      {newest.isPending && <LoadingRows rows={3} />}
      {newest.data && (
        <ul className={css.sheet}>
          {newest.data.items.map((item, at, all) => (
            <ResultRow key={item.id} item={item} heading="h3" isRepeat={isNextOfFamily(item, all[at - 1])} />
          ))}
        </ul>
      )}
    </section>
  );
}
