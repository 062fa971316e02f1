import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../hooks/useLanguage';

interface PageTitleProps {
  children: ReactNode;
  /** What the window is called, where it differs from the heading. */
  title?: string;
  className?: string;
}

/**
 * The one h1 of a page. It names the window, and it takes the focus that a navigation has left on `main`, so that a
 * screen reader starts by saying where one is. On the first view the focus stays where the browser puts it.
 */
export function PageTitle({ children, title, className }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = title ?? (typeof children === 'string' ? children : '');
  useWindowTitle(name);
  useEffect(() => {
    if (document.activeElement?.id === 'main') heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}

export function useWindowTitle(name: string): void {
  const brand = useWords('shell')('brand');
  useEffect(() => {
    if (name) document.title = name === brand ? brand : `${name} · ${brand}`;
  }, [name, brand]);
}
