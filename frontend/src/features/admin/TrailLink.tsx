import { Link } from '@tanstack/react-router';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';

interface TrailLinkProps {
  type: 'accounts.organisation' | 'accounts.user' | 'accounts.signatory' | 'outbox.delivery';
  id: string;
  children?: string;
}

/** To what the audit trail says about one thing, for whoever may read it. */
export function TrailLink({ type, id, children }: TrailLinkProps) {
  const t = useWords('admin');
  const here = useHere();
  if (!useSession()?.can('accounts.audit.read')) return null;
  return (
    <Link to="/$lang/audit" params={here} search={{ targetType: type, targetId: id }}>
      {children ?? t('trail')}
    </Link>
  );
}
