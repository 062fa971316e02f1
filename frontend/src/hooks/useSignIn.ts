import { queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SignInAnswer } from '../api/client';
import { readState, readWays, stepped } from '../lib/signInApi';
import { SIGNED_OUT, type SignInState } from '../lib/signInMachine';
import { tellTabs } from '../lib/tabs';
import { renewAfterSignIn } from './useSession';

/** Which ways to sign in are open here. */
export const waysQuery = queryOptions({
  queryKey: ['sign-in', 'ways'],
  queryFn: ({ signal }) => readWays(signal),
  staleTime: 10 * 60_000,
});

/** Where somebody stands in signing in. The server knows it, so a reload of a page in the middle loses nothing. */
export const signInStateQuery = queryOptions({
  queryKey: ['sign-in', 'state'],
  queryFn: ({ signal }) => readState(signal),
  staleTime: Infinity,
});

export function useWays() {
  return useQuery(waysQuery).data;
}

/**
 * Takes one step: sends it, keeps the state that comes back, and once signed in takes over the session and tells the other tabs.
 * Where the step is not under way any more, the server is asked where one stands: another tab may have gone on. Throws what the
 * server refused.
 */
export function useSignInStep(): (call: () => Promise<SignInAnswer>) => Promise<SignInState> {
  const queries = useQueryClient();
  return async (call) => {
    const before = queries.getQueryData<SignInState>(signInStateQuery.queryKey) ?? SIGNED_OUT;
    let state = await stepped(before, call());
    if (state.name === 'signed_out' && state.lost) {
      const now = await readState();
      if (now.name !== 'signed_out') state = now;
    }
    if (state.name === 'signed_in') {
      await renewAfterSignIn(queries);
      tellTabs('changed');
    }
    queries.setQueryData(signInStateQuery.queryKey, state);
    return state;
  };
}

const ADDRESS = ['sign-in', 'address'];

/** The address that a code goes to, to be named on the next page: [address, keep]. It is forgotten with the page's memory. */
export function useTypedAddress(): [string, (address: string) => void] {
  const queries = useQueryClient();
  const { data = '' } = useQuery<string>({
    queryKey: ADDRESS,
    queryFn: skipToken,
    initialData: '',
    staleTime: Infinity,
  });
  return [data, (address) => queries.setQueryData(ADDRESS, address)];
}
