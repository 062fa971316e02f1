import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { count as figure, instant } from '../../lib/format';
import css from './Deliveries.module.css';
import type { Queues } from './deliveryQueries';

/** One line in words: whether anybody has to do something. */
export function QueueHealth({ queues: { waiting, waitingSince, parked } }: { queues: Queues }) {
  const t = useWords('admin');
  const language = useLanguage();
  const standing = parked > 0 ? 'problem' : waiting > 0 ? 'waiting' : 'good';
  const Icon = { problem: IconAlertTriangle, waiting: IconClock, good: IconCircleCheck }[standing];
  return (
    <p className={css.health} data-standing={standing}>
      <Icon size={20} aria-hidden />
      <span>
        {parked > 0 && <b>{t('queues.health.parked', { count: parked, figure: figure(parked) })} </b>}
        {waiting > 0 &&
          waitingSince &&
          t('queues.health.waiting', {
            count: waiting,
            figure: figure(waiting),
            since: instant(language, waitingSince),
          })}
        {parked === 0 && waiting === 0 && t('queues.health.good')}
      </span>
    </p>
  );
}
