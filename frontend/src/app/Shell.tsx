import { ActionIcon, Button } from '@mantine/core';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { IconMenu2 } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { ButtonLink } from '../components/ButtonLink';
import { useHere, useLanguage, useWords } from '../hooks/useLanguage';
import { useSession, useSignOut } from '../hooks/useSession';
import { LanguageSwitch } from './LanguageSwitch';
import { OfflineNotice } from './OfflineNotice';
import css from './Shell.module.css';
import { useNavigation } from './useNavigation';

// The drawer is wanted on phones only, and there only after a press.
const MenuDrawer = lazy(() => import('./MenuDrawer'));

/** `lang` of the document, and the focus: a new page starts at `main`, whose heading then takes it over. */
function useArrival() {
  const language = useLanguage();
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef<string>(undefined);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    if (path === undefined) return;
    if (before.current !== undefined && withoutLanguage(before.current) !== withoutLanguage(path)) {
      const heading = document.querySelector<HTMLElement>('main h1');
      (heading ?? document.getElementById('main'))?.focus({ preventScroll: true });
    }
    before.current = path;
  }, [path]);
}

/** Switching the language is no new page: the focus stays on the switch. */
function withoutLanguage(path: string): string {
  return path.split('/').slice(2).join('/');
}

/** Header, main, footer around every page. */
export function Shell() {
  const t = useWords('shell');
  const wide = useRouterState({ select: (state) => /^\/[^/]+\/imports(\/|$)/.test(state.location.pathname) });
  useArrival();
  return (
    <div className={css.shell} data-wide={wide || undefined}>
      <a className={css.skip} href="#main">
        {t('skip')}
      </a>
      <Header />
      <OfflineNotice />
      <main id="main" tabIndex={-1} className={css.main}>
        <Outlet />
      </main>
      <Footer />
    </div>
  );
}

function Header() {
  const t = useWords('shell');
  const here = useHere();
  const navigation = useNavigation();
  const [menuOpened, setMenuOpened] = useState<boolean>();
  return (
    <header className={css.header} data-shell>
      <div className={css.bar}>
        <ActionIcon className={css.menu} aria-label={t('menu')} onClick={() => setMenuOpened(true)}>
          <IconMenu2 size={22} />
        </ActionIcon>
        <Link className={css.brand} to="/$lang/" params={here}>
          <Mark />
          <span>{t('brand')}</span>
        </Link>
        <nav className={css.nav} aria-label={t('navigation')}>
          {navigation.map(({ to, label }) => (
            <Link key={to} to={to} params={here} activeProps={{ 'aria-current': 'page' }}>
              {label}
            </Link>
          ))}
        </nav>
        <div className={css.end}>
          <LanguageSwitch />
          <div className={css.person}>
            <Account />
          </div>
        </div>
      </div>
      {menuOpened !== undefined && (
        <Suspense>
          <MenuDrawer opened={menuOpened} onClose={() => setMenuOpened(false)} account={<Account />} />
        </Suspense>
      )}
    </header>
  );
}

/** The mark: a lead line that ends in a point, as in a patent drawing. */
function Mark() {
  return (
    <svg viewBox="0 0 28 28" width="28" height="28" aria-hidden>
      <rect x="1" y="1" width="26" height="26" rx="4" fill="var(--ip-act)" />
      <path d="M6 21.5h6.2c3.2 0 2.6-7.5 5.4-11.2" fill="none" stroke="#fff" strokeWidth="1.8" />
      <circle cx="19.3" cy="8.3" r="2.7" fill="#fff" />
    </svg>
  );
}

function Account() {
  const t = useWords('shell');
  const here = useHere();
  const session = useSession();
  const signOut = useSignOut();
  const path = useRouterState({ select: (state) => state.location.href });
  if (!session) return null;
  if (!session.person) {
    const next = /\/sign-in(\?|$)/.test(path) ? undefined : path;
    return (
      <ButtonLink variant="default" to="/$lang/sign-in" params={here} search={{ next }}>
        {t('signIn')}
      </ButtonLink>
    );
  }
  return (
    <div className={css.account}>
      <p>
        <b>{session.person.name}</b>
        <span>{session.organisation?.name ?? session.person.email}</span>
      </p>
      <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
        {t('signOut')}
      </Button>
    </div>
  );
}

function Footer() {
  const t = useWords('shell');
  const here = useHere();
  return (
    <footer className={css.footer}>
      <div>
        <p>{t('footer.demo')}</p>
        <p className={css.footLinks}>
          <span>{t('footer.noAdvice')}</span>
          <Link to="/$lang/about" params={here}>
            {t('footer.about')}
          </Link>
          <Link to="/$lang/about" params={here} hash="sources">
            {t('footer.sources')}
          </Link>
          <Link to="/$lang/accessibility" params={here}>
            {t('footer.accessibility')}
          </Link>
        </p>
      </div>
    </footer>
  );
}
