import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Outcome } from '../../components/forms/Outcome';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { instant } from '../../lib/format';
import css from './Admin.module.css';
import { EVERYTHING, type Suspension } from './queries';
import { ReasonForm } from './ReasonForm';
import { TrailLink } from './TrailLink';

interface SuspensionPartProps {
  id: string;
  name: string;
  /** What a suspension does here. */
  text: string;
  type: 'accounts.organisation' | 'accounts.user';
  suspensions: Suspension[];
  mayChange: boolean;
  isSuspended: boolean;
  isActive: boolean;
  suspend: (id: string, reason: string) => Promise<unknown>;
  reactivate: (id: string, reason: string) => Promise<unknown>;
}

/** Suspending a person or an organisation, lifting it, and how often it has been before. */
export function SuspensionPart(props: SuspensionPartProps) {
  const { id, name, text, type, isSuspended, isActive } = props;
  const t = useWords('admin');
  const queries = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [done, setDone] = useState('');
  const [remember, giveBack] = useFocusBack();
  async function send({ reason }: { reason: string }) {
    await (isSuspended ? props.reactivate : props.suspend)(id, reason);
    await queries.invalidateQueries({ queryKey: EVERYTHING });
    setDone(isSuspended ? t('suspend.lifted') : t('suspend.done'));
    setIsOpen(false);
    giveBack();
  }
  return (
    <section aria-labelledby="suspend">
      <h2 id="suspend">{t('suspend.title')}</h2>
      <p>{isSuspended ? t('suspend.liftText') : text}</p>
      {props.mayChange && (isSuspended || isActive) && !isOpen && (
        <Button
          variant="default"
          onClick={() => {
            remember();
            setIsOpen(true);
          }}
        >
          {isSuspended ? t('suspend.lift') : t('suspend.open')}
        </Button>
      )}
      {isOpen && (
        <ReasonForm
          label={t('suspend.title')}
          button={isSuspended ? t('suspend.lift') : t('suspend.button', { name })}
          isDestructive={!isSuspended}
          onCancel={() => {
            setIsOpen(false);
            giveBack();
          }}
          draft={`suspend ${id}`}
          send={send}
        />
      )}
      <Outcome
        done={
          done && (
            <>
              {done}{' '}
              <TrailLink type={type} id={id}>
                {t('trailDone')}
              </TrailLink>
            </>
          )
        }
      />
      <History suspensions={props.suspensions} />
    </section>
  );
}

function History({ suspensions }: { suspensions: Suspension[] }) {
  const t = useWords('admin');
  const language = useLanguage();
  if (suspensions.length === 0) return null;
  return (
    <>
      <h3>{t('suspend.history')}</h3>
      <ul className={css.past}>
        {suspensions.map(({ id, reason, startsAt, endsAt, endReason }) => (
          <li key={id}>
            <span className={css.quiet}>
              {endsAt
                ? t('suspend.row', { from: instant(language, startsAt), to: instant(language, endsAt) })
                : t('suspend.running', { from: instant(language, startsAt) })}
            </span>
            {reason}
            {endReason && <span className={css.quiet}>{t('suspend.end', { reason: endReason })}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
