import { Link, useRouterState, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import css from './Forms.module.css';

export type Tab = Pick<LinkProps, 'to' | 'params'> & { label: string };

/** Parts of one page as links: each has its own address, can be opened in a new tab and is found again with "back". */
export function TabLinks({ label, tabs }: { label: string; tabs: Tab[] }) {
  const bar = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  // On a phone the row is longer than the window: the present part is always in sight.
  useEffect(() => {
    const present = bar.current?.querySelector('[aria-current]');
    present?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [path]);
  return (
    <nav ref={bar} aria-label={label} className={css.tabs}>
      <ul>
        {tabs.map(({ to, params, label: name }) => (
          <li key={name}>
            <Link to={to} params={params} activeProps={{ 'aria-current': 'page' }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
