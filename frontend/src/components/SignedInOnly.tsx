import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useHere, useWords } from '../hooks/useLanguage';
import { useSession } from '../hooks/useSession';
import { ButtonLink } from './ButtonLink';
import { LoadingPage } from './Loading';
import { StateBlock } from './StateBlock';

/** A page for people who are signed in; a visitor is told so and comes back here after signing in. The server decides anyway. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  const t = useWords('states');
  const here = useHere();
  const session = useSession();
  const next = useRouterState({ select: (state) => state.location.href });
  if (!session) return <LoadingPage />;
  if (session.person) return children;
  return (
    <StateBlock
      isPage
      kind="forbidden"
      title={t('signedInOnly.title')}
      actions={
        <ButtonLink to="/$lang/sign-in" params={here} search={{ next }}>
          {t('signedInOnly.signIn')}
        </ButtonLink>
      }
    >
      <p>{t('signedInOnly.text')}</p>
    </StateBlock>
  );
}
