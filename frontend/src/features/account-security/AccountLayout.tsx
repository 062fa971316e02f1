import { Outlet, useRouter } from '@tanstack/react-router';
import { TabLinks, type Tab } from '../../components/forms/TabLinks';
import { PageTitle } from '../../components/PageTitle';
import { SignedInOnly } from '../../components/SignedInOnly';
import { useHere, useWords } from '../../hooks/useLanguage';
import css from './Security.module.css';

const PARTS = ['profile', 'security', 'sessions', 'tokens', 'data'] as const;

/** /account: one person's own pages. Only parts that exist in this version have a tab. */
export function AccountLayout() {
  const t = useWords('security');
  const here = useHere();
  const router = useRouter();
  const tabs = PARTS.filter((part) => `/$lang/account/${part}` in router.routesByPath).map((part) => ({
    to: `/$lang/account/${part}` as Tab['to'],
    params: here,
    label: t(`tab.${part}`),
  }));
  return (
    <SignedInOnly>
      <div className={css.frame}>
        <PageTitle>{t('account')}</PageTitle>
        <TabLinks label={t('account')} tabs={tabs} />
        <Outlet />
      </div>
    </SignedInOnly>
  );
}
