import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { useChange } from '../../components/forms/useChange';
import { useFocusBack } from '../../components/forms/useFocusBack';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession, useSignOut, useSwitchOrganisation } from '../../hooks/useSession';
import { dropDrafts } from '../../lib/drafts';
import css from './Invitation.module.css';
import { accept, refuse, seenInvitationQuery, type SeenInvitation } from './queries';

/** A visitor: an account first, with the invited address, and back here. */
export function SignFirst({ address }: { address: string }) {
  const t = useWords('invitations');
  const here = useHere();
  const next = useRouterState({ select: ({ location }) => location.href });
  return (
    <>
      <p className={css.text}>{t('sign.text', { address })}</p>
      <div className={css.buttons}>
        <ButtonLink to="/$lang/sign-up" params={here} search={{ next }}>
          {t('sign.up')}
        </ButtonLink>
        <ButtonLink variant="default" to="/$lang/sign-in" params={here} search={{ next }}>
          {t('sign.in')}
        </ButtonLink>
      </div>
    </>
  );
}

/** Somebody who is signed in with another address than the invited one. */
export function OtherAccount({ invitation }: { invitation: SeenInvitation }) {
  const t = useWords('invitations');
  const here = useHere();
  const session = useSession();
  const signOut = useSignOut();
  return (
    <>
      <div className={css.other} role="status">
        <p>
          <b>{t('other.title', { address: invitation.address })}</b>
        </p>
        <p>{t('other.text', { email: session?.person?.email ?? '' })}</p>
      </div>
      <div className={css.buttons}>
        <Button loading={signOut.isPending} onClick={() => signOut.mutate(undefined, { onSuccess: dropDrafts })}>
          {t('other.signOut')}
        </Button>
        <ButtonLink variant="default" to="/$lang/account/security" params={here}>
          {t('other.addAddress')}
        </ButtonLink>
      </div>
      <p role="alert" className={css.problem}>
        {signOut.isError && t('other.failed')}
      </p>
    </>
  );
}

/** The yes or the no. After the yes the person acts for the organisation and stands on its page. */
export function Answer({ invitation, token }: { invitation: SeenInvitation; token: string }) {
  const t = useWords('invitations');
  const language = useLanguage();
  const here = useHere();
  const router = useRouter();
  const change = useSwitchOrganisation();
  const { name } = invitation.organisation;
  const yes = useChange({
    change: (_: void) => accept(language, token),
    refresh: ['organisations'],
    onDone: async ({ organisation }) => {
      await change.mutateAsync(organisation.id);
      await router.navigate({ to: '/$lang/organisation/profile', params: here });
    },
  });
  const [isDeclining, setIsDeclining] = useState(false);
  const [remember, giveBack] = useFocusBack();
  if (isDeclining)
    return (
      <Decline
        name={name}
        token={token}
        onCancel={() => {
          setIsDeclining(false);
          giveBack();
        }}
      />
    );
  return (
    <>
      <p className={css.text}>{t('answer.text')}</p>
      <div className={css.buttons}>
        <Button loading={yes.isBusy || change.isPending} onClick={() => yes.run()}>
          {t('answer.yes')}
        </Button>
        <Button
          id="decline-invitation"
          variant="default"
          onClick={() => {
            remember();
            setIsDeclining(true);
          }}
        >
          {t('answer.no')}
        </Button>
      </div>
      <p role="alert" className={css.problem}>
        {yes.fault}
      </p>
    </>
  );
}

function Decline({ name, token, onCancel }: { name: string; token: string; onCancel: () => void }) {
  const t = useWords('invitations');
  const language = useLanguage();
  const queries = useQueryClient();
  const no = useChange({
    change: (_: void) => refuse(language, token),
    refresh: ['organisations'],
    onDone: (seen) => queries.setQueryData(seenInvitationQuery(language, token).queryKey, seen),
  });
  return (
    <ConfirmPanel
      title={t('decline.title', { name })}
      confirm={t('answer.no')}
      onConfirm={() => no.run()}
      onCancel={onCancel}
      isBusy={no.isBusy}
      error={no.fault}
    >
      {t('decline.text')}
    </ConfirmPanel>
  );
}
