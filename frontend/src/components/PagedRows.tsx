import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../hooks/useLanguage';
import { Failure } from './Failure';
import { LoadingRows } from './Loading';

export interface PagedRowsProps<Row> {
  list: UseInfiniteQueryResult<InfiniteData<{ items: Row[]; next: string | null }>>;
  /** What stands instead of rows. */
  empty: ReactNode;
  /** For the place of the button that brings the next page. */
  moreClassName?: string | undefined;
  children: (rows: Row[]) => ReactNode;
}

/** A list that comes in pages: skeletons, what it says when nothing is there, the rows, and the next page at a press. */
export function PagedRows<Row>({ list, empty, moreClassName, children }: PagedRowsProps<Row>) {
  const t = useWords('forms');
  if (list.isPending) return <LoadingRows rows={4} />;
  if (list.isError && !list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (rows.length === 0) return <>{empty}</>;
  return (
    <>
      {children(rows)}
      {list.hasNextPage && (
        <div className={moreClassName}>
          <Button variant="default" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}
