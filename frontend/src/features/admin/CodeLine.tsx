import type { ReactNode } from 'react';
import css from './Deliveries.module.css';

/** The name that the program has for something, below the words that people have for it. */
export function CodeLine({ children }: { children: ReactNode }) {
  return <code className={css.code}>{children}</code>;
}
