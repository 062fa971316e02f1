import { askSignIn } from '../../api/client';
import { PasswordField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';
import { useSignInStep, useTypedAddress } from '../../hooks/useSignIn';
import type { SignInState } from '../../lib/signInMachine';

export interface StepProps {
  onState: (state: SignInState) => void;
  /** The one person who may go on here, where the page knows who it was. */
  address?: string;
  isBare?: boolean;
}

export function isAddress(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text.trim());
}

/** Address and password. */
export function PasswordStep({ onState, address, isBare }: StepProps) {
  const t = useWords('session');
  const step = useSignInStep();
  const [typed, keep] = useTypedAddress();
  const form = useForm({
    initial: { email: address ?? typed, password: '' },
    check: ({ email, password }) => [
      ...(isAddress(email) ? [] : [{ field: 'email', text: t('error.email') }]),
      ...(password ? [] : [{ field: 'password', text: t('error.password') }]),
    ],
    send: async ({ email, password }) => {
      keep(email.trim());
      onState(await step(() => askSignIn('POST', 'auth/login', { body: { email: email.trim(), password } })));
    },
  });
  return (
    <Form form={form} isBare={isBare}>
      <TextField
        {...form.field('email')}
        label={t('email')}
        type="email"
        // "webauthn" lets the browser offer passkeys in the list under the field.
        autoComplete="username webauthn"
        isReadOnly={address !== undefined}
        maxLength={254}
      />
      <PasswordField {...form.field('password')} label={t('password')} autoComplete="current-password" />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('button')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

/** Asks for a code by mail instead of a password. The answer is the same whether the address has an account or not. */
export function AskCodeStep({ onState, address, isBare }: StepProps) {
  const t = useWords('session');
  const step = useSignInStep();
  const [typed, keep] = useTypedAddress();
  const form = useForm({
    initial: { email: address ?? typed },
    check: ({ email }) => (isAddress(email) ? [] : [{ field: 'email', text: t('error.email') }]),
    send: async ({ email }) => {
      keep(email.trim());
      onState(await step(() => askSignIn('POST', 'auth/code/request', { body: { email: email.trim() } })));
    },
  });
  return (
    <Form form={form} isBare={isBare}>
      <TextField
        {...form.field('email')}
        label={t('email')}
        hint={t('code.hint')}
        type="email"
        autoComplete="username"
        isReadOnly={address !== undefined}
        maxLength={254}
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('code.send')}</SubmitButton>
      </FormActions>
    </Form>
  );
}
