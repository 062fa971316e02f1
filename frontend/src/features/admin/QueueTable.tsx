import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { count as figure, instant } from '../../lib/format';
import css from './Admin.module.css';
import { CodeLine } from './CodeLine';
import type { Queue, Queues } from './deliveryQueries';
import { workOf } from './deliveryWords';
import type { Wanted } from './RetryPanel';

interface QueueTableProps {
  queues: Queues;
  onRetry: (one: Wanted) => void;
}

/** Every kind of work with its own queue, whether something waits in it or not. */
export function QueueTable({ queues, onRetry }: QueueTableProps) {
  const t = useWords('admin');
  const columns = useColumns(onRetry);
  return (
    <section className={css.section} aria-labelledby="each">
      <h2 id="each">{t('queues.each')}</h2>
      <DataTable
        caption={t('queues.each')}
        columns={columns}
        rows={queues.items}
        keyOf={({ handler, lane }) => `${handler} ${lane}`}
      />
    </section>
  );
}

function useColumns(onRetry: (one: Wanted) => void): Column<Queue>[] {
  const t = useWords('admin');
  const language = useLanguage();
  const mayRetry = useSession()?.can('accounts.deliveries.retry') ?? false;
  return [
    {
      key: 'work',
      head: t('queues.head.work'),
      cell: ({ handler, isKnown }) => (
        <>
          {workOf(t, handler)}
          <CodeLine>{handler}</CodeLine>
          {!isKnown && <span className={css.quiet}>{t('queues.unknown')}</span>}
        </>
      ),
    },
    {
      key: 'parked',
      head: t('queues.state.parked'),
      isNumber: true,
      cell: (queue) => <Number queue={queue} state="parked" value={queue.parked} />,
    },
    {
      key: 'waiting',
      head: t('queues.state.waiting'),
      isNumber: true,
      cell: (queue) => <Number queue={queue} state="waiting" value={queue.waiting} />,
    },
    {
      key: 'since',
      head: t('queues.head.since'),
      cell: ({ waitingSince }) => (waitingSince ? instant(language, waitingSince) : '–'),
    },
    {
      key: 'last',
      head: t('queues.head.last'),
      cell: ({ lastDeliveredAt }) => (lastDeliveredAt ? instant(language, lastDeliveredAt) : t('queues.notLately')),
    },
    ...(mayRetry ? [{ key: 'retry', head: '', label: t('queues.retry'), cell: retryAll }] : []),
  ];

  function retryAll({ handler, parked }: Queue) {
    if (parked === 0) return null;
    const work = workOf(t, handler);
    return (
      <Button
        variant="default"
        aria-label={`${t('queues.all')}: ${work}`}
        onClick={() => onRetry({ key: handler, handler, count: parked, what: work })}
      >
        {t('queues.all')}
      </Button>
    );
  }
}

/** A figure that opens what it counts. */
function Number({ queue, state, value }: { queue: Queue; state: 'parked' | 'waiting'; value: number }) {
  const t = useWords('admin');
  const here = useHere();
  if (value === 0) return '0';
  return (
    <Link
      to="/$lang/admin/queues"
      params={here}
      search={{ ...(state === 'waiting' ? { state } : {}), handler: queue.handler }}
      aria-label={`${figure(value)} ${t(`queues.state.${state}`)}: ${workOf(t, queue.handler)}`}
    >
      {figure(value)}
    </Link>
  );
}
