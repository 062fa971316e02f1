import { IconCloudCheck } from '@tabler/icons-react';
import { useWords } from '../../hooks/useLanguage';
import { clock } from '../../lib/format';
import css from './Forms.module.css';

/** Quiet, always in the same corner, announced politely: "saved 14:32". Renders its place before anything is saved. */
export function SaveMark({ at }: { at: Date | null }) {
  const t = useWords('forms');
  return (
    <p className={css.saved} role="status">
      {at && (
        <>
          <IconCloudCheck size={18} aria-hidden />
          {t('saved', { time: clock(at.toISOString()) })}
        </>
      )}
    </p>
  );
}
