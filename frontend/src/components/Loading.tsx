import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../hooks/useLanguage';
import css from './State.module.css';

const PATIENCE_MILLISECONDS = 4000;

/** True once waiting has taken long enough to be worth a word. */
function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}

/** The shape of the rows that will come, so that nothing jumps; after four seconds a sentence as well. */
export function LoadingRows({ rows }: { rows: number }) {
  const t = useWords('states');
  const slow = useSlow();
  return (
    <div className={css.loading}>
      <p role="status">{slow ? t('stillLoading') : <span className="ip-hidden">{t('loading')}</span>}</p>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} aria-hidden>
          <Skeleton height={12} width="24%" />
          <Skeleton height={18} width={`${72 - ((at * 13) % 30)}%`} />
          <Skeleton height={12} width={`${94 - ((at * 7) % 20)}%`} />
        </div>
      ))}
    </div>
  );
}

/** The shape of a record or of a page with a heading. */
export function LoadingPage() {
  const t = useWords('states');
  const slow = useSlow();
  return (
    <div className={css.loadingPage}>
      <p role="status">{slow ? t('stillLoading') : <span className="ip-hidden">{t('loading')}</span>}</p>
      <div aria-hidden>
        <Skeleton height={14} width="12rem" />
        <Skeleton height={34} width="70%" />
        <Skeleton height={14} width="16rem" />
        <Skeleton height={64} />
        <Skeleton height={14} width="90%" />
        <Skeleton height={14} width="86%" />
        <Skeleton height={14} width="60%" />
      </div>
    </div>
  );
}
