import { IconDatabaseExclamation } from '@tabler/icons-react';
import { useWords } from '../../hooks/useLanguage';
import { FACETS } from '../../lib/searchAddress';
import css from './Search.module.css';

/** The database answers in place of the search engine: says so, and which conditions the answer does not follow. */
export function Degraded({ notApplied }: { notApplied: string[] }) {
  const t = useWords('search');
  const separator = useWords('shell')('listSeparator');
  const names = notApplied.map((name) => {
    if (name === 'q' || name === 'sort') return t(`notApplied.${name}`);
    const facet = FACETS.find((one) => one === name);
    return facet ? t(`facet.${facet}`) : name;
  });
  return (
    <p className={css.degraded} role="status">
      <IconDatabaseExclamation size={20} aria-hidden />
      <span>
        {t('degraded')}
        {names.length > 0 && ` ${t('notApplied', { names: names.join(separator) })}`}
      </span>
    </p>
  );
}
