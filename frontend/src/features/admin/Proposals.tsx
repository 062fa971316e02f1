import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { Outcome } from '../../components/forms/Outcome';
import { useChange } from '../../components/forms/useChange';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { PagedRows } from '../../components/PagedRows';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { useSession } from '../../hooks/useSession';
import { instant } from '../../lib/format';
import css from './Admin.module.css';
import { decideProposal, EVERYTHING, proposalsQuery, withdrawProposal, type Proposal } from './queries';
import { ReasonForm } from './ReasonForm';
import { TrailLink } from './TrailLink';

/** What waits for a second person. */
export function Proposals() {
  const t = useWords('admin');
  const list = useInfiniteQuery(proposalsQuery('proposed'));
  const [done, setDone] = useState<{ text: string; person: string } | null>(null);
  return (
    <section className={css.section} aria-labelledby="proposals">
      <h2 id="proposals">{t('proposals.title')}</h2>
      <PagedRows list={list} empty={<p className={css.none}>{t('proposals.none')}</p>}>
        {(rows) => (
          <ul className={css.rows}>
            {rows.map((one) => (
              <ProposalRow key={one.id} one={one} onDone={(text) => setDone({ text, person: one.person.id })} />
            ))}
          </ul>
        )}
      </PagedRows>
      <Outcome
        done={
          done && (
            <>
              {done.text}{' '}
              <TrailLink type="accounts.user" id={done.person}>
                {t('trailDone')}
              </TrailLink>
            </>
          )
        }
      />
    </section>
  );
}

interface RowProps {
  one: Proposal;
  onDone: (text: string) => void;
}

function ProposalRow({ one, onDone }: RowProps) {
  const t = useWords('admin');
  const language = useLanguage();
  const ownId = useSession()?.person?.id;
  const [isOpen, setIsOpen] = useState(false);
  const [remember, giveBack] = useFocusBack();
  const row = t('proposals.row', { person: one.person.name, role: t(`role.${one.role}`) });
  const may = (action: string) => one.allowed.includes(action);
  function open() {
    remember();
    setIsOpen(true);
  }
  function close() {
    setIsOpen(false);
    giveBack();
  }
  return (
    <li>
      <div className={css.rowHead}>
        <div>
          <b>{row}</b>
          <span className={css.quiet}>
            {one.person.email} ·{' '}
            {t('proposals.by', { name: one.proposedBy.name, at: instant(language, one.proposedAt) })}
          </span>
          <p>{one.reason}</p>
          {may('withdraw') && <p className={css.waits}>{t('proposals.own')}</p>}
          {one.person.id === ownId && <p className={css.waits}>{t('proposals.aboutYou')}</p>}
        </div>
        {!isOpen && may('grant') && (
          <Button variant="default" aria-label={t('proposals.decideName', { row })} onClick={open}>
            {t('proposals.decide')}
          </Button>
        )}
        {!isOpen && may('withdraw') && (
          <Button variant="default" aria-label={t('proposals.withdrawName', { row })} onClick={open}>
            {t('proposals.withdraw')}
          </Button>
        )}
      </div>
      {isOpen && may('grant') && <Decision one={one} row={row} onDone={onDone} onCancel={close} />}
      {isOpen && may('withdraw') && (
        <Withdrawal one={one} row={row} onDone={onDone} onCancel={close}>
          {t('proposals.withdrawText')}
        </Withdrawal>
      )}
    </li>
  );
}

interface ActProps extends RowProps {
  row: string;
  onCancel: () => void;
}

function Decision({ one, row, onDone, onCancel }: ActProps) {
  const t = useWords('admin');
  const queries = useQueryClient();
  const asked = useReauthentication();
  return (
    <ReasonForm
      label={t('proposals.decideName', { row })}
      question={row}
      choices={[
        { value: 'grant', label: t('proposals.grant'), text: t('proposals.grantText') },
        { value: 'refuse', label: t('proposals.refuse'), text: t('proposals.refuseText') },
      ]}
      isTold={false}
      button={t('decide.button')}
      onCancel={onCancel}
      draft={`proposal ${one.id}`}
      send={async ({ decision, reason }) => {
        const answer = decision === 'grant' ? 'grant' : 'refuse';
        await asked(() => decideProposal(one.id, { decision: answer, reason }));
        await queries.invalidateQueries({ queryKey: EVERYTHING });
        onDone(t(answer === 'grant' ? 'proposals.granted' : 'proposals.refused', { row }));
      }}
    />
  );
}

function Withdrawal({ one, row, onDone, onCancel, children }: ActProps & { children: ReactNode }) {
  const t = useWords('admin');
  const change = useChange({
    change: () => withdrawProposal(one.id),
    refresh: EVERYTHING,
    onDone: () => onDone(t('proposals.withdrawn', { row })),
  });
  return (
    <ConfirmPanel
      title={t('proposals.withdrawTitle', { row })}
      confirm={t('proposals.withdraw')}
      onConfirm={() => change.run(undefined)}
      onCancel={onCancel}
      isBusy={change.isBusy}
      error={change.fault}
      isDestructive={false}
    >
      {children}
    </ConfirmPanel>
  );
}
