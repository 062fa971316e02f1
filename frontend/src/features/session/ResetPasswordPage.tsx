import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { ButtonLink } from '../../components/ButtonLink';
import { CodeField, PasswordField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { PageTitle } from '../../components/PageTitle';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { signInStateQuery, useSignInStep, useTypedAddress } from '../../hooks/useSignIn';
import { isAddress } from './PasswordStep';
import { DemoMailbox } from './CodeStep';
import css from './SignIn.module.css';
import { useNext } from './useFollow';

type Stage =
  { name: 'address'; isExpired?: boolean } | { name: 'code' } | { name: 'password'; code: string } | { name: 'done' };

/** /reset-password: address, code, new password, each on its own so that one thing is asked at a time. */
export function ResetPasswordPage() {
  const t = useWords('session');
  const here = useHere();
  const next = useNext();
  const [stage, setStage] = useState<Stage>({ name: 'address' });
  if (stage.name === 'done') {
    return (
      <StateBlock
        isPage
        kind="done"
        title={t('reset.doneTitle')}
        actions={
          <ButtonLink to="/$lang/sign-in" params={here} search={{ next }}>
            {t('button')}
          </ButtonLink>
        }
      >
        <p>{t('reset.doneText')}</p>
      </StateBlock>
    );
  }
  return (
    <div className={css.narrow}>
      <PageTitle>{t('reset.title')}</PageTitle>
      {stage.name === 'address' && <AddressStage isExpired={stage.isExpired} onStage={setStage} />}
      {stage.name === 'code' && <CodeStage onStage={setStage} />}
      {stage.name === 'password' && <PasswordStage code={stage.code} onStage={setStage} />}
      <p className={css.below}>
        <Link to="/$lang/sign-in" params={here} search={{ next }}>
          {t('reset.back')}
        </Link>
      </p>
    </div>
  );
}

interface StageProps {
  onStage: (stage: Stage) => void;
}

function AddressStage({ isExpired = false, onStage }: StageProps & { isExpired?: boolean }) {
  const t = useWords('session');
  const step = useSignInStep();
  const [typed, keep] = useTypedAddress();
  const form = useForm({
    initial: { email: typed },
    check: ({ email }) => (isAddress(email) ? [] : [{ field: 'email', text: t('error.email') }]),
    send: async ({ email }) => {
      keep(email.trim());
      await step(() => askSignIn('POST', 'auth/password/request', { body: { email: email.trim() } }));
      onStage({ name: 'code' });
    },
  });
  return (
    <>
      <p className={css.lead}>{isExpired ? t('reset.expired') : t('reset.lead')}</p>
      <Form form={form}>
        <TextField {...form.field('email')} label={t('email')} type="email" autoComplete="username" maxLength={254} />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('code.send')}</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

function CodeStage({ onStage }: StageProps) {
  const t = useWords('session');
  const [address] = useTypedAddress();
  const form = useForm({
    initial: { key: '' },
    check: ({ key }) => (key.trim() ? [] : [{ field: 'key', text: t('error.code') }]),
    send: async ({ key }) => {
      const code = key.replace(/\s/g, '');
      const answer = await askSignIn('GET', 'auth/password/reset', { headers: { 'X-Password-Reset-Key': code } });
      if (answer.status === 409) return onStage({ name: 'address', isExpired: true });
      if (answer.status !== 200) throw answer.error;
      onStage({ name: 'password', code });
    },
  });
  return (
    <>
      <p className={css.lead}>{address ? t('reset.sentTo', { address }) : t('reset.sent')}</p>
      <Form form={form}>
        <DemoMailbox />
        <CodeField {...form.field('key')} label={t('code.label')} isText />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('code.confirm')}</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}

function PasswordStage({ code, onStage }: StageProps & { code: string }) {
  const t = useWords('session');
  const queries = useQueryClient();
  const form = useForm({
    initial: { password: '' },
    check: ({ password }) => (password ? [] : [{ field: 'password', text: t('error.newPassword') }]),
    send: async ({ password }) => {
      const answer = await askSignIn('POST', 'auth/password/reset', { body: { key: code, password } });
      if (answer.status === 409) return onStage({ name: 'address', isExpired: true });
      // The password is changed, and signing in with it is the next thing: the answer says "401" for that.
      if (answer.status !== 200 && answer.status !== 401) throw answer.error;
      queries.setQueryData(signInStateQuery.queryKey, { name: 'signed_out' });
      onStage({ name: 'done' });
    },
  });
  return (
    <>
      <p className={css.lead}>{t('reset.newLead')}</p>
      <Form form={form}>
        <PasswordField {...form.field('password')} label={t('reset.newPassword')} autoComplete="new-password" isRated />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('reset.button')}</SubmitButton>
        </FormActions>
      </Form>
    </>
  );
}
