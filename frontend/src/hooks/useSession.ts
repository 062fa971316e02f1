import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { answered, askSignIn, GET, inLanguage, POST, PUT, setCsrfToken } from '../api/client';
import type { Session } from '../api/contract';
import { languageOfPath } from '../lib/languages';
import { askPerson } from '../lib/signInPrompt';
import { tellTabs } from '../lib/tabs';

const KEY = ['session'];

async function readSession(signal?: AbortSignal): Promise<Session> {
  // Organisations are named in the language of the page.
  const headers = inLanguage(languageOfPath(window.location.pathname));
  const session = await answered(GET('/api/app/session', { signal, headers }));
  setCsrfToken(session.csrfToken);
  return session;
}

/**
 * A session that ended by itself leaves the page as it is, with what was typed, and asks the person to sign in again; only signing
 * out on purpose makes a visitor of them.
 */
async function readOn(queries: QueryClient, signal: AbortSignal): Promise<Session> {
  const before = queries.getQueryData<Session>(KEY);
  const session = await readSession(signal);
  if (!before?.person) return session;
  if (session.person) {
    if (!isSameActor(before, session)) forget(queries);
    return session;
  }
  void askPerson({ kind: 'expired' });
  return { ...before, csrfToken: session.csrfToken };
}

export const sessionQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal, client }) => readOn(client, signal),
  staleTime: 5 * 60_000,
  // Another tab, or somebody elsewhere, may have changed who acts here.
  refetchOnWindowFocus: 'always',
});

export interface Acting extends Session {
  /** Whether the server says that the person may do this, without a target or on their own organisation. */
  can: (action: string) => boolean;
}

function withRights(session: Session): Acting {
  const allowed = new Set(session.permissions);
  return { ...session, can: (action) => allowed.has(action) };
}

/** Who is acting and what they may do: undefined until the server has answered. Pages ask `can` and never guess from a role. */
export function useSession(): Acting | undefined {
  return useQuery({ ...sessionQuery, select: withRights }).data;
}

let turns = 0;
const turnWatchers = new Set<() => void>();

/**
 * Counts how often another person or organisation has taken over. What was on the screen for the one before belongs to them: the
 * shell draws the page anew at each turn.
 */
export function useTurn(): number {
  return useSyncExternalStore(
    (changed) => {
      turnWatchers.add(changed);
      return () => turnWatchers.delete(changed);
    },
    () => turns,
  );
}

function isSameActor(one: Session | undefined, other: Session): boolean {
  return one?.person?.id === other.person?.id && one?.organisation?.id === other.organisation?.id;
}

/** What one person or organisation could see leaves the memory and the screen. */
function forget(queries: QueryClient): void {
  const isTheirs = ({ queryKey }: { queryKey: readonly unknown[] }) =>
    queryKey[0] !== 'session' && queryKey[0] !== 'sign-in';
  queries.removeQueries({ predicate: isTheirs, type: 'inactive' });
  void queries.resetQueries({ predicate: isTheirs });
  turns += 1;
  for (const watcher of turnWatchers) watcher();
}

/** Takes over a new session. Where somebody else acts now, what the one before could see is forgotten. */
function takeOver(queries: QueryClient, session: Session): void {
  const before = queries.getQueryData<Session>(KEY);
  queries.setQueryData(KEY, session);
  if (before?.person && !isSameActor(before, session)) forget(queries);
  else if (!before?.person && session.person)
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'sign-in',
    });
}

/** Reads who acts now, after signing in or a change elsewhere, and takes it over. */
export async function renewSession(queries: QueryClient): Promise<Session> {
  const session = await readSession();
  takeOver(queries, session);
  return session;
}

function useSessionChange<Input>(change: (input: Input) => Promise<Session>, news: 'signed_out' | 'changed') {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (session) => {
      takeOver(queries, session);
      tellTabs(news);
    },
  });
}

/** Signs out here and tells the other tabs. */
export function useSignOut() {
  return useSessionChange(async (_: void) => {
    const answer = await askSignIn('DELETE', 'auth/session');
    if (answer.status !== 401 && answer.status !== 200) throw answer.error;
    return readSession();
  }, 'signed_out');
}

/** Acts for another of the person's organisations from now on. */
export function useSwitchOrganisation() {
  return useSessionChange(async (organisationId: string) => {
    await answered(PUT('/api/app/session/organisation', { body: { organisationId } }));
    return readSession();
  }, 'changed');
}

/** Signs in as one of the demo people; the server knows this in the demo configuration alone. */
export function useDemoSignIn() {
  return useSessionChange(async (email: string) => {
    await answered(POST('/api/app/demo-session', { body: { email } }));
    return readSession();
  }, 'changed');
}
