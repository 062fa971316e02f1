import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHere, useWords } from '../../hooks/useLanguage';
import css from './Founding.module.css';

const NAMES = ['kind', 'names', 'number', 'profile', 'check'] as const;

/** The steps: those that can be opened are links; on a phone one line stands for the list and opens it. */
export function FoundingSteps({ step, reached }: { step: number; reached: number }) {
  const t = useWords('organisation');
  const here = useHere();
  const [isOpen, setIsOpen] = useState(false);
  const present = NAMES[step - 1] ?? 'kind';
  return (
    <nav aria-label={t('found.steps')} className={css.wizard}>
      <button type="button" className={css.compact} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {t('found.stepOf', { step, steps: NAMES.length, name: t(`found.${present}.name`) })}
        <IconChevronDown size={16} aria-hidden />
      </button>
      <ol data-open={isOpen || undefined}>
        {NAMES.map((name, at) => {
          const number = at + 1;
          const state = number === step ? 'now' : number < reached ? 'done' : 'later';
          const mark = (
            <>
              <span className={css.stepMark} aria-hidden>
                {state === 'done' ? <IconCheck size={14} stroke={2.5} /> : number}
              </span>
              <span>{t(`found.${name}.name`)}</span>
            </>
          );
          return (
            <li key={name} data-state={state}>
              {number <= reached || number === step ? (
                <Link
                  to="/$lang/organisations/new"
                  params={here}
                  search={number === 1 ? {} : { step: number }}
                  // Only the step is marked, not every link whose address begins like this one.
                  activeProps={{}}
                  aria-current={number === step ? 'step' : undefined}
                  onClick={() => setIsOpen(false)}
                >
                  {mark}
                </Link>
              ) : (
                <span className={css.closed}>{mark}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
