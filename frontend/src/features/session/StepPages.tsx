import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { askSignIn } from '../../api/client';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { signInStateQuery, useSignInStep } from '../../hooks/useSignIn';
import type { SignInState } from '../../lib/signInMachine';
import { CodeStep } from './CodeStep';
import { SecondStep } from './SecondStep';
import css from './SignIn.module.css';
import { useFollow } from './useFollow';

/** /sign-in/code: the code that came by mail, for signing up or in. */
export function CodePage() {
  return (
    <Step wanted={['needs_email_code', 'needs_login_code']}>
      {(state, follow) => <Code state={state} follow={follow} />}
    </Step>
  );
}

function Code({ state, follow }: { state: SignInState; follow: (next: SignInState) => void }) {
  const t = useWords('session');
  const here = useHere();
  const isEmail = state.name === 'needs_email_code';
  return (
    <>
      <PageTitle>{isEmail ? t('code.titleEmail') : t('code.titleLogin')}</PageTitle>
      <CodeStep onState={follow} kind={isEmail ? 'email' : 'login'} />
      <p className={css.below}>
        {t('code.late')}{' '}
        <Link to={isEmail ? '/$lang/sign-up' : '/$lang/sign-in'} params={here}>
          {t('code.otherAddress')}
        </Link>
      </p>
    </>
  );
}

/** /sign-in/second-factor: the second step after the password. */
export function SecondFactorPage() {
  const t = useWords('session');
  return (
    <Step wanted={['needs_second_factor', 'needs_trust']}>
      {(state, follow) => (
        <>
          <PageTitle>{t('second.title')}</PageTitle>
          <p className={css.lead}>{t('second.lead')}</p>
          {state.name === 'needs_second_factor' && <SecondStep onState={follow} factors={state.factors} />}
          {state.name === 'needs_trust' && <NoTrust onState={follow} />}
          <GiveUp onState={follow} />
        </>
      )}
    </Step>
  );
}

interface Follow {
  onState: (state: SignInState) => void;
}

/** A server may ask whether to skip the second step here next time. We never do, so the answer is given at once. */
function NoTrust({ onState }: Follow) {
  const step = useSignInStep();
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    void step(() => askSignIn('POST', 'auth/2fa/trust', { body: { trust: false } })).then(onState);
  });
  return <LoadingPage />;
}

/** Drops the step that is under way, so that somebody else can sign in. */
function GiveUp({ onState }: Follow) {
  const t = useWords('session');
  const queries = useQueryClient();
  async function giveUp() {
    await askSignIn('DELETE', 'auth/session');
    queries.setQueryData(signInStateQuery.queryKey, { name: 'signed_out' });
    onState({ name: 'signed_out' });
  }
  return (
    <p className={css.below}>
      <Button variant="subtle" className={css.other} onClick={() => void giveUp()}>
        {t('giveUp')}
      </Button>
    </p>
  );
}

interface StepFrameProps {
  wanted: SignInState['name'][];
  children: (state: SignInState, follow: (next: SignInState) => void) => ReactNode;
}

/** Asks the server where one stands, shows the step if it is this page's, and goes where the state belongs if not. */
function Step({ wanted, children }: StepFrameProps) {
  const follow = useFollow();
  const { data: state, error, refetch } = useQuery(signInStateQuery);
  const isElsewhere = state !== undefined && !wanted.includes(state.name);
  const isMoving = isElsewhere && state.name !== 'signed_out' && state.name !== 'unknown_step';
  const go = useRef(follow);
  useEffect(() => {
    go.current = follow;
  });
  useEffect(() => {
    if (isMoving && state) go.current(state);
  }, [isMoving, state]);
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  if (!state || isMoving) return <LoadingPage />;
  if (isElsewhere) return <NoStep state={state} />;
  return <div className={css.narrow}>{children(state, follow)}</div>;
}

/** Nothing to go on with: the code ran out, the address was opened by hand, or a newer server asks for a step unknown here. */
function NoStep({ state }: { state: SignInState }) {
  const t = useWords('session');
  const here = useHere();
  const isUnknown = state.name === 'unknown_step';
  return (
    <StateBlock
      isPage
      kind="empty"
      title={isUnknown ? t('noStep.unknownTitle') : t('noStep.title')}
      actions={
        <ButtonLink to="/$lang/sign-in" params={here}>
          {t('noStep.again')}
        </ButtonLink>
      }
      reference={isUnknown ? state.step : undefined}
    >
      <p>{isUnknown ? t('noStep.unknownText') : t('noStep.text')}</p>
    </StateBlock>
  );
}
