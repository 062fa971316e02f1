import { Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSession } from '../hooks/useSession';
import { useHere, useWords } from '../hooks/useLanguage';
import { useShown } from '../hooks/useShown';
import { Account } from './Account';
import PersonPanel from './PersonPanel';
import css from './Shell.module.css';
import { useNavigation, useStaffNavigation } from './useNavigation';

interface MenuDrawerProps {
  opened: boolean;
  onClose: () => void;
}

/** The ways in on a phone. */
export default function MenuDrawer({ opened, onClose }: MenuDrawerProps) {
  const t = useWords('shell');
  const here = useHere();
  const navigation = [...useNavigation(), ...useStaffNavigation()];
  const session = useSession();
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
      <div className={css.menuAccount}>{session?.person ? <PersonPanel onDone={onClose} /> : <Account />}</div>
    </Drawer>
  );
}
