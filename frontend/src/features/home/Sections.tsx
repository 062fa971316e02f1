import { Link } from '@tanstack/react-router';
import type { Home } from '../../api/contract';
import { useHere, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import css from './Home.module.css';

/** The eight sections of the classification with what is in each: a way in for those who have no word yet. */
export function Sections({ sections }: { sections: Home['sections'] }) {
  const t = useWords('home');
  const here = useHere();
  return (
    <section className={css.sections} aria-labelledby="sections">
      <h2 id="sections">{t('sections.title')}</h2>
      <ul>
        {sections.map((section) => (
          <li key={section.symbol}>
            <b>{section.symbol}</b>
            <Link to="/$lang/classes/$symbol" params={{ ...here, symbol: section.symbol }}>
              {section.label}
            </Link>
            <span className="ip-num">
              {t('sections.records', { count: section.count, number: count(section.count) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
