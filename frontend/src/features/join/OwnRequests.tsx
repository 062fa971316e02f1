import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../../components/Failure';
import { useChange } from '../../components/forms/useChange';
import { LoadingRows } from '../../components/Loading';
import { Chip } from '../../components/StatusChip';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day } from '../../lib/format';
import type { OwnJoinRequest } from './contract';
import { hongKongDay } from '../../lib/hongKongDays';
import css from './Join.module.css';
import { ownRequestsQuery, PLACES, withdrawRequest } from './queries';

const CHIPS = { open: 'waiting', accepted: 'ended', declined: 'ended', withdrawn: 'unknown' } as const;
/** Answers of before; older ones are history that nobody asks for here. */
const MOST_ANSWERED = 5;

/** What one has asked to join: what waits, and the last answers. */
export function OwnRequests() {
  const t = useWords('join');
  const list = useQuery(ownRequestsQuery(useLanguage()));
  const [said, setSaid] = useState('');
  const withdrawal = useChange({
    change: (one: OwnJoinRequest) => withdrawRequest(one.id),
    refresh: PLACES,
    onDone: (_, one) => setSaid(t('withdrawn', { name: one.organisation.name })),
  });
  if (list.isPending) return <LoadingRows rows={1} />;
  if (!list.data) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const open = list.data.items.filter(({ state }) => state === 'open');
  const others = list.data.items.filter(({ state }) => state !== 'open').slice(0, MOST_ANSWERED);
  if (open.length + others.length === 0) return null;
  return (
    <section aria-labelledby="requests">
      <h2 id="requests">{t('requests')}</h2>
      <p role="status" className={css.done}>
        {said}
      </p>
      <p role="alert" className={css.problem}>
        {withdrawal.fault}
      </p>
      <ul className={css.rows}>
        {[...open, ...others].map((one) => (
          <RequestRow
            key={one.id}
            request={one}
            isBusy={withdrawal.isBusy && withdrawal.input?.id === one.id}
            onWithdraw={() => {
              setSaid('');
              withdrawal.run(one);
            }}
          />
        ))}
      </ul>
    </section>
  );
}

function RequestRow(props: { request: OwnJoinRequest; isBusy: boolean; onWithdraw: () => void }) {
  const { request, isBusy, onWithdraw } = props;
  const t = useWords('join');
  const o = useWords('organisation');
  const language = useLanguage();
  const { organisation, state, createdAt, decidedAt } = request;
  return (
    <li>
      <div>
        <p className={css.name}>{organisation.name}</p>
        <p className={css.facts}>
          <Chip standing={CHIPS[state]} label={o(`joinState.${state}`)} isDone={state === 'accepted'} />
          <span>{day(language, hongKongDay(decidedAt ?? createdAt))}</span>
        </p>
      </div>
      {state === 'open' && (
        <Button
          variant="default"
          loading={isBusy}
          aria-label={t('withdrawName', { name: organisation.name })}
          onClick={onWithdraw}
        >
          {t('withdraw')}
        </Button>
      )}
    </li>
  );
}
