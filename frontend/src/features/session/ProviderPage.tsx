import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { askSignIn } from '../../api/client';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { LoadingPage } from '../../components/Loading';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { signInStateQuery, useSignInStep } from '../../hooks/useSignIn';
import { useFollow } from './useFollow';

/** /sign-in/provider: where the browser comes back to from another house: signed in, in the middle of a step, or refused. */
export function ProviderPage() {
  const t = useWords('session');
  const here = useHere();
  const follow = useFollow();
  const { error: refusal } = useSearch({ strict: false }) as { error?: string };
  const { data: state, error, refetch } = useQuery({ ...signInStateQuery, staleTime: 0 });
  const isWaiting = state !== undefined && state.name !== 'signed_out';
  const step = useSignInStep();
  const isAsked = useRef(false);
  useEffect(() => {
    if (!isWaiting || isAsked.current) return;
    isAsked.current = true;
    // Taking the step again takes over the session that the other house opened.
    void step(() => askSignIn('GET', 'auth/session')).then(follow);
  });
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  if (!state || isWaiting) return <LoadingPage />;
  return (
    <StateBlock
      isPage
      kind="error"
      title={t('provider.failedTitle')}
      actions={
        <ButtonLink to="/$lang/sign-in" params={here}>
          {t('noStep.again')}
        </ButtonLink>
      }
      reference={refusal}
    >
      <p>{t('provider.failed')}</p>
    </StateBlock>
  );
}
