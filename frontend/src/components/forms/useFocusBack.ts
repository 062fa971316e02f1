import { useRef } from 'react';

/**
 * Remembers what had the focus when something opened, and gives it back when that closes: [remember, giveBack]. A button that makes
 * way for what it opens needs an id, by which it is found again.
 */
export function useFocusBack(): [() => void, () => void] {
  const opener = useRef<HTMLElement | null>(null);
  function remember() {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  }
  function giveBack() {
    const before = opener.current;
    opener.current = null;
    // After the panel is gone, so that its leaving does not take the focus away again.
    requestAnimationFrame(() => {
      const back = before?.isConnected ? before : before?.id ? document.getElementById(before.id) : null;
      (back ?? document.querySelector<HTMLElement>('main h1'))?.focus();
    });
  }
  return [remember, giveBack];
}
