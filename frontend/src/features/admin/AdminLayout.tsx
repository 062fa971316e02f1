import { IconEye } from '@tabler/icons-react';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { ButtonLink } from '../../components/ButtonLink';
import { TabLinks, type Tab } from '../../components/forms/TabLinks';
import { LoadingPage } from '../../components/Loading';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession, type Acting } from '../../hooks/useSession';
import css from './Admin.module.css';

/** Each part with what one must be allowed to read for it. */
const PARTS = [
  { part: 'organisations', needs: 'accounts.organisations.read_all' },
  { part: 'people', needs: 'accounts.people.read' },
  { part: 'signatories', needs: 'accounts.signatories.read_queue' },
  { part: 'roles', needs: 'accounts.roles.read' },
  { part: 'queues', needs: 'accounts.deliveries.read' },
] as const;
const READING_ROLES = ['operator', 'auditor'];
/** Whoever may do none of these only reads. */
const WRITING = [
  'accounts.verification.decide',
  'accounts.organisation.suspend',
  'accounts.person.suspend',
  'accounts.signatories.decide',
  'accounts.roles.propose',
  'accounts.deliveries.retry',
];

/** /admin: the operator's console; the auditor reads the same pages. The server decides; this only saves a refusal. */
export function AdminLayout() {
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (!session) return <LoadingPage />;
  const wanted = PARTS.find(({ part }) => path.includes(`/admin/${part}`));
  if (!wanted || !session.can(wanted.needs)) return <Forbidden session={session} />;
  return <Frame session={session} />;
}

function Frame({ session }: { session: Acting }) {
  const t = useWords('admin');
  const params = useHere();
  const tabs: Tab[] = PARTS.filter(({ needs }) => session.can(needs)).map(({ part }) => ({
    to: `/$lang/admin/${part}`,
    params,
    label: t(`tab.${part}`),
  }));
  return (
    <div className={css.frame}>
      <TabLinks label={t('parts')} tabs={tabs} />
      {!WRITING.some(session.can) && (
        <p className={css.readOnly}>
          <IconEye size={18} aria-hidden />
          {t('readOnly')}
        </p>
      )}
      <Outlet />
    </div>
  );
}

/** Who may enter, and as whom one is signed in. */
function Forbidden({ session }: { session: Acting }) {
  const t = useWords('admin');
  const here = useHere();
  const next = useRouterState({ select: (state) => state.location.href });
  const isAsleep = session.heldRoles.some((role) => READING_ROLES.includes(role));
  return (
    <StateBlock
      isPage
      kind="forbidden"
      title={t('forbidden.title')}
      actions={
        isAsleep ? (
          <ButtonLink to="/$lang/account/security" params={here}>
            {t('forbidden.security')}
          </ButtonLink>
        ) : (
          <ButtonLink to="/$lang/sign-in" params={here} search={{ next }}>
            {session.person ? t('forbidden.other') : t('forbidden.signIn')}
          </ButtonLink>
        )
      }
    >
      <p>
        {isAsleep && t('forbidden.asleep')}
        {!isAsleep && (session.person ? t('forbidden.person', { name: session.person.name }) : t('forbidden.visitor'))}
      </p>
    </StateBlock>
  );
}
