import type { ReactNode } from 'react';
import { useWords } from '../hooks/useLanguage';
import { useSession } from '../hooks/useSession';
import { Closed } from './Closed';
import { LoadingPage } from './Loading';

/** A page for people who are signed in; a visitor is told so and comes back here after signing in. The server decides anyway. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  const t = useWords('states');
  const session = useSession();
  if (!session) return <LoadingPage />;
  if (session.person) return children;
  return (
    <Closed title={t('signedInOnly.title')} signIn={t('signedInOnly.signIn')}>
      {t('signedInOnly.text')}
    </Closed>
  );
}
