import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { PagedRows } from '../../components/PagedRows';
import { StateBlock } from '../../components/StateBlock';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { instant } from '../../lib/format';
import css from './Admin.module.css';
import { CodeLine } from './CodeLine';
import { deliveriesQuery, type Delivery } from './deliveryQueries';
import { failureOf, workOf } from './deliveryWords';
import type { Wanted } from './RetryPanel';

interface DeliveriesProps {
  state: Delivery['state'];
  handler: string | undefined;
  caption: string;
  onRetry: (one: Wanted) => void;
}

/** What is held up, or what waits: which work, about what, and why it is not done. */
export function Deliveries({ state, handler, caption, onRetry }: DeliveriesProps) {
  const t = useWords('admin');
  const list = useInfiniteQuery(deliveriesQuery(state, handler));
  const columns = useColumns(state, onRetry);
  const empty = (
    <StateBlock kind="done" title={t(`queues.none.${state}`)}>
      <p>{t(`queues.none.${state}.text`)}</p>
    </StateBlock>
  );
  return (
    <PagedRows list={list} empty={empty}>
      {(rows) => <DataTable caption={caption} columns={columns} rows={rows} keyOf={({ id }) => String(id)} />}
    </PagedRows>
  );
}

function useColumns(state: Delivery['state'], onRetry: (one: Wanted) => void): Column<Delivery>[] {
  const t = useWords('admin');
  const language = useLanguage();
  const mayRetry = useSession()?.can('accounts.deliveries.retry') ?? false;
  const isParked = state === 'parked';
  return [
    {
      key: 'work',
      head: t('queues.head.work'),
      cell: ({ handler, about, happenedAt }) => (
        <>
          {workOf(t, handler)}
          <CodeLine>
            {about.type} {about.id}
          </CodeLine>
          <span className={css.quiet}>{t('queues.happened', { at: instant(language, happenedAt) })}</span>
        </>
      ),
    },
    { key: 'failed', head: t('queues.head.failed'), cell: (one) => <Reason one={one} /> },
    { key: 'attempts', head: t('queues.head.attempts'), isNumber: true, cell: ({ attempts }) => String(attempts) },
    {
      key: 'when',
      head: isParked ? t('queues.head.parkedAt') : t('queues.head.nextAt'),
      cell: ({ parkedAt, nextAt }) => instant(language, parkedAt ?? nextAt ?? ''),
    },
    ...(mayRetry && isParked ? [{ key: 'retry', head: '', label: t('queues.retry'), cell: retry }] : []),
  ];

  function retry({ id, handler, about }: Delivery) {
    const what = `${workOf(t, handler)}, ${about.type} ${about.id}`;
    return (
      <Button
        variant="default"
        aria-label={`${t('queues.retry')}: ${what}`}
        onClick={() => onRetry({ key: String(id), id, count: 1, what })}
      >
        {t('queues.retry')}
      </Button>
    );
  }
}

function Reason({ one: { error, place, attempts } }: { one: Delivery }) {
  const t = useWords('admin');
  if (!error && attempts === 0) return '–';
  return (
    <>
      {failureOf(t, error)}
      {error && (
        <CodeLine>
          {error}
          {place && (
            <>
              {' '}
              <span>{place}</span>
            </>
          )}
        </CodeLine>
      )}
    </>
  );
}
