import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Chip } from '../../components/StatusChip';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useChange } from '../../components/forms/useChange';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day } from '../../lib/format';
import type { Standing } from '../../lib/legalState';
import { decideJoin } from './calls';
import type { JoinRequest, JoinRequestState, Role } from './contract';
import { hongKongDay } from '../../lib/hongKongDays';
import css from './Organisation.module.css';
import { Done, Fault, Paged, Part } from './Part';
import { everythingOf, joinRequestsQuery } from './queries';
import { useGivenRoles } from './useGivenRoles';
import { useOrganisation } from './useOrganisation';

const STANDINGS: Record<JoinRequestState, Standing> = {
  open: 'waiting',
  accepted: 'ended',
  declined: 'ended',
  withdrawn: 'unknown',
};

interface Decision {
  request: JoinRequest;
  accept: boolean;
  role: Role;
}

/** Who asks to join by an address in a domain of the organisation, and letting them in or not. */
export function JoinRequests() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  const list = useInfiniteQuery(joinRequestsQuery(organisation.id));
  const [said, setSaid] = useState('');
  const decision = useChange({
    change: ({ request, accept, role }: Decision) => decideJoin(organisation.id, request.id, accept, role),
    refresh: everythingOf(organisation.id),
    onDone: (_, { request, accept }) =>
      setSaid(t(accept ? 'join.accepted' : 'join.declined', { name: request.person.name })),
  });
  const columns = useColumns({
    mayDecide: may('accounts.join_requests.decide'),
    onDecide: (next) => {
      setSaid('');
      decision.run(next);
    },
    busy: decision.isBusy ? decision.input : undefined,
  });
  return (
    <Part title={t('join.title')} lead={t('join.lead')}>
      <Paged list={list} empty={t('join.empty')}>
        {(rows) => <DataTable caption={t('join.title')} columns={columns} rows={rows} keyOf={(row) => row.id} />}
      </Paged>
      <Done text={said} />
      <Fault text={decision.fault} />
    </Part>
  );
}

interface Deciding {
  mayDecide: boolean;
  onDecide: (decision: Decision) => void;
  busy: Decision | undefined;
}

function useColumns({ mayDecide, onDecide, busy }: Deciding): Column<JoinRequest>[] {
  const t = useWords('organisation');
  const language = useLanguage();
  return [
    {
      key: 'name',
      head: t('people.head.name'),
      cell: ({ person }) => (
        <>
          {person.name}
          {person.email && <span className={css.quiet}>{person.email}</span>}
        </>
      ),
    },
    {
      key: 'state',
      head: t('sent.head.state'),
      cell: ({ state, createdAt, decidedAt }) => (
        <>
          <Chip standing={STANDINGS[state]} label={t(`joinState.${state}`)} isDone={state === 'accepted'} />
          <span className={css.quiet}>{day(language, hongKongDay(decidedAt ?? createdAt))}</span>
        </>
      ),
    },
    {
      key: 'acts',
      head: '',
      label: t('people.head.acts'),
      cell: (request) =>
        mayDecide && request.state === 'open' && <Decide request={request} onDecide={onDecide} busy={busy} />,
    },
  ];
}

/** The role is chosen with the yes, so that nobody stands in the organisation without one. */
function Decide({ request, onDecide, busy }: Omit<Deciding, 'mayDecide'> & { request: JoinRequest }) {
  const t = useWords('organisation');
  const roles = useGivenRoles();
  const [role, setRole] = useState<Role>('member');
  const { name } = request.person;
  const isBusy = (accept: boolean) => busy?.request.id === request.id && busy.accept === accept;
  return (
    <span className={css.buttons}>
      <select
        className={css.select}
        aria-label={t('join.roleName', { name })}
        value={role}
        onChange={(event) => setRole(roles.find((one) => one === event.currentTarget.value) ?? 'member')}
      >
        {roles.map((one) => (
          <option key={one} value={one}>
            {t(`role.${one}`)}
          </option>
        ))}
      </select>
      <Button
        size="xs"
        loading={isBusy(true)}
        aria-label={t('join.acceptName', { name })}
        onClick={() => onDecide({ request, accept: true, role })}
      >
        {t('join.accept')}
      </Button>
      <Button
        variant="default"
        size="xs"
        loading={isBusy(false)}
        aria-label={t('join.declineName', { name })}
        onClick={() => onDecide({ request, accept: false, role })}
      >
        {t('join.decline')}
      </Button>
    </span>
  );
}
