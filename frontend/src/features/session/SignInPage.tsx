import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconFingerprint, IconMail, IconPassword } from '@tabler/icons-react';
import { useState } from 'react';
import type { Session } from '../../api/contract';
import { useFaultTexts } from '../../components/forms/faults';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { useWays } from '../../hooks/useSignIn';
import { segmentOf } from '../../lib/languages';
import { goToProvider, isSilent } from '../../lib/signInApi';
import type { Provider } from '../../lib/signInMachine';
import { DemoAccounts } from './DemoAccounts';
import { AskCodeStep, PasswordStep } from './PasswordStep';
import css from './SignIn.module.css';
import { useFollow, useNext } from './useFollow';
import { usePasskey } from './usePasskey';

export function SignInPage() {
  const t = useWords('session');
  const session = useSession();
  const demo = session && !session.person ? session.demoAccounts : [];
  return (
    <div className={css.page}>
      <div>
        <PageTitle>{t('title')}</PageTitle>
        {session?.person ? (
          <AlreadyIn session={session} />
        ) : (
          <>
            <p className={css.lead}>{t('lead')}</p>
            <Ways />
          </>
        )}
      </div>
      {demo.length > 0 && <DemoAccounts accounts={demo} />}
    </div>
  );
}

function AlreadyIn({ session }: { session: Session }) {
  const t = useWords('session');
  const here = useHere();
  return (
    <p className={css.already}>
      {t('already', { name: session.person?.name, organisation: session.organisation?.name ?? session.person?.email })}{' '}
      <Link to="/$lang/" params={here}>
        {t('toStart')}
      </Link>
    </p>
  );
}

/** The ways in: one form at a time, the others as buttons below it. */
function Ways() {
  const t = useWords('session');
  const here = useHere();
  const ways = useWays();
  const follow = useFollow();
  const next = useNext();
  const [isByCode, setIsByCode] = useState(false);
  const passkey = usePasskey('auth/webauthn/login', follow, ways?.hasPasskeys === true && !isByCode);
  return (
    <>
      {isByCode ? <AskCodeStep onState={follow} /> : <PasswordStep onState={follow} />}
      {!isByCode && (
        <p className={css.forgot}>
          <Link to="/$lang/reset-password" params={here} search={{ next }}>
            {t('forgot')}
          </Link>
        </p>
      )}
      <div className={css.others}>
        <h2>{t('otherWays')}</h2>
        <Button
          variant="default"
          leftSection={isByCode ? <IconPassword size={20} aria-hidden /> : <IconMail size={20} aria-hidden />}
          onClick={() => setIsByCode(!isByCode)}
        >
          {isByCode ? t('usePassword') : t('useCode')}
        </Button>
        {ways?.hasPasskeys && passkey.isPossible && (
          <Button
            variant="default"
            leftSection={<IconFingerprint size={20} aria-hidden />}
            loading={passkey.isBusy}
            onClick={passkey.ask}
          >
            {t('usePasskey')}
          </Button>
        )}
        {ways?.providers.map((provider) => (
          <ProviderButton key={provider.id} provider={provider} />
        ))}
        <p role="alert" className={css.problem}>
          {passkey.fault}
        </p>
      </div>
      <p className={css.below}>
        {t('noAccount')}{' '}
        <Link to="/$lang/sign-up" params={here} search={{ next }}>
          {t('signUp')}
        </Link>
      </p>
    </>
  );
}

/** Leads to another house that says who somebody is. */
function ProviderButton({ provider }: { provider: Provider }) {
  const t = useWords('session');
  const language = useLanguage();
  const textsOf = useFaultTexts();
  const next = useNext();
  const back = new URLSearchParams({ provider: provider.id, ...(next ? { next } : {}) });
  const page = `/${segmentOf(language)}/sign-in/provider?${back.toString()}`;
  const go = useMutation({ mutationFn: () => goToProvider(provider.id, 'login', page) });
  return (
    <>
      <Button variant="default" loading={go.isPending} onClick={() => go.mutate()}>
        {t('provider.use', { name: provider.name })}
      </Button>
      <p role="alert" className={css.problem}>
        {go.isError &&
          (isSilent(go.error) ? t('provider.text.noAnswer', { name: provider.name }) : textsOf(go.error)[0]?.text)}
      </p>
    </>
  );
}
