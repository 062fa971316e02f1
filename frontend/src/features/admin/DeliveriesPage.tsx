import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Failure } from '../../components/Failure';
import { Outcome } from '../../components/forms/Outcome';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { LoadingRows } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useWords } from '../../hooks/useLanguage';
import css from './Admin.module.css';
import { Deliveries } from './Deliveries';
import { DELIVERY_STATES } from './deliveryFilters';
import { queuesQuery } from './deliveryQueries';
import { workOf } from './deliveryWords';
import { EVERYTHING } from './queries';
import { QueueHealth } from './QueueHealth';
import { QueueTable } from './QueueTable';
import { RetryPanel, type Wanted } from './RetryPanel';
import { TrailLink } from './TrailLink';

const route = getRouteApi('/$lang/admin/queues');

interface Done {
  count: number;
  id: string;
}

/** /admin/queues: what the site still has to do after changes, and what failed too often and is held up. */
export function DeliveriesPage() {
  const t = useWords('admin');
  const queries = useQueryClient();
  const queues = useQuery(queuesQuery);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [remember, giveBack] = useFocusBack();
  function open(one: Wanted) {
    remember();
    setDone(null);
    setWanted(one);
  }
  function close() {
    setWanted(null);
    giveBack();
  }
  async function finish(retried: Done) {
    await queries.invalidateQueries({ queryKey: EVERYTHING });
    setDone(retried);
    close();
  }
  return (
    <>
      <PageTitle>{t('queues.title')}</PageTitle>
      <p className={css.lead}>{t('queues.text')}</p>
      {queues.isPending && <LoadingRows rows={4} />}
      {queues.isError && !queues.data && <Failure error={queues.error} retry={() => void queues.refetch()} />}
      {queues.data && <QueueHealth queues={queues.data} />}
      <Outcome
        done={
          done && (
            <>
              {t('queues.done', { count: done.count })}{' '}
              <TrailLink type="outbox.delivery" id={done.id}>
                {t('trailDone')}
              </TrailLink>
            </>
          )
        }
      />
      {wanted && <RetryPanel key={wanted.key} wanted={wanted} onDone={finish} onCancel={close} />}
      <List onRetry={open} />
      {queues.data && <QueueTable queues={queues.data} onRetry={open} />}
    </>
  );
}

function List({ onRetry }: { onRetry: (one: Wanted) => void }) {
  const t = useWords('admin');
  const here = useHere();
  const { state = 'parked', handler } = route.useSearch();
  const title = t(`queues.state.${state}`);
  return (
    <section className={css.section} aria-labelledby="deliveries">
      <h2 id="deliveries">{title}</h2>
      <nav className={css.states} aria-label={t('sign.show')}>
        <ul>
          {DELIVERY_STATES.map((one) => (
            <li key={one}>
              <Link
                to="/$lang/admin/queues"
                params={here}
                search={{ ...(one === 'waiting' ? { state: one } : {}), ...(handler ? { handler } : {}) }}
                activeOptions={{ exact: true }}
                aria-current={one === state ? 'true' : undefined}
              >
                {t(`queues.state.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {handler && (
        <p className={css.hint}>
          {t('queues.only', { work: workOf(t, handler) })}{' '}
          <Link to="/$lang/admin/queues" params={here} search={state === 'waiting' ? { state } : {}}>
            {t('queues.everything')}
          </Link>
        </p>
      )}
      <Deliveries key={`${state} ${handler ?? ''}`} state={state} handler={handler} caption={title} onRetry={onRetry} />
    </section>
  );
}
