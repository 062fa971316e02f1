import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { answered, askSignIn, GET, inLanguage, POST, PUT, setCsrfToken } from '../api/client';
import type { Session } from '../api/contract';
import { dropDrafts } from '../lib/drafts';
import { languageOfPath } from '../lib/languages';
import { askPerson, openPrompt, promptLeft } from '../lib/signInPrompt';
import { tellTabs } from '../lib/tabs';

const KEY = ['session'];

/** What a session says of a visitor. */
const NOBODY = {
  authenticated: false,
  isStrong: false,
  person: null,
  organisation: null,
  organisations: [],
  roles: [],
  heldRoles: [],
  permissions: [],
  termsDue: [],
} satisfies Partial<Session>;

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
  // Somebody left, or another answer was taken over, while this one was under way.
  signal.throwIfAborted();
  if (!before?.person) return session;
  const kept = { ...before, csrfToken: session.csrfToken };
  if (!session.person) {
    void askPerson({ kind: 'expired' });
    return kept;
  }
  if (isSameActor(before, session)) return session;
  // Somebody who is signing in again is about to get their organisation back.
  if (isAskedAgain() && before.person.id === session.person.id) return kept;
  forget(queries);
  return session;
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

/** The same person, acting for the same organisation. */
export function isSameActor(one: Session | undefined, other: Session | undefined): boolean {
  return one?.person?.id === other?.person?.id && one?.organisation?.id === other?.organisation?.id;
}

/** Whether the question to sign in again stands open. */
function isAskedAgain(): boolean {
  return openPrompt()?.kind === 'expired';
}

/** What one person or organisation could see leaves the memory and the screen, and what they asked does not go out any more. */
function forget(queries: QueryClient): void {
  promptLeft();
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

/** Acts for another of the person's organisations from now on. */
async function chooseOrganisation(organisationId: string): Promise<Session> {
  await answered(PUT('/api/app/session/organisation', { body: { organisationId } }));
  return readSession();
}

/**
 * Reads who acts after signing in, and takes it over. A new session begins with the first of the person's organisations: whoever was
 * asked in the middle of something acts for the same one as before, so that what waits goes out in its name.
 */
export async function renewAfterSignIn(queries: QueryClient): Promise<void> {
  const before = queries.getQueryData<Session>(KEY);
  let session = await readSession();
  const former = before?.organisation?.id;
  const isSamePerson = session.person !== null && session.person.id === before?.person?.id;
  if (isAskedAgain() && isSamePerson && former && former !== session.organisation?.id) {
    session = await chooseOrganisation(former).catch(() => readSession());
    // An answer that is under way may still name the other organisation.
    void queries.cancelQueries({ queryKey: KEY });
  }
  takeOver(queries, session);
}

/**
 * Somebody whose session has ended and who does not sign in again is a visitor from now on. What they saw and typed is forgotten at
 * once, whether or not the server answers.
 */
export function leaveSession(queries: QueryClient): void {
  // An answer that is under way would keep the person.
  void queries.cancelQueries({ queryKey: KEY });
  const before = queries.getQueryData<Session>(KEY);
  if (before) takeOver(queries, { ...before, ...NOBODY });
  dropDrafts();
  void renewSession(queries).catch(() => undefined);
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

/** Acts for another organisation and tells the other tabs. */
export function useSwitchOrganisation() {
  return useSessionChange(chooseOrganisation, 'changed');
}

/** Signs in as one of the demo people; the server knows this in the demo configuration alone. */
export function useDemoSignIn() {
  return useSessionChange(async (email: string) => {
    await answered(POST('/api/app/demo-session', { body: { email } }));
    return readSession();
  }, 'changed');
}
