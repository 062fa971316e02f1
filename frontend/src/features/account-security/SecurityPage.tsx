import { IconShieldLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { useWindowTitle } from '../../components/PageTitle';
import { useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import { EmailRow } from './EmailRow';
import { LinkedRow } from './LinkedRow';
import { PasskeysRow } from './PasskeysRow';
import { PasswordRow } from './PasswordRow';
import { authenticatorsQuery } from './queries';
import { RecoveryRow } from './RecoveryRow';
import css from './Security.module.css';
import { TotpRow } from './TotpRow';

/** /account/security: how one signs in, and the second step. */
export function SecurityPage() {
  const t = useWords('security');
  useWindowTitle(t('title'));
  const { isPending, error, refetch } = useQuery(authenticatorsQuery);
  const [hasNewCodes, setHasNewCodes] = useState(false);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (isPending) return <LoadingRows rows={4} />;
  return (
    <>
      <HeldRoles />
      <section className={css.part}>
        <h2>{t('signingIn')}</h2>
        <div className={css.sheet}>
          <EmailRow />
          <PasswordRow />
          <PasskeysRow onCodes={() => setHasNewCodes(true)} />
          <LinkedRow />
        </div>
      </section>
      <section className={css.part}>
        <h2>{t('second.title')}</h2>
        <p>{t('second.text')}</p>
        <div className={css.sheet}>
          <TotpRow onCodes={() => setHasNewCodes(true)} />
          <RecoveryRow isNew={hasNewCodes} onSeen={() => setHasNewCodes(false)} />
        </div>
      </section>
    </>
  );
}

const ROLES = ['operator', 'desk_manager', 'adviser', 'auditor'] as const;

/** A role that sleeps says what wakes it. */
function HeldRoles() {
  const t = useWords('security');
  const shell = useWords('shell');
  const session = useSession();
  const { data = [] } = useQuery(authenticatorsQuery);
  const held = ROLES.filter((role) => session?.heldRoles.includes(role));
  if (held.length === 0) return null;
  const roles = held.map((role) => shell(`role.${role}`)).join(shell('listSeparator'));
  const hasSecond = data.some(({ type }) => type === 'totp' || type === 'webauthn');
  return (
    <div className={css.held}>
      <IconShieldLock size={24} aria-hidden />
      <div>
        <h2>{t('held.title', { roles })}</h2>
        <p>{hasSecond ? t('held.signInAgain') : t('held.text')}</p>
      </div>
    </div>
  );
}
