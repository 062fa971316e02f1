import { useWords } from '../hooks/useLanguage';
import { useSession } from '../hooks/useSession';

/** The ways in: only to parts that work, and only to those that this person may enter. */
export function useNavigation() {
  const t = useWords('shell');
  return [
    { to: '/$lang/search', label: t('nav.search') },
    { to: '/$lang/classes', label: t('nav.classes') },
    { to: '/$lang/classify', label: t('nav.classify') },
  ] as const;
}

/** Any of these opens the console. */
const CONSOLE = [
  'accounts.organisations.read_all',
  'accounts.people.read',
  'accounts.signatories.read_queue',
  'accounts.roles.read',
];

/** The ways to the pages of the staff, in a row of their own; in the demo with the mailbox, which all others find in the footer. */
export function useStaffNavigation() {
  const t = useWords('shell');
  const session = useSession();
  if (!session?.person) return [];
  const ways = [
    ...(CONSOLE.some(session.can) ? [{ to: '/$lang/admin', label: t('nav.admin') } as const] : []),
    ...(session.roles.includes('operator') ? [{ to: '/$lang/imports', label: t('nav.imports') } as const] : []),
    ...(session.can('accounts.audit.read') ? [{ to: '/$lang/audit', label: t('nav.audit') } as const] : []),
    ...(session.can('accounts.mail_templates.read')
      ? [{ to: '/$lang/mail-templates', label: t('nav.mailTemplates') } as const]
      : []),
  ];
  return ways.length > 0 && session.isDemo
    ? [...ways, { to: '/$lang/mailbox', label: t('nav.mailbox') } as const]
    : ways;
}
