import type { ReactNode } from 'react';
import type { Status, Text } from '../../api/contract';
import { Foreign, useStandingNote } from '../../components/Fragment';
import { PageTitle } from '../../components/PageTitle';
import { StatusChip } from '../../components/StatusChip';
import { useWords } from '../../hooks/useLanguage';
import { unbroken } from '../../lib/format';
import { bound } from '../../lib/units';
import css from './Record.module.css';

interface RecordHeaderProps {
  kind: string;
  number: string | null;
  title: Text;
  otherTitles: Text[];
  status: Status;
  isDemo: boolean;
  /** What the facts rest on, and what they are not. */
  caution: string;
  facts: { name: string; value: ReactNode }[];
  actions: ReactNode;
}

/** Says in this order: what it is, what it is called, whether it lives and who says so, whose it is, what you can do. */
export function RecordHeader({
  kind,
  number,
  title,
  otherTitles,
  status,
  isDemo,
  caution,
  facts,
  actions,
}: RecordHeaderProps) {
  const t = useWords('record');
  const shell = useWords('shell');
  const note = useStandingNote();
  return (
    <header className={css.record}>
      <div className={css.headline}>
        <p className={css.kind}>
          <span>{kind}</span>
          {number && <b className="ip-num">{unbroken(number)}</b>}
          {isDemo && <span className={css.demo}>{shell('demo')}</span>}
        </p>
        <PageTitle title={number ? `${title.text} (${number})` : title.text}>
          <Foreign text={title} />
        </PageTitle>
        {note(title) && <p className={css.other}>{note(title)}</p>}
        {otherTitles.map((other) => (
          <p key={other.lang + other.text} className={css.other}>
            <span lang={other.lang}>{bound(other.text)}</span> <small>{t(`titleStanding.${other.standing}`)}</small>
          </p>
        ))}
        <div className={css.statuses}>
          <StatusChip status={status} />
        </div>
        <p className={css.notAdvice}>{caution}</p>
      </div>
      <div className={css.actions} data-no-print>
        {actions}
      </div>
      <dl className={css.facts}>
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd className="ip-num">{fact.value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
