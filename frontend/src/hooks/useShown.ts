import { useEffect, useState } from 'react';

/**
 * Follows `opened` one frame later. A drawer that is loaded on first use has to be there closed before it opens, or it cannot note
 * where to give the focus back to.
 */
export function useShown(opened: boolean): boolean {
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setIsShown(opened));
    return () => cancelAnimationFrame(frame);
  }, [opened]);
  return isShown;
}
