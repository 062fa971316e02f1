import type { ReactNode } from 'react';
import { Closed } from '../../components/Closed';
import { LoadingPage } from '../../components/Loading';
import { useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';

const READ = 'accounts.audit.read';
const ROLES = ['operator', 'auditor'];

/** Says who may enter and as whom one is signed in. The server decides; this only saves a refusal. */
export function AuditorsOnly({ children }: { children: ReactNode }) {
  const t = useWords('audit');
  const session = useSession();
  if (!session) return <LoadingPage />;
  if (session.permissions.includes(READ)) return children;
  const isAsleep = session.heldRoles.some((role) => ROLES.includes(role));
  const { person } = session;
  return (
    <Closed title={t('forbidden.title')} signIn={person && !isAsleep ? t('forbidden.other') : t('forbidden.signIn')}>
      {isAsleep && t('forbidden.asleep')}
      {!isAsleep && (person ? t('forbidden.person', { name: person.name }) : t('forbidden.visitor'))}
    </Closed>
  );
}
