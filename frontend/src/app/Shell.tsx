import { ActionIcon } from '@mantine/core';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { IconMenu2 } from '@tabler/icons-react';
import { Fragment, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useHere, useLanguage, useWords } from '../hooks/useLanguage';
import { useSession, useTurn } from '../hooks/useSession';
import { Account } from './Account';
import { LanguageSwitch } from './LanguageSwitch';
import { Notices } from './Notices';
import { OfflineNotice } from './OfflineNotice';
import { PromptHost } from './PromptHost';
import css from './Shell.module.css';
import { useNavigation, useStaffNavigation } from './useNavigation';
import { useSessionWatch } from './useSessionWatch';

// The drawer is wanted on phones only, and there only after a press.
const MenuDrawer = lazy(() => import('./MenuDrawer'));
// For the few who may look at pages as others see them.
const SeeAs = lazy(() => import('../features/see-as/SeeAs'));

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
  const wide = useRouterState({
    select: (state) => /^\/[^/]+\/(?:imports|audit|admin)(\/|$)/.test(state.location.pathname),
  });
  useArrival();
  const [notice, closeNotice] = useSessionWatch();
  const turn = useTurn();
  const maySeeAs = useSession()?.can('accounts.pages.see_as');
  return (
    <div className={css.shell} data-wide={wide || undefined}>
      <a className={css.skip} href="#main">
        {t('skip')}
      </a>
      <Header />
      <OfflineNotice />
      <Notices notice={notice} onClose={closeNotice} />
      {maySeeAs && (
        <Suspense fallback={<div className={css.seeAs} />}>
          <SeeAs />
        </Suspense>
      )}
      <main id="main" tabIndex={-1} className={css.main}>
        {/* Nothing that one person typed or saw stays for the next. */}
        <Fragment key={turn}>
          <Outlet />
        </Fragment>
      </main>
      <Footer />
      <PromptHost />
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
      <StaffNavigation />
      <ActingLine />
      {menuOpened !== undefined && (
        <Suspense>
          <MenuDrawer opened={menuOpened} onClose={() => setMenuOpened(false)} />
        </Suspense>
      )}
    </header>
  );
}

/** The pages of the staff, in a row of their own below the ways that everybody has. On phones they stand in the drawer. */
function StaffNavigation() {
  const t = useWords('shell');
  const here = useHere();
  const ways = useStaffNavigation();
  if (ways.length === 0) return null;
  return (
    <nav className={css.staff} aria-label={t('nav.staff')}>
      <div>
        {ways.map(({ to, label }) => (
          <Link key={to} to={to} params={here} activeProps={{ 'aria-current': 'page' }}>
            {label}
          </Link>
        ))}
      </div>
    </nav>
  );
}

/** On phones, where the person menu is in the drawer: for whom one acts is seen on every page all the same. */
function ActingLine() {
  const t = useWords('shell');
  const session = useSession();
  if (!session?.person) return null;
  return (
    <p className={css.actingLine}>
      <span className="ip-hidden">{t('actingFor')} </span>
      <b>{session.organisation?.name ?? t('noOrganisation')}</b>
      <span>{session.person.name}</span>
    </p>
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

function Footer() {
  const t = useWords('shell');
  const here = useHere();
  const isDemo = useSession()?.isDemo ?? false;
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
          <Link to="/$lang/terms" params={here}>
            {t('footer.terms')}
          </Link>
          <Link to="/$lang/privacy" params={here}>
            {t('footer.privacy')}
          </Link>
          {isDemo && (
            <Link to="/$lang/mailbox" params={here}>
              {t('nav.mailbox')}
            </Link>
          )}
        </p>
      </div>
    </footer>
  );
}
