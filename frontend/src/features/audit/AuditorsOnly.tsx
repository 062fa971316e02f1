import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { LoadingPage } from '../../components/Loading';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';

const READ = 'accounts.audit.read';
const ROLES = ['operator', 'auditor'];

/** Says who may enter and as whom one is signed in. The server decides; this only saves a refusal. */
export function AuditorsOnly({ children }: { children: ReactNode }) {
  const t = useWords('audit');
  const here = useHere();
  const session = useSession();
  const next = useRouterState({ select: (state) => state.location.href });
  if (!session) return <LoadingPage />;
  if (session.permissions.includes(READ)) return children;
  const isAsleep = session.heldRoles.some((role) => ROLES.includes(role));
  const { person } = session;
  return (
    <StateBlock
      isPage
      kind="forbidden"
      title={t('forbidden.title')}
      actions={
        <ButtonLink to="/$lang/sign-in" params={here} search={{ next }}>
          {person && !isAsleep ? t('forbidden.other') : t('forbidden.signIn')}
        </ButtonLink>
      }
    >
      <p>
        {isAsleep && t('forbidden.asleep')}
        {!isAsleep && (person ? t('forbidden.person', { name: person.name }) : t('forbidden.visitor'))}
      </p>
    </StateBlock>
  );
}
