import { Link } from '@tanstack/react-router';
import type { Import } from '../../api/contract';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count, instant } from '../../lib/format';
import css from './Imports.module.css';
import { ImportStateChip } from './ImportStateChip';

/** Newest first; the file is the way to its report. */
export function ImportTable({ imports }: { imports: Import[] }) {
  const t = useWords('imports');
  const here = useHere();
  const language = useLanguage();
  const columns = [t('column.file'), t('column.state'), t('column.read'), t('column.changed'), t('column.quarantined')];
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={t('history')}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={column} scope="col" data-number={at > 1 || undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to="/$lang/imports/$id" params={{ ...here, id: one.id }}>
                  {one.fileName}
                </Link>
                <span className="ip-num">
                  {instant(language, one.createdAt)} · {one.by}
                </span>
              </th>
              <td>
                <ImportStateChip state={one.state} />
              </td>
              <td data-number>{count(one.read)}</td>
              <td data-number>{count(one.created + one.updated)}</td>
              <td data-number data-some={one.quarantined > 0 || undefined}>
                {count(one.quarantined)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
