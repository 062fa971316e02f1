import { useEffect, useRef, type ReactNode } from 'react';
import css from './Organisation.module.css';

interface PanelProps {
  title: string;
  /** Escape is a second way to the button that leaves it. */
  onCancel: () => void;
  children: ReactNode;
}

/** What a button opens: below it and in the page, not in a window on top. It takes the focus; the page gives it back. */
export function Panel({ title, onCancel, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape is a second way to the button "cancel".
    <div
      ref={panel}
      role="group"
      tabIndex={-1}
      className={css.panel}
      aria-label={title}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      {children}
    </div>
  );
}
