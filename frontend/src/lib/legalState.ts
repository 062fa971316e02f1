import type { State } from '../api/contract';

/** Five standings carry shape and colour; nine states carry the word. */
export type Standing = 'good' | 'waiting' | 'ended' | 'problem' | 'unknown';

export const STANDING: Readonly<Record<State, Standing>> = {
  in_force: 'good',
  pending: 'waiting',
  expired: 'ended',
  lapsed: 'ended',
  withdrawn: 'ended',
  refused: 'ended',
  revoked: 'ended',
  unknown: 'unknown',
  not_patented: 'unknown',
};
