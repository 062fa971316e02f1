import { queryOptions } from '@tanstack/react-query';
import { answered, GET, POST } from '../../api/client';
import type { Schemas } from '../../api/contract';
import { pagedQuery } from '../../lib/pagedQuery';
import { EVERYTHING } from './queries';

export type Queues = Schemas['QueueList'];
export type Queue = Schemas['Queue'];
export type Delivery = Schemas['Delivery'];

/** What was put back is done in a second; while something waits, the figures follow. */
const ASK_AGAIN_MILLISECONDS = 4000;

export const queuesQuery = queryOptions({
  queryKey: [...EVERYTHING, 'queues'],
  queryFn: ({ signal }) => answered(GET('/api/app/admin/queues', { signal })),
  refetchInterval: ({ state }) => (state.data?.waiting ? ASK_AGAIN_MILLISECONDS : false),
});

/** The held-up ones as they came, the latest first; the waiting ones as they go, the next first. */
export const deliveriesQuery = (state: Delivery['state'], handler = '') =>
  pagedQuery([...EVERYTHING, 'deliveries', state, handler], (query, signal) =>
    answered(
      GET('/api/app/admin/deliveries', {
        params: {
          query: { ...query, state, sort: state === 'waiting' ? 'dueAt' : '-dueAt', ...(handler ? { handler } : {}) },
        },
        signal,
      }),
    ),
  );

export function retryDelivery(id: number, reason: string) {
  return answered(
    POST('/api/app/admin/deliveries/{delivery_id}/retry', { params: { path: { delivery_id: id } }, body: { reason } }),
  );
}

export function retryDeliveries(handler: string, reason: string) {
  return answered(POST('/api/app/admin/deliveries/retries', { body: { handler, reason } }));
}
