import { IconCloudOff } from '@tabler/icons-react';
import { useIsConnected } from '../hooks/useConnection';
import { useWords } from '../hooks/useLanguage';
import css from './Shell.module.css';

/** One line under the header while there is no connection; it stays out of the way of what can still be read. */
export function OfflineNotice() {
  const t = useWords('states');
  const connected = useIsConnected();
  return (
    <div role="status">
      {!connected && (
        <p className={css.offline}>
          <IconCloudOff size={18} aria-hidden />
          {t('offline.notice')}
        </p>
      )}
    </div>
  );
}
