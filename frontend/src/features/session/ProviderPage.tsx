import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { askSignIn } from '../../api/client';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { LoadingPage } from '../../components/Loading';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { signInStateQuery, useSignInStep, waysQuery } from '../../hooks/useSignIn';
import { signInRefusal, type ProviderReturn, type SignInRefusal } from '../../lib/providerRefusal';
import { useFollow, useNext } from './useFollow';

/** /sign-in/provider: where the browser comes back to from another house: signed in, in the middle of a step, or refused. */
export function ProviderPage() {
  const { error, provider } = useSearch({ strict: false }) as ProviderReturn;
  // Whoever was signed in before stays so where the other house's answer opened nothing; that it did not is told all the same.
  return error === undefined ? <Arrived /> : <Refused code={signInRefusal(error)} provider={provider} />;
}

function Arrived() {
  const { data: state, error, refetch } = useQuery({ ...signInStateQuery, staleTime: 0 });
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  if (!state) return <LoadingPage />;
  return state.name === 'signed_out' ? <Refused code="expired" /> : <GoOn />;
}

/** Takes the step again, which takes over the session that the other house opened, and goes where it leads. */
function GoOn() {
  const follow = useFollow();
  const step = useSignInStep();
  const isAsked = useRef(false);
  const { mutate, error } = useMutation({
    mutationFn: () => step(() => askSignIn('GET', 'auth/session')),
    onSuccess: follow,
  });
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    mutate();
  });
  return error ? <Failure isPage error={error} retry={() => mutate()} /> : <LoadingPage />;
}

/** What happened at the other house, that nothing was changed here, and what to do now. */
function Refused({ code, provider }: { code: SignInRefusal; provider?: string | undefined }) {
  const t = useWords('session');
  const here = useHere();
  const next = useNext();
  const session = useSession();
  const { data: ways, isPending } = useQuery(waysQuery);
  if (!session || isPending) return <LoadingPage />;
  const name = ways?.providers.find(({ id }) => id === provider)?.name ?? t('provider.elsewhere');
  const security = `/${here.lang}/account/security`;
  return (
    <StateBlock
      isPage
      kind="error"
      title={t(`provider.title.${code}`)}
      actions={
        session.person ? (
          <ButtonLink to="/$lang/account/security" params={here}>
            {t('provider.toSecurity')}
          </ButtonLink>
        ) : (
          <>
            <ButtonLink to="/$lang/sign-in" params={here} search={{ next: code === 'addressTaken' ? security : next }}>
              {t(code === 'addressTaken' ? 'provider.signInAndLink' : 'noStep.again')}
            </ButtonLink>
            {code === 'unverified' && (
              <ButtonLink variant="default" to="/$lang/sign-up" params={here} search={{ next }}>
                {t('signUp')}
              </ButtonLink>
            )}
          </>
        )
      }
    >
      <p>{t(`provider.text.${code}`, { name })}</p>
    </StateBlock>
  );
}
