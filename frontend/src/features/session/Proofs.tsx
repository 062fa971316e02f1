import { Button } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { CodeField, PasswordField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import type { Proof } from '../../lib/signInMachine';
import { promptDone } from '../../lib/signInPrompt';
import css from './SignIn.module.css';
import { usePasskey } from './usePasskey';

/** Proves once more who is there: by password, by passkey, or by a code of the app, whichever the account has. */
export function Proofs({ proofs, onLeave }: { proofs: Proof[]; onLeave: () => void }) {
  const t = useWords('session');
  const person = useSession()?.person;
  const [proof, setProof] = useState<Proof | undefined>(proofs[0]);
  if (!proof) return <p className={css.note}>{t('proof.none')}</p>;
  return (
    <>
      <p className={css.note}>{t('proof.text', { address: person?.email ?? '' })}</p>
      {proof === 'password' && <ByPassword address={person?.email ?? ''} />}
      {proof === 'code' && <ByCode />}
      {proof === 'webauthn' && <ByPasskey />}
      <div className={css.ways}>
        {proofs
          .filter((other) => other !== proof)
          .map((other) => (
            <Button key={other} variant="subtle" className={css.other} onClick={() => setProof(other)}>
              {t(`proof.use.${other}`)}
            </Button>
          ))}
        <Button variant="subtle" className={css.other} onClick={onLeave}>
          {t('proof.leave')}
        </Button>
      </div>
    </>
  );
}

async function prove(path: string, body: object): Promise<void> {
  const answer = await askSignIn('POST', path, { body });
  if (answer.status !== 200) throw answer.error;
  promptDone();
}

function ByPassword({ address }: { address: string }) {
  const t = useWords('session');
  const form = useForm({
    initial: { password: '' },
    check: ({ password }) => (password ? [] : [{ field: 'password', text: t('error.password') }]),
    send: ({ password }) => prove('auth/reauthenticate', { password }),
  });
  return (
    <Form form={form} isBare>
      {/* Password stores want to know whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={address} readOnly />
      <PasswordField {...form.field('password')} label={t('password')} autoComplete="current-password" />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('proof.button')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function ByCode() {
  const t = useWords('session');
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => (code.trim() ? [] : [{ field: 'code', text: t('error.code') }]),
    send: ({ code }) => prove('auth/2fa/reauthenticate', { code: code.replace(/\s/g, '') }),
  });
  return (
    <Form form={form} isBare>
      <CodeField {...form.field('code')} label={t('second.app')} hint={t('proof.codeHint')} isText />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('proof.button')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function ByPasskey() {
  const t = useWords('session');
  const passkey = usePasskey('auth/webauthn/reauthenticate', (state) => state.name === 'signed_in' && promptDone());
  return (
    <div>
      <Button leftSection={<IconFingerprint size={20} aria-hidden />} loading={passkey.isBusy} onClick={passkey.ask}>
        {t('second.passkey')}
      </Button>
      <p role="alert" className={css.problem}>
        {passkey.fault}
      </p>
    </div>
  );
}
