import type { ReactNode } from 'react';
import css from './Forms.module.css';

interface DefinitionRowsProps {
  rows: {
    term: string;
    value: ReactNode;
    /** What can be done about it, at the end of the row. */ action?: ReactNode;
  }[];
}

/** Facts about one thing: word on the left, value, what can be done on the right. On a phone they stand below each other. */
export function DefinitionRows({ rows }: DefinitionRowsProps) {
  return (
    <dl className={css.rows}>
      {rows.map(({ term, value, action }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
          {action && <dd className={css.rowAction}>{action}</dd>}
        </div>
      ))}
    </dl>
  );
}
