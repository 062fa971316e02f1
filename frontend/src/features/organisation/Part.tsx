import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { ButtonLink } from '../../components/ButtonLink';
import { useSession } from '../../hooks/useSession';
import css from './Organisation.module.css';

/** One part of a page under its heading. */
export function Part({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={css.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead && <p className={css.lead}>{lead}</p>}
      {children}
    </section>
  );
}

interface PagedProps<Row> {
  list: UseInfiniteQueryResult<InfiniteData<{ items: Row[]; next: string | null }>>;
  /** What stands instead of rows. */
  empty: ReactNode;
  children: (rows: Row[]) => ReactNode;
}

/** A list that comes in pages: what is there, what it says when nothing is, and the next page at a press. */
export function Paged<Row>({ list, empty, children }: PagedProps<Row>) {
  const t = useWords('organisation');
  if (list.isPending) return <LoadingRows rows={3} />;
  if (list.isError && !list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (rows.length === 0) return <p className={css.none}>{empty}</p>;
  return (
    <>
      {children(rows)}
      {list.hasNextPage && (
        <Button
          variant="default"
          className={css.more}
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}

/** A part that this person may not see: which standing they have, and whom to ask. */
export function NotForYou() {
  const t = useWords('organisation');
  const here = useHere();
  const session = useSession();
  const organisation = session?.organisation;
  return (
    <StateBlock
      kind="forbidden"
      title={t('forbidden.title')}
      actions={
        <ButtonLink variant="default" to="/$lang/organisation/people" params={here}>
          {t('forbidden.people')}
        </ButtonLink>
      }
    >
      <p>
        {t('forbidden.text', {
          name: session?.person?.name ?? '',
          organisation: organisation?.name ?? '',
          standing: organisation?.standing ? t(`standing.${organisation.standing}`) : '–',
        })}
      </p>
    </StateBlock>
  );
}

/** Why a press did not work, where it was made. */
export function Fault({ text }: { text: string | undefined }) {
  return (
    <p role="alert" className={css.problem}>
      {text}
    </p>
  );
}

/** That a press worked, where it was made. */
export function Done({ text }: { text: ReactNode }) {
  return (
    <p role="status" className={css.done}>
      {text}
    </p>
  );
}
