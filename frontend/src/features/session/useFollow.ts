import { useRouter, useSearch } from '@tanstack/react-router';
import { useHere } from '../../hooks/useLanguage';
import { ownAddress } from '../../lib/ownAddress';
import { pageOf, type SignInState } from '../../lib/signInMachine';

/** Where somebody came from. The address bar can hold anything, so it is looked at here once more. */
export function useNext(): string | undefined {
  const { next } = useSearch({ strict: false }) as { next?: unknown };
  return ownAddress(next);
}

/** Goes on to where the person came from, else home. */
export function useGoOn(): () => void {
  const router = useRouter();
  const here = useHere();
  const next = useNext();
  return () => {
    if (next) router.history.push(next);
    else void router.navigate({ to: '/$lang/', params: here });
  };
}

/** Goes to the page of a state: the next step, or on once signed in. Where a state has no page one stays. */
export function useFollow(): (state: SignInState) => void {
  const router = useRouter();
  const here = useHere();
  const next = useNext();
  const goOn = useGoOn();
  return (state) => {
    if (state.name === 'signed_in') return goOn();
    const page = pageOf(state);
    if (page) void router.navigate({ to: `/$lang/${page}`, params: here, search: { next } });
  };
}
