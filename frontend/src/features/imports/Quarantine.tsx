import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import css from './Imports.module.css';
import { quarantineQuery } from './queries';

/** What was not taken in, each with its place in the file and the reason, so that the file can be mended. */
export function Quarantine({ id, quarantined }: { id: string; quarantined: number }) {
  const t = useWords('imports');
  const list = useInfiniteQuery(quarantineQuery(useLanguage(), id, quarantined));
  if (quarantined === 0) return <p className={css.none}>{t('quarantine.none')}</p>;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className={css.quarantine} aria-labelledby="quarantine">
      <h2 id="quarantine">{t('quarantine.title', { count: quarantined })}</h2>
      <p>{t('quarantine.text')}</p>
      {list.isPending && <LoadingRows rows={3} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {rows.length > 0 && (
        <ul className={css.held}>
          {rows.map((row, at) => (
            <li key={row.place + at}>
              <b className="ip-num">{row.place}</b>
              <div>
                <p>{t(`reason.${row.reason}`)}</p>
                {row.detail && <p className={css.detail}>{row.detail}</p>}
                {row.excerpt && <code>{row.excerpt}</code>}
              </div>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="default" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('quarantine.more')}
        </Button>
      )}
    </section>
  );
}
