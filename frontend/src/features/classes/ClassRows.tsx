import { Link } from '@tanstack/react-router';
import type { ClassRow } from '../../api/contract';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count, unbroken } from '../../lib/format';
import css from './Classes.module.css';

/** Symbol, our plain label, the official title small below it, and how much stands here under it. */
export function ClassRows({ rows }: { rows: ClassRow[] }) {
  const t = useWords('classes');
  const here = useHere();
  const language = useLanguage();
  return (
    <ul className={css.rows}>
      {rows.map((row) => (
        <li key={row.symbol}>
          <b className="ip-num ip-nowrap">{unbroken(row.symbol)}</b>
          <div>
            <Link
              to="/$lang/classes/$symbol"
              params={{ ...here, symbol: row.symbol }}
              lang={row.label || language === 'en' ? undefined : 'en'}
            >
              {/* Below the subclass only the official title exists, and not always. */}
              {row.label || row.title || row.symbol}
            </Link>
            {row.label && row.title && row.title !== row.label && (
              <p lang={language === 'en' ? undefined : 'en'}>{row.title}</p>
            )}
          </div>
          <span className="ip-num" data-none={row.records === 0 || undefined}>
            {t('records', { count: row.records, number: count(row.records) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
