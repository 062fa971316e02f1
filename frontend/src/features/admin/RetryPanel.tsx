import { useEffect, useRef } from 'react';
import { ApiError } from '../../api/client';
import { useWords } from '../../hooks/useLanguage';
import css from './Admin.module.css';
import { retryDeliveries, retryDelivery } from './deliveryQueries';
import { ReasonForm } from './ReasonForm';

/** What is to be tried again: one delivery by its id, or all that are held up for one handler. */
export type Wanted = { key: string; count: number; what: string } & (
  { id: number; handler?: never } | { handler: string; id?: never }
);

interface RetryPanelProps {
  wanted: Wanted;
  onDone: (retried: { count: number; id: string }) => Promise<unknown>;
  onCancel: () => void;
}

/** Asks for the reason, puts what is held up back into its queue, and says when there is nothing any more to put back. */
export function RetryPanel({ wanted, onDone, onCancel }: RetryPanelProps) {
  const t = useWords('admin');
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const isOne = wanted.id !== undefined;
  const question = isOne ? t('queues.retry.one') : t('queues.retry.many', { count: wanted.count });
  async function send({ reason }: { reason: string }) {
    try {
      const call = isOne ? retryDelivery(wanted.id, reason) : retryDeliveries(wanted.handler, reason);
      const { count } = await call;
      await onDone({ count, id: isOne ? String(wanted.id) : wanted.handler });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'transition_refused') throw error;
      throw new ApiError(error.status, error.code, t('queues.gone'), error.reference);
    }
  }
  return (
    <div ref={panel} className={css.panel} role="group" aria-label={`${question} ${wanted.what}`} tabIndex={-1}>
      <h3>{question}</h3>
      <p>
        {wanted.what}
        <br />
        {t('queues.retry.text')}
      </p>
      <ReasonForm
        label={question}
        isTold={false}
        button={isOne ? t('queues.retry') : t('queues.all')}
        onCancel={onCancel}
        draft={`retry ${wanted.key}`}
        send={send}
      />
    </div>
  );
}
