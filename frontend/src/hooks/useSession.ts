import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, DELETE, GET, POST, setCsrfToken } from '../api/client';
import type { Session } from '../api/contract';

async function remember(call: Promise<Session>): Promise<Session> {
  const session = await call;
  setCsrfToken(session.csrfToken);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => remember(answered(GET('/api/app/session', { signal }))),
  staleTime: 5 * 60_000,
});

/** Who is acting: undefined until the server has answered. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data;
}

function useSessionChange<Input>(change: (input: Input) => Promise<Session>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (session) => {
      // What one person could see must not stay on the screen of the next.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] === 'imports' });
      queries.setQueryData(sessionQuery.queryKey, session);
    },
  });
}

export function useSignIn() {
  return useSessionChange((body: { email: string; password: string }) =>
    remember(answered(POST('/api/app/session', { body }))),
  );
}

export function useSignOut() {
  return useSessionChange(async (_: void) => {
    await answered(DELETE('/api/app/session'));
    return remember(answered(GET('/api/app/session')));
  });
}
