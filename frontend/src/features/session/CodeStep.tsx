import { Button } from '@mantine/core';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { useFaultTexts } from '../../components/forms/faults';
import { CodeField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { useSignInStep, useTypedAddress } from '../../hooks/useSignIn';
import { segmentOf } from '../../lib/languages';
import css from './SignIn.module.css';
import type { StepProps } from './PasswordStep';

/** The two codes that come by mail differ in their address on the server and in nothing that a person sees. */
const CALLS = {
  email: { confirm: 'auth/email/verify', resend: 'auth/email/verify/resend', name: 'key' },
  login: { confirm: 'auth/code/confirm', resend: 'auth/code/resend', name: 'code' },
} as const;

/** Takes the code that came by mail. */
export function CodeStep({ onState, kind, isBare }: StepProps & { kind: keyof typeof CALLS }) {
  const t = useWords('session');
  const step = useSignInStep();
  const [address] = useTypedAddress();
  const call = CALLS[kind];
  const form = useForm({
    initial: { [call.name]: '' } as Record<string, string>,
    check: (values) => (values[call.name]?.trim() ? [] : [{ field: call.name, text: t('error.code') }]),
    send: async (values) => {
      const code = (values[call.name] ?? '').replace(/\s/g, '');
      onState(await step(() => askSignIn('POST', call.confirm, { body: { [call.name]: code } })));
    },
  });
  return (
    <Form form={form} isBare={isBare}>
      <p className={css.note}>{address ? t('code.sentTo', { address }) : t('code.sent')}</p>
      <DemoMailbox />
      <CodeField {...form.field(call.name)} label={t('code.label')} isText />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('code.confirm')}</SubmitButton>
        <Resend path={call.resend} onState={onState} />
      </FormActions>
    </Form>
  );
}

/** In the demo no mail leaves the house: the message stands on a page. It opens beside this one, so that the step stays. */
export function DemoMailbox() {
  const t = useWords('session');
  const language = useLanguage();
  if (!useSession()?.isDemo) return null;
  return (
    <p className={css.note}>
      {t('code.demo')}{' '}
      <a href={`/${segmentOf(language)}/mailbox`} target="_blank" rel="noreferrer">
        {t('code.mailbox')}
      </a>
    </p>
  );
}

/** Sends the code again, and says that it did or why not. */
function Resend({ path, onState }: { path: string } & Pick<StepProps, 'onState'>) {
  const t = useWords('session');
  const textsOf = useFaultTexts();
  const step = useSignInStep();
  const [said, setSaid] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  async function resend() {
    setIsBusy(true);
    setSaid('');
    try {
      const state = await step(() => askSignIn('POST', path));
      if (state.name === 'signed_out' || state.name === 'signed_in') onState(state);
      else setSaid(t('code.again'));
    } catch (error) {
      setSaid(textsOf(error)[0]?.text ?? '');
    } finally {
      setIsBusy(false);
    }
  }
  return (
    <>
      <Button variant="subtle" loading={isBusy} onClick={() => void resend()}>
        {t('code.resend')}
      </Button>
      <span role="status" className={css.said}>
        {said}
      </span>
    </>
  );
}
