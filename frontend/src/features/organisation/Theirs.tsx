import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useWords } from '../../hooks/useLanguage';
import { LANGUAGES } from '../../lib/languages';
import type { Organisation } from './contract';
import { valuesOf, type FactName } from './facts';
import css from './Organisation.module.css';

interface TheirsProps {
  names: FactName[];
  organisation: Organisation;
  onTake: (name: FactName) => void;
}

const LANGUAGE_OF: Partial<Record<FactName, number>> = { nameEn: 0, nameZhHant: 1, nameZhHans: 2 };

/** Two people changed the same facts: theirs is shown value by value, and can be taken; what was typed here stays until then. */
export function Theirs({ names, organisation, onTake }: TheirsProps) {
  const t = useWords('organisation');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  const values = valuesOf(organisation);
  const nameOf = (name: FactName) => {
    const at = LANGUAGE_OF[name];
    return at === undefined ? t(`field.${name as Exclude<FactName, `name${string}`>}`) : (LANGUAGES[at]?.name ?? '');
  };
  return (
    <div ref={box} className={css.theirs} role="status" tabIndex={-1}>
      <h3>{t('theirs.title')}</h3>
      <p>{t('theirs.text')}</p>
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt>{nameOf(name)}</dt>
            <dd>{values[name] || t('notStated')}</dd>
            <dd>
              <Button
                variant="default"
                size="xs"
                aria-label={t('theirs.takeName', { field: nameOf(name) })}
                onClick={() => onTake(name)}
              >
                {t('theirs.take')}
              </Button>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
