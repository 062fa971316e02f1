import type { Schemas } from '../../api/contract';
import { chosen, textIn } from '../../lib/addressValues';

export const DELIVERY_STATES = ['parked', 'waiting'] as const satisfies readonly Schemas['DeliveryStateEnum'][];

/** What the address of the queues may hold: the same names and values that the API takes. */
interface DeliveryFilters {
  /** Without one, those that are held up. */
  state?: 'waiting';
  handler?: string;
}

const LONGEST = 120;

export function readDeliveryFilters(raw: Record<string, unknown>): DeliveryFilters {
  return chosen<DeliveryFilters>({
    state: textIn(raw.state, LONGEST) === 'waiting' ? 'waiting' : undefined,
    handler: textIn(raw.handler, LONGEST),
  });
}
