import { IconCheck } from '@tabler/icons-react';
import type { Patent } from '../../api/contract';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day } from '../../lib/format';
import css from './History.module.css';

interface Step {
  date: string;
  title: string;
  note?: string;
  isNow?: boolean;
}

/** Oldest first, it reads like a story: the dates of the procedure, then what each source said about the status. */
export function History({ patent }: { patent: Patent }) {
  const t = useWords('record');
  const language = useLanguage();
  const steps = useSteps(patent);
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('part.history')}</h2>
      <ol className={css.timeline}>
        {steps.map((step, at) => (
          <li key={at} data-state={step.isNow ? 'now' : 'done'} aria-current={step.isNow ? 'step' : undefined}>
            <span className={css.dot} aria-hidden>
              {!step.isNow && <IconCheck size={12} stroke={3} />}
            </span>
            <div>
              <p className={css.title}>
                {step.title}
                {step.isNow && <span>{t('now')}</span>}
              </p>
              <p className={css.meta}>
                <span className="ip-num">{day(language, step.date)}</span>
                {step.note && <span>{step.note}</span>}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useSteps(patent: Patent): Step[] {
  const t = useWords('record');
  const shell = useWords('shell');
  const steps: Step[] = [];
  const add = (date: string | null, title: string, note?: string | null) => {
    if (date) steps.push({ date, title, note: note ?? undefined });
  };
  for (const priority of patent.priorities.slice(0, 3)) add(priority.date, t('step.priority'), priority.number);
  add(patent.filingDate, t('step.filed'), patent.applicationNumber);
  for (const publication of patent.publications) add(publication.date, t('step.published'), publication.number);
  add(patent.grantDate, t('step.granted'));
  for (const one of patent.statusHistory) {
    add(one.asOf, shell(`state.${one.state}`), [one.source, one.note].filter(Boolean).join(' · '));
  }
  steps.sort((one, other) => one.date.localeCompare(other.date));
  const last = steps.at(-1);
  if (last && patent.status.asOf === last.date) last.isNow = true;
  return steps;
}
