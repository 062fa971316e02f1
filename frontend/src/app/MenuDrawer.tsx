import { Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useHere, useWords } from '../hooks/useLanguage';
import { useShown } from '../hooks/useShown';
import css from './Shell.module.css';
import { useNavigation } from './useNavigation';

interface MenuDrawerProps {
  opened: boolean;
  onClose: () => void;
  account: ReactNode;
}

/** The ways in on a phone. */
export default function MenuDrawer({ opened, onClose, account }: MenuDrawerProps) {
  const t = useWords('shell');
  const here = useHere();
  const navigation = useNavigation();
  const isShown = useShown(opened);
  return (
    <Drawer
      opened={isShown}
      onClose={onClose}
      title={t('menu')}
      position="left"
      size="20rem"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <nav className={css.menuList} aria-label={t('navigation')}>
        {navigation.map(({ to, label }) => (
          <Link key={to} to={to} params={here} activeProps={{ 'aria-current': 'page' }} onClick={onClose}>
            {label}
          </Link>
        ))}
        <Link to="/$lang/about" params={here} activeProps={{ 'aria-current': 'page' }} onClick={onClose}>
          {t('footer.about')}
        </Link>
      </nav>
      <div className={css.menuAccount}>{account}</div>
    </Drawer>
  );
}
