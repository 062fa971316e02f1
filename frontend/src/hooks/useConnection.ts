import { useSyncExternalStore } from 'react';

function watch(changed: () => void) {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

/** False while the device says that it has no connection. */
export function useIsConnected(): boolean {
  return useSyncExternalStore(watch, () => navigator.onLine);
}
