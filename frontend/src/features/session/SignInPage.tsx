import { Button, PasswordInput, TextInput } from '@mantine/core';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../api/client';
import type { Session } from '../../api/contract';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession, useSignIn } from '../../hooks/useSession';
import { DemoAccounts } from './DemoAccounts';
import css from './SignIn.module.css';

const route = getRouteApi('/$lang/sign-in');

export function SignInPage() {
  const t = useWords('session');
  const session = useSession();
  return (
    <div className={css.page}>
      <div>
        <PageTitle>{t('title')}</PageTitle>
        <p className={css.lead}>{t('lead')}</p>
        {session?.person ? <AlreadyIn session={session} /> : <SignInForm />}
      </div>
      {session && !session.person && (session.demoAccounts?.length ?? 0) > 0 && (
        <DemoAccounts accounts={session.demoAccounts ?? []} />
      )}
    </div>
  );
}

function AlreadyIn({ session }: { session: Session }) {
  const t = useWords('session');
  const here = useHere();
  return (
    <p className={css.sheet}>
      {t('already', { name: session.person?.name, organisation: session.organisation?.name ?? session.person?.email })}{' '}
      <Link to="/$lang/" params={here}>
        {t('toStart')}
      </Link>
    </p>
  );
}

/** Goes on to where the person came from, else home. */
export function useGoOn(): () => void {
  const router = useRouter();
  const here = useHere();
  const { next } = route.useSearch();
  return () => {
    if (next) router.history.push(next);
    else void router.navigate({ to: '/$lang/', params: here });
  };
}

function useFailureText(): (error: Error) => string {
  const t = useWords('session');
  return (error) => {
    if (!(error instanceof ApiError)) return t('error.server');
    if (error.status === 0) return t('error.offline');
    if (error.status === 429) return t('error.tooMany');
    return error.status === 401 || error.status === 400 ? t('error.credentials') : t('error.server');
  };
}

function SignInForm() {
  const t = useWords('session');
  const goOn = useGoOn();
  const textOf = useFailureText();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = {
      email: email.includes('@') ? undefined : t('error.email'),
      password: password ? undefined : t('error.password'),
    };
    setMissing(found);
    if (!found.email && !found.password) signIn.mutate({ email: email.trim(), password }, { onSuccess: goOn });
  }

  return (
    <form className={css.sheet} onSubmit={submit} noValidate>
      {signIn.isError && (
        <p className={css.error} role="alert">
          {textOf(signIn.error)}
        </p>
      )}
      <TextInput
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={missing.email}
      />
      <PasswordInput
        label={t('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={missing.password}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }}
      />
      <Button type="submit" loading={signIn.isPending}>
        {t('button')}
      </Button>
    </form>
  );
}
