import { Button } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { CodeField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';
import { useSignInStep } from '../../hooks/useSignIn';
import type { Factor } from '../../lib/signInMachine';
import css from './SignIn.module.css';
import type { StepProps } from './PasswordStep';
import { usePasskey } from './usePasskey';

/** The second step: a code from the app, a passkey, or a recovery code where both are out of reach. */
export function SecondStep({ onState, factors, isBare }: StepProps & { factors: Factor[] }) {
  const t = useWords('session');
  const hasCodes = factors.includes('totp') || factors.includes('recovery_codes');
  const [isRecovery, setIsRecovery] = useState(!factors.includes('totp'));
  return (
    <div className={isBare ? css.ways : css.sheet}>
      {factors.includes('webauthn') && <SecondPasskey onState={onState} isFirst={!factors.includes('totp')} />}
      {hasCodes && <SecondCode key={String(isRecovery)} onState={onState} isRecovery={isRecovery} />}
      {factors.includes('totp') && factors.includes('recovery_codes') && (
        <Button variant="subtle" className={css.other} onClick={() => setIsRecovery(!isRecovery)}>
          {isRecovery ? t('second.useApp') : t('second.useRecovery')}
        </Button>
      )}
    </div>
  );
}

function SecondCode({ onState, isRecovery }: StepProps & { isRecovery: boolean }) {
  const t = useWords('session');
  const step = useSignInStep();
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => (code.trim() ? [] : [{ field: 'code', text: t('error.code') }]),
    send: async ({ code }) =>
      onState(
        await step(() => askSignIn('POST', 'auth/2fa/authenticate', { body: { code: code.replace(/\s/g, '') } })),
      ),
  });
  return (
    <Form form={form} isBare>
      <CodeField
        {...form.field('code')}
        label={isRecovery ? t('second.recovery') : t('second.app')}
        hint={isRecovery ? t('second.recoveryHint') : t('second.appHint')}
        isText={isRecovery}
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('second.confirm')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function SecondPasskey({ onState, isFirst }: StepProps & { isFirst: boolean }) {
  const t = useWords('session');
  const passkey = usePasskey('auth/webauthn/authenticate', onState);
  if (!passkey.isPossible) return <p className={css.note}>{t('passkey.impossible')}</p>;
  return (
    <div>
      <Button
        variant={isFirst ? 'filled' : 'default'}
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={passkey.isBusy}
        onClick={passkey.ask}
      >
        {t('second.passkey')}
      </Button>
      <p role="alert" className={css.problem}>
        {passkey.fault}
      </p>
    </div>
  );
}
