import {
  IconCircleCheck,
  IconCloudOff,
  IconInbox,
  IconLock,
  IconPlugConnectedX,
  IconSearchOff,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PageTitle } from './PageTitle';
import css from './State.module.css';

const icons = {
  empty: IconInbox,
  nothingFound: IconSearchOff,
  forbidden: IconLock,
  error: IconPlugConnectedX,
  offline: IconCloudOff,
  done: IconCircleCheck,
};

interface StateBlockProps {
  kind: keyof typeof icons;
  title: string;
  /** What happened and what is safe, in at most two sentences. */
  children: ReactNode;
  actions?: ReactNode;
  /** For the telephone: code and time, selectable. */
  reference?: string;
  /** Nothing else stands on the page: the title is its heading and names the window. */
  isPage?: boolean;
}

/** Left-aligned where the content would have stood. Says what happened, what is safe, what to do now. */
export function StateBlock({ kind, title, children, actions, reference, isPage = false }: StateBlockProps) {
  const Icon = icons[kind];
  return (
    <section className={css.state} data-kind={kind} role={kind === 'error' ? 'alert' : undefined}>
      <Icon size={28} stroke={1.5} aria-hidden className={css.icon} />
      {isPage ? <PageTitle className={css.title}>{title}</PageTitle> : <h2 className={css.title}>{title}</h2>}
      <div className={css.text}>{children}</div>
      {actions && <div className={css.actions}>{actions}</div>}
      {reference && <p className={css.reference}>{reference}</p>}
    </section>
  );
}
