import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Chip } from '../../components/StatusChip';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useChange } from '../../components/forms/useChange';
import { useRemoval } from '../../components/forms/useRemoval';
import { useWindowTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { day, instant } from '../../lib/format';
import { LANGUAGES } from '../../lib/languages';
import type { Standing } from '../../lib/legalState';
import { resendInvitation, revokeInvitation } from './calls';
import type { Invitation, InvitationState } from './contract';
import { InviteForm } from './InviteForm';
import { JoinRequests } from './JoinRequests';
import { hongKongDay } from '../../lib/hongKongDays';
import css from './Organisation.module.css';
import { Done, Fault, NotForYou, Paged, Part } from './Part';
import { everythingOf, invitationsQuery } from './queries';
import { RolesExplained } from './RolesExplained';
import { nameIn, useOrganisation } from './useOrganisation';

/** /organisation/invitations: inviting by mail, what was sent, and who asks to join. */
export function InvitationsPage() {
  const t = useWords('organisation');
  const { organisation, may } = useOrganisation();
  useWindowTitle(t('title', { part: t('tab.invitations'), name: nameIn(useLanguage(), organisation)[0] }));
  if (!may('accounts.invitations.read')) return <NotForYou />;
  return (
    <>
      {may('accounts.members.invite') && (
        <Part title={t('invite.title')} lead={t('invite.lead')}>
          <RolesExplained />
          <InviteForm />
        </Part>
      )}
      {may('accounts.join_requests.read') && <JoinRequests />}
      <Sent id={organisation.id} />
    </>
  );
}

const STANDINGS: Record<InvitationState, Standing> = {
  open: 'waiting',
  accepted: 'ended',
  declined: 'ended',
  revoked: 'ended',
  expired: 'unknown',
};

function Sent({ id }: { id: string }) {
  const t = useWords('organisation');
  const list = useInfiniteQuery(invitationsQuery(id));
  const refresh = everythingOf(id);
  const revoke = useRemoval({
    remove: (one: Invitation) => revokeInvitation(id, one.id),
    refresh,
    gone: ({ email }) => t('sent.revoked', { email }),
  });
  const resend = useChange({
    change: (one: Invitation) => resendInvitation(id, one.id),
    refresh,
    onDone: (_, one) => revoke.say(t('sent.resent', { email: one.email })),
  });
  const columns = useColumns({
    onResend: (one) => {
      revoke.say('');
      resend.run(one);
    },
    onRevoke: revoke.ask,
    busy: resend.isBusy ? resend.input?.id : undefined,
  });
  return (
    <Part title={t('sent.title')}>
      <Paged list={list} empty={t('sent.empty')}>
        {(rows) => <DataTable caption={t('sent.title')} columns={columns} rows={rows} keyOf={(row) => row.id} />}
      </Paged>
      <Done text={revoke.said} />
      <Fault text={resend.fault} />
      {revoke.row && (
        <ConfirmPanel
          title={t('sent.revokeTitle', { email: revoke.row.email })}
          confirm={t('sent.revoke')}
          {...revoke.panel}
        >
          {t('sent.revokeText')}
        </ConfirmPanel>
      )}
    </Part>
  );
}

interface SentActs {
  onResend: (one: Invitation) => void;
  onRevoke: (one: Invitation) => void;
  busy: string | undefined;
}

function useColumns({ onResend, onRevoke, busy }: SentActs): Column<Invitation>[] {
  const t = useWords('organisation');
  const language = useLanguage();
  return [
    { key: 'email', head: t('sent.head.email'), cell: ({ email }) => email },
    { key: 'role', head: t('people.head.role'), cell: ({ role }) => t(`role.${role}`) },
    {
      key: 'state',
      head: t('sent.head.state'),
      cell: ({ state, expiresAt, closedAt }) => (
        <>
          <Chip standing={STANDINGS[state]} label={t(`invitation.${state}`)} isDone={state === 'accepted'} />
          {state === 'open' && (
            <span className={css.quiet}>{t('sent.until', { instant: instant(language, expiresAt) })}</span>
          )}
          {state !== 'open' && closedAt && <span className={css.quiet}>{day(language, hongKongDay(closedAt))}</span>}
        </>
      ),
    },
    {
      key: 'by',
      head: t('sent.head.by'),
      cell: ({ invitedBy, createdAt, language: tag }) => (
        <>
          {invitedBy.name}
          <span className={css.quiet}>
            {t('sent.at', { day: day(language, hongKongDay(createdAt)) })}{' '}
            <span lang={tag}>{LANGUAGES.find((one) => one.tag === tag)?.name}</span>
          </span>
        </>
      ),
    },
    {
      key: 'acts',
      head: '',
      label: t('people.head.acts'),
      cell: (one) => one.allowed.length > 0 && <Acts one={one} onResend={onResend} onRevoke={onRevoke} busy={busy} />,
    },
  ];
}

function Acts({ one, onResend, onRevoke, busy }: SentActs & { one: Invitation }) {
  const t = useWords('organisation');
  return (
    <span className={css.buttons}>
      {one.allowed.includes('accounts.invitations.resend') && (
        <Button
          variant="default"
          size="xs"
          loading={busy === one.id}
          aria-label={t('sent.resendName', { email: one.email })}
          onClick={() => onResend(one)}
        >
          {t('sent.resend')}
        </Button>
      )}
      {one.allowed.includes('accounts.invitations.revoke') && (
        <Button
          variant="default"
          size="xs"
          aria-label={t('sent.revokeName', { email: one.email })}
          onClick={() => onRevoke(one)}
        >
          {t('sent.revoke')}
        </Button>
      )}
    </span>
  );
}
