import type { ReactNode } from 'react';
import css from './Forms.module.css';

export interface Column<Row> {
  /** Stable name of the column. */
  key: string;
  /** Its head; "" only for a column of buttons, which then needs `label`. */
  head: string;
  label?: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand right. */
  isNumber?: boolean;
}

interface DataTableProps<Row> {
  /** What the table holds; read out, and shown only where no heading says it. */
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** What stands instead of rows. */
  empty?: ReactNode;
}

/** On a phone the cells are blocks, which takes the meaning of a table away in some browsers; the roles give it back. */
const AS = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  rowHead: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;

/**
 * A table in a scroll box of its own, reachable by keyboard. The first column is the head of its row. On a phone each row becomes a
 * stack of named values, so that nothing is read sideways.
 */
export function DataTable<Row>({ caption, columns, rows, keyOf, empty }: DataTableProps<Row>) {
  if (rows.length === 0 && empty) return <p className={css.none}>{empty}</p>;
  const [first, ...others] = columns;
  return (
    <div className={css.scroll} role="region" aria-label={caption} tabIndex={0}>
      <table {...AS.table} className={css.table}>
        <thead {...AS.rows}>
          <tr {...AS.row}>
            {columns.map(({ key, head, label, isNumber }) => (
              <th key={key} {...AS.head} scope="col" data-number={isNumber || undefined}>
                {head || <span className="ip-hidden">{label}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...AS.rows}>
          {rows.map((row) => (
            <tr key={keyOf(row)} {...AS.row}>
              {first && (
                <th {...AS.rowHead} scope="row">
                  {first.cell(row)}
                </th>
              )}
              {others.map(({ key, head, cell, isNumber }) => (
                <td key={key} {...AS.cell} data-number={isNumber || undefined}>
                  {head && (
                    <span className={css.cellHead} aria-hidden>
                      {head}
                    </span>
                  )}
                  <span className={css.cell}>{cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
