import type { ReactNode } from 'react';
import { Closed } from '../../components/Closed';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import css from './Imports.module.css';

/** Says who may enter and as whom one is signed in. The server decides; this only saves a refusal. */
export function OperatorOnly({ children }: { children: ReactNode }) {
  const t = useWords('imports');
  const session = useSession();
  if (!session) return <LoadingPage />;
  if (session.roles.includes('operator')) return children;
  return (
    <>
      <PageTitle className={css.fileName}>{t('title')}</PageTitle>
      <Closed
        isPage={false}
        title={t('forbidden.title')}
        signIn={session.person ? t('forbidden.other') : t('forbidden.signIn')}
      >
        {session.person
          ? t('forbidden.signedInAs', {
              name: session.person.name,
              organisation: session.organisation?.name ?? session.person.email,
            })
          : t('forbidden.visitor')}
      </Closed>
    </>
  );
}
