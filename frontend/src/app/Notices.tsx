import { CloseButton } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { IconInfoCircle, IconShieldLock } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useHere, useWords } from '../hooks/useLanguage';
import { useSession } from '../hooks/useSession';
import css from './Shell.module.css';
import type { SessionNotice } from './useSessionWatch';

/** One line under the header about who acts here: what another tab changed, and a role that still sleeps. */
export function Notices({ notice, onClose }: { notice: SessionNotice | null; onClose: () => void }) {
  const t = useWords('shell');
  const text =
    notice && (notice.kind === 'signed_out' ? t('tab.signed_out') : t(`tab.${notice.kind}`, { name: notice.name }));
  return (
    <>
      <div role="status">
        {text && (
          <p className={css.notice}>
            <IconInfoCircle size={18} aria-hidden />
            <span>{text}</span>
            <CloseButton size="sm" aria-label={t('close')} onClick={onClose} />
          </p>
        )}
      </div>
      <SleepingRole />
      <Terms />
    </>
  );
}

/** Loaded only where something waits for a yes, which is seldom. */
const TermsDue = lazy(() => import('./TermsDue'));

function Terms() {
  const session = useSession();
  if (!session?.person || session.termsDue.length === 0) return null;
  return (
    <Suspense>
      <TermsDue />
    </Suspense>
  );
}

/** A role that waits for a second step: said on every page, because nothing of it works until then. */
function SleepingRole() {
  const t = useWords('shell');
  const here = useHere();
  const router = useRouter();
  const held = useSession()?.heldRoles ?? [];
  const role = ROLES.find((one) => held.includes(one));
  if (!role || router.state.location.pathname.endsWith('/account/security')) return null;
  return (
    <p className={css.notice} data-due>
      <IconShieldLock size={18} aria-hidden />
      <span>
        {t('held.text', { role: t(`role.${role}`) })}{' '}
        <Link to="/$lang/account/security" params={here}>
          {t('held.link')}
        </Link>
      </span>
    </p>
  );
}

const ROLES = ['operator', 'desk_manager', 'adviser', 'auditor'] as const;
