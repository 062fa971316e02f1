import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleOff, IconClock } from '@tabler/icons-react';
import type { Status } from '../api/contract';
import { useLanguage, useWords } from '../hooks/useLanguage';
import { day } from '../lib/format';
import { STANDING, type Standing } from '../lib/legalState';
import css from './Chip.module.css';

const icons = {
  good: IconCircleCheck,
  waiting: IconClock,
  ended: IconCircleOff,
  problem: IconAlertTriangle,
  unknown: IconCircleDashed,
};

interface ChipProps {
  standing: Standing;
  label: string;
  source?: string | null;
  asOf?: string | null;
  /** Ended well: a tick instead of a crossed circle. */
  isDone?: boolean;
}

/** "status · source · day". Shape and word carry the meaning, colour only repeats it. */
export function Chip({ standing, label, source, asOf, isDone = false }: ChipProps) {
  const Icon = isDone ? IconCircleCheck : icons[standing];
  return (
    <span className={css.chip} data-standing={standing}>
      <span className={css.chipLabel}>
        <Icon size={16} stroke={2} aria-hidden />
        {label}
      </span>
      {source && (
        <span className={css.chipSource}>
          {source}
          {asOf && (
            <>
              {'\u00a0· '}
              <span className="ip-num ip-nowrap">{asOf}</span>
            </>
          )}
        </span>
      )}
    </span>
  );
}

/** A legal status never stands without who says so and since when; where no source says anything, that is said. */
export function StatusChip({ status }: { status: Status }) {
  const language = useLanguage();
  const t = useWords('shell');
  return (
    <Chip
      standing={STANDING[status.state]}
      label={t(`state.${status.state}`)}
      source={status.source || (status.state === 'not_patented' ? t('declaredByOwner') : t('noSource'))}
      asOf={status.asOf && day(language, status.asOf)}
    />
  );
}
