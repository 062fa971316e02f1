import type { ReactNode } from 'react';
import css from './Record.module.css';

interface SectionProps {
  id: string;
  title: string;
  count?: number;
  /** Leads elsewhere, so paper does without it. */
  isScreenOnly?: boolean;
  children: ReactNode;
}

/** One part of a record, with an address of its own. */
export function Section({ id, title, count, isScreenOnly, children }: SectionProps) {
  return (
    <section className={css.section} aria-labelledby={id} data-no-print={isScreenOnly || undefined}>
      <h2 id={id}>
        {title}
        {count !== undefined && <span className="ip-num">{count}</span>}
      </h2>
      {children}
    </section>
  );
}

/** The parts of the page as links, so that nobody scrolls for the claims. */
export function Contents({ label, parts }: { label: string; parts: { id: string; title: string; count?: number }[] }) {
  return (
    <nav className={css.contents} aria-label={label}>
      {parts.map(({ id, title, count }) => (
        <a key={id} href={`#${id}`}>
          {title}
          {count !== undefined && <span className="ip-num"> {count}</span>}
        </a>
      ))}
    </nav>
  );
}

interface ScrollTableProps {
  label: string;
  columns: string[];
  children: ReactNode;
}

/** A wide table scrolls in its own box, which the keyboard can reach; the page never moves sideways. */
export function ScrollTable({ label, columns, children }: ScrollTableProps) {
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
