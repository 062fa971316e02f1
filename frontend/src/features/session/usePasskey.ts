import { useEffect, useRef, useState } from 'react';
import { ApiError, askSignIn } from '../../api/client';
import { useFaultTexts } from '../../components/forms/faults';
import { useWords } from '../../hooks/useLanguage';
import { useSignInStep } from '../../hooks/useSignIn';
import type { SignInState } from '../../lib/signInMachine';
import { askPasskey, hasPasskeys, offersInField, wasLeft } from '../../lib/webauthn';

/** The three places where a passkey says who is there. */
type PasskeyPath = 'auth/webauthn/login' | 'auth/webauthn/authenticate' | 'auth/webauthn/reauthenticate';

async function optionsOf(path: PasskeyPath, signal?: AbortSignal): Promise<unknown> {
  const answer = await askSignIn('GET', path, { signal });
  if (answer.status !== 200) throw answer.error;
  return (answer.body.data as Record<string, unknown> | undefined)?.request_options;
}

/** The server says of a key that it does not know, or no longer, what it says of a wrong code. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.faults.some(({ code }) => code === 'incorrect_code');
}

/**
 * Signing in, a second step or a proof by passkey: `ask` opens the browser's own window. With `isInField` the browser also offers
 * passkeys in the list under the address field, quietly and for as long as the page stands.
 */
export function usePasskey(path: PasskeyPath, onState: (state: SignInState) => void, isInField = false) {
  const t = useWords('session');
  const step = useSignInStep();
  const textsOf = useFaultTexts();
  const [fault, setFault] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const quiet = useRef<AbortController>(null);
  const finish = useRef(onState);
  useEffect(() => {
    finish.current = onState;
  });

  async function send(credential: Record<string, unknown>) {
    setIsBusy(true);
    finish.current(await step(() => askSignIn('POST', path, { body: { credential } })));
  }
  const sendLater = useRef(send);
  useEffect(() => {
    sendLater.current = send;
  });

  useEffect(() => {
    if (!isInField) return;
    const controller = new AbortController();
    quiet.current = controller;
    async function offer() {
      if (!(await offersInField()) || controller.signal.aborted) return;
      const options = await optionsOf(path, controller.signal);
      await sendLater.current(await askPasskey(options, 'conditional', controller.signal));
    }
    // An offer that fails takes nothing away: the form and the button are still there.
    offer()
      .catch(() => undefined)
      .finally(() => setIsBusy(false));
    return () => controller.abort();
  }, [isInField, path]);

  async function ask() {
    quiet.current?.abort();
    setFault('');
    setIsBusy(true);
    try {
      await send(await askPasskey(await optionsOf(path)));
    } catch (error) {
      if (!wasLeft(error)) setFault(isUnknown(error) ? t('passkeyUnknown') : (textsOf(error)[0]?.text ?? ''));
    } finally {
      setIsBusy(false);
    }
  }
  return { ask: () => void ask(), isBusy, fault, isPossible: hasPasskeys() };
}
