import { Button } from '@mantine/core';
import { useId, useRef, type ReactNode } from 'react';
import css from './Security.module.css';

interface RowProps {
  title: string;
  /** How it stands: what is set, since when. */
  status: ReactNode;
  /** What the button says; without it the row only tells. */
  action?: string;
  isOpen?: boolean;
  onOpen?: (isOpen: boolean) => void;
  /** What the button opens, in the row. */
  children?: ReactNode;
}

/** One way to sign in: its name, how it stands, and one act, which opens below it and not in a window. */
export function Row({ title, status, action, isOpen = false, onOpen, children }: RowProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <section className={css.row} aria-labelledby={id}>
      <div className={css.head}>
        <div>
          <h3 id={id}>{title}</h3>
          <div className={css.status}>{status}</div>
        </div>
        {action && (
          <Button
            ref={button}
            variant="default"
            aria-expanded={isOpen}
            aria-describedby={id}
            onClick={() => onOpen?.(!isOpen)}
          >
            {action}
          </Button>
        )}
      </div>
      {isOpen && <div className={css.body}>{children}</div>}
    </section>
  );
}
