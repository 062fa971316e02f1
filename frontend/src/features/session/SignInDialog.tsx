import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../../hooks/useLanguage';
import { isSameActor, leaveSession, sessionQuery, useSession } from '../../hooks/useSession';
import { useWays } from '../../hooks/useSignIn';
import { useShown } from '../../hooks/useShown';
import { promptDone, promptLeft, type Prompt } from '../../lib/signInPrompt';
import { SIGNED_OUT, type SignInState } from '../../lib/signInMachine';
import { CodeStep } from './CodeStep';
import { AskCodeStep, PasswordStep } from './PasswordStep';
import { Proofs } from './Proofs';
import { SecondStep } from './SecondStep';
import css from './SignIn.module.css';
import { usePasskey } from './usePasskey';

/**
 * The question that any page may put in the middle of something: who are you, once more. It stands over the page, which keeps
 * everything that was typed; once it is answered the page goes on where it was.
 */
export default function SignInDialog({ prompt }: { prompt: Prompt }) {
  const t = useWords('session');
  const isShown = useShown(true);
  const queries = useQueryClient();
  const isExpired = prompt.kind === 'expired';
  function leave() {
    promptLeft();
    if (isExpired) leaveSession(queries);
  }
  return (
    <Modal
      opened={isShown}
      onClose={leave}
      title={isExpired ? t('expired.title') : t('proof.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnClickOutside={false}
      size="27rem"
      classNames={{ title: css.dialogTitle }}
    >
      <div className={css.dialog}>
        {prompt.kind === 'expired' ? <Again onLeave={leave} /> : <Proofs proofs={prompt.proofs} onLeave={leave} />}
      </div>
    </Modal>
  );
}

/** Signing in again as the same person, every step of it in the dialog. */
function Again({ onLeave }: { onLeave: () => void }) {
  const t = useWords('session');
  const [state, setState] = useState<SignInState>(SIGNED_OUT);
  const [isByCode, setIsByCode] = useState(false);
  const session = useSession();
  const [owner] = useState(session);
  const address = session?.person?.email;
  const ways = useWays();
  const queries = useQueryClient();
  function follow(next: SignInState) {
    if (next.name !== 'signed_in') setState(next);
    // What waits for the answer was asked by one person, for one organisation, and goes out in no other name.
    else if (isSameActor(owner, queries.getQueryData(sessionQuery.queryKey))) promptDone();
    else promptLeft();
  }
  const passkey = usePasskey('auth/webauthn/login', follow);
  switch (state.name) {
    case 'needs_email_code':
      return <CodeStep kind="email" onState={follow} isBare />;
    case 'needs_login_code':
      return <CodeStep kind="login" onState={follow} isBare />;
    case 'needs_second_factor':
      return <SecondStep factors={state.factors} onState={follow} isBare />;
    default:
      return (
        <>
          <p className={css.note}>{t('expired.text')}</p>
          {isByCode ? (
            <AskCodeStep onState={follow} address={address} isBare />
          ) : (
            <PasswordStep onState={follow} address={address} isBare />
          )}
          <div className={css.ways}>
            <Button variant="subtle" className={css.other} onClick={() => setIsByCode(!isByCode)}>
              {isByCode ? t('usePassword') : t('useCode')}
            </Button>
            {ways?.hasPasskeys && passkey.isPossible && (
              <Button variant="subtle" className={css.other} loading={passkey.isBusy} onClick={passkey.ask}>
                {t('usePasskey')}
              </Button>
            )}
            <Button variant="subtle" className={css.other} onClick={onLeave}>
              {t('expired.leave')}
            </Button>
            <p role="alert" className={css.problem}>
              {passkey.fault}
            </p>
          </div>
        </>
      );
  }
}
