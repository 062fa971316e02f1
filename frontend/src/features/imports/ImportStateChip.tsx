import type { ImportState } from '../../api/contract';
import { Chip } from '../../components/StatusChip';
import { useWords } from '../../hooks/useLanguage';
import type { Standing } from '../../lib/legalState';

const STANDINGS: Record<ImportState, Standing> = {
  queued: 'waiting',
  running: 'waiting',
  finished: 'ended',
  failed: 'problem',
  cancelled: 'unknown',
};

/** Done is grey, as everywhere: green would mean that something is in force. */
export function ImportStateChip({ state }: { state: ImportState }) {
  const t = useWords('imports');
  return <Chip standing={STANDINGS[state]} label={t(`state.${state}`)} isDone={state === 'finished'} />;
}
