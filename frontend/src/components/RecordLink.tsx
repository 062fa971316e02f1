import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useHere } from '../hooks/useLanguage';

interface RecordLinkProps {
  type: 'patent' | 'technology';
  reference: string;
  className?: string;
  children: ReactNode;
}

/** The way to a record page, by the piece of the address that stands for it. */
export function RecordLink({ type, reference, className, children }: RecordLinkProps) {
  const here = useHere();
  // A record opened from a search leads back to it.
  const from = useRouterState({
    select: ({ location }) => (/^\/[^/]+\/search$/.test(location.pathname) ? location.href : undefined),
  });
  return type === 'patent' ? (
    <Link to="/$lang/patents/$ref" params={{ ...here, ref: reference }} state={{ from }} className={className}>
      {children}
    </Link>
  ) : (
    <Link to="/$lang/technologies/$id" params={{ ...here, id: reference }} state={{ from }} className={className}>
      {children}
    </Link>
  );
}
