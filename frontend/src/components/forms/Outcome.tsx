import type { ReactNode } from 'react';
import css from './Outcome.module.css';

interface OutcomeProps {
  /** Why a press did not work. */
  fault?: string | undefined;
  /** That it worked; the place is there before, so that a reader hears it. */
  done?: ReactNode;
}

/** What became of a press, told where it was made. */
export function Outcome({ fault, done }: OutcomeProps) {
  return (
    <>
      <p role="alert" className={css.fault}>
        {fault}
      </p>
      <p role="status" className={css.done}>
        {!fault && done}
      </p>
    </>
  );
}
