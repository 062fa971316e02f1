import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import css from './Imports.module.css';

/** Says who may enter and as whom one is signed in. The server decides; this only saves a refusal. */
export function OperatorOnly({ children }: { children: ReactNode }) {
  const t = useWords('imports');
  const here = useHere();
  const session = useSession();
  const next = useRouterState({ select: (state) => state.location.href });
  if (!session) return <LoadingPage />;
  if (session.roles.includes('operator')) return children;
  return (
    <>
      <PageTitle className={css.fileName}>{t('title')}</PageTitle>
      <StateBlock
        kind="forbidden"
        title={t('forbidden.title')}
        actions={
          <ButtonLink to="/$lang/sign-in" params={here} search={{ next }}>
            {session.person ? t('forbidden.other') : t('forbidden.signIn')}
          </ButtonLink>
        }
      >
        <p>
          {session.person
            ? t('forbidden.signedInAs', {
                name: session.person.name,
                organisation: session.organisation?.name ?? session.person.email,
              })
            : t('forbidden.visitor')}
        </p>
      </StateBlock>
    </>
  );
}
