import { Link } from '@tanstack/react-router';
import type { Classification, TechnologyField } from '../../api/contract';
import { TechnologyFields } from '../../components/TechnologyFields';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { percent, unbroken } from '../../lib/format';
import css from './Record.module.css';
import { Section } from './Section';

interface ClassTableProps {
  classes: Classification[];
  fields: TechnologyField[];
}

/** Each class with our plain label first and the official title small below; a suggestion of ours is never shown as an office's decision. */
export function ClassTable({ classes, fields }: ClassTableProps) {
  const t = useWords('record');
  if (classes.length === 0) return null;
  return (
    <Section id="classes" title={t('part.classes')} count={classes.length}>
      <ul className={css.classes}>
        {classes.map((one) => (
          <ClassRow key={`${one.scheme}${one.symbol}`} one={one} />
        ))}
      </ul>
      {fields.length > 0 && (
        <p className={css.small}>
          {t('field')} <TechnologyFields fields={fields} />
        </p>
      )}
      <p className={css.small}>{t('classAttribution')}</p>
    </Section>
  );
}

function ClassRow({ one }: { one: Classification }) {
  const t = useWords('record');
  const here = useHere();
  const language = useLanguage();
  return (
    <li>
      <span className={css.symbol}>
        <b className="ip-num">{unbroken(one.symbol)}</b>
        <small>{one.scheme.toUpperCase()}</small>
      </span>
      <span>
        <Link
          to="/$lang/classes/$symbol"
          params={{ ...here, symbol: one.subclass }}
          lang={one.label || language === 'en' ? undefined : 'en'}
        >
          {one.label || one.title || one.symbol}
        </Link>
        {one.label && one.title && <small lang={language === 'en' ? undefined : 'en'}>{one.title}</small>}
      </span>
      <span className={css.origin}>
        {t(`origin.${one.origin}`)}
        {one.score !== null && ` ${percent(one.score)}`}
      </span>
    </li>
  );
}
