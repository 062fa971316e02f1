import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useHere } from '../hooks/useLanguage';
import { ButtonLink } from './ButtonLink';
import { StateBlock } from './StateBlock';

interface ClosedProps {
  title: string;
  /** The words of the way in: signing in, or signing in as somebody else. */
  signIn: string;
  isPage?: boolean;
  children: ReactNode;
}

/** A page that is not for whoever is here: why, and the way to come back to it signed in. */
export function Closed({ title, signIn, isPage = true, children }: ClosedProps) {
  const here = useHere();
  const next = useRouterState({ select: (state) => state.location.href });
  return (
    <StateBlock
      isPage={isPage}
      kind="forbidden"
      title={title}
      actions={
        <ButtonLink to="/$lang/sign-in" params={here} search={{ next }}>
          {signIn}
        </ButtonLink>
      }
    >
      <p>{children}</p>
    </StateBlock>
  );
}
