import { useEffect, useRef, type ReactNode } from 'react';

interface PanelProps {
  title: string;
  /** Escape is a second way to the button that leaves it. */
  onCancel: () => void;
  className: string | undefined;
  /** What is asked in it takes something away. */
  isDestructive?: boolean;
  children: ReactNode;
}

/** What a button opens: below it and in the page, not in a window on top. It takes the focus; the page gives it back. */
export function Panel({ title, onCancel, className, isDestructive = false, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape is a second way to the button "cancel".
    <div
      ref={panel}
      role="group"
      aria-label={title}
      tabIndex={-1}
      className={className}
      data-destructive={isDestructive || undefined}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      {children}
    </div>
  );
}
