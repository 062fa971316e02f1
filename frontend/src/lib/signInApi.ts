import { ApiError, askSignIn, type SignInAnswer } from '../api/client';
import { nextState, SIGNED_OUT, waysOf, type Factor, type Proof, type SignInState, type Ways } from './signInMachine';

type Bag = Record<string, unknown>;

/** The states come from these; every other status is a refusal or a failure, which the form tells. */
const STATES = [200, 401, 409, 410];

/** The state after a step. Throws what the server refused, with the fields that it names. */
export async function stepped(before: SignInState, call: Promise<SignInAnswer>): Promise<SignInState> {
  const answer = await call;
  if (!STATES.includes(answer.status)) throw answer.error;
  return nextState(before, answer);
}

/** Thrown where the server wants to be told once more who is there. */
export class ProofNeeded extends Error {
  readonly proofs: Proof[];
  constructor(proofs: Proof[]) {
    super('It has to be confirmed who is there.');
    this.proofs = proofs;
  }
}

/** Thrown where nobody is signed in any more. */
export class SessionLost extends Error {}

/** The body of an answer that concerns the own account. Throws ProofNeeded, SessionLost, or the refusal. */
export async function owned(call: Promise<SignInAnswer>, alsoGood: readonly number[] = []): Promise<Bag> {
  const answer = await call;
  if (answer.status === 200 || alsoGood.includes(answer.status)) return answer.body;
  // Some addresses answer a stranger with "no such step is under way": whether that is so, the session tells.
  if (answer.status === 409 && (await readState()).name !== 'signed_in') throw new SessionLost();
  if (answer.status !== 401) throw answer.error;
  const state = nextState(SIGNED_OUT, answer);
  if (state.name === 'needs_reauthentication') throw new ProofNeeded(state.proofs);
  throw new SessionLost();
}

export async function readWays(signal?: AbortSignal): Promise<Ways> {
  const answer = await askSignIn('GET', 'config', { signal });
  if (answer.status !== 200) throw answer.error;
  return waysOf(answer.body);
}

export async function readState(signal?: AbortSignal): Promise<SignInState> {
  return stepped(SIGNED_OUT, askSignIn('GET', 'auth/session', { signal }));
}

/** How the person who is signed in can prove who they are, for requests whose refusal does not say it. */
export async function readProofs(): Promise<Proof[]> {
  const [session, authenticators] = await Promise.all([
    askSignIn('GET', 'auth/session'),
    askSignIn('GET', 'account/authenticators'),
  ]);
  if (session.status !== 200) throw new SessionLost();
  const state = nextState(SIGNED_OUT, session);
  const types = Array.isArray(authenticators.body.data) ? authenticators.body.data.map((one: Bag) => one.type) : [];
  return [
    ...(state.name === 'signed_in' && state.user.hasPassword ? (['password'] as const) : []),
    ...(types.includes('webauthn') ? (['webauthn'] as const) : []),
    ...(types.includes('totp') ? (['code'] as const) : []),
  ];
}

/** One way to sign in or second step of a person, as the server lists them. Times are in seconds since 1970. */
export interface Authenticator {
  type: Factor;
  createdAt: string;
  lastUsedAt: string | null;
  id: number | null;
  name: string;
  isPasswordless: boolean;
  codesLeft: number | null;
}

function instantOf(seconds: unknown): string | null {
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : null;
}

export async function readAuthenticators(signal?: AbortSignal): Promise<Authenticator[]> {
  const { data } = await owned(askSignIn('GET', 'account/authenticators', { signal }));
  return (Array.isArray(data) ? data : []).map((one: Bag) => ({
    type: one.type as Factor,
    createdAt: instantOf(one.created_at) ?? '',
    lastUsedAt: instantOf(one.last_used_at),
    id: typeof one.id === 'number' ? one.id : null,
    name: String(one.name ?? ''),
    isPasswordless: one.is_passwordless === true,
    codesLeft: typeof one.unused_code_count === 'number' ? one.unused_code_count : null,
  }));
}

export interface OwnSession {
  id: number;
  userAgent: string;
  ip: string;
  createdAt: string;
  lastSeenAt: string | null;
  isCurrent: boolean;
}

function sessionsIn({ data }: Bag): OwnSession[] {
  return (Array.isArray(data) ? data : []).map((one: Bag) => ({
    id: Number(one.id),
    userAgent: String(one.user_agent ?? ''),
    ip: String(one.ip ?? ''),
    createdAt: instantOf(one.created_at) ?? '',
    lastSeenAt: instantOf(one.last_seen_at),
    isCurrent: one.is_current === true,
  }));
}

export async function readSessions(signal?: AbortSignal): Promise<OwnSession[]> {
  return sessionsIn(await owned(askSignIn('GET', 'auth/sessions', { signal })));
}

export async function endSessions(ids: number[]): Promise<OwnSession[]> {
  return sessionsIn(await owned(askSignIn('DELETE', 'auth/sessions', { body: { sessions: ids } })));
}

interface OwnEmail {
  email: string;
  isVerified: boolean;
  isPrimary: boolean;
}

function emailsIn({ data }: Bag): OwnEmail[] {
  return (Array.isArray(data) ? data : []).map((one: Bag) => ({
    email: String(one.email ?? ''),
    isVerified: one.verified === true,
    isPrimary: one.primary === true,
  }));
}

export async function readEmails(signal?: AbortSignal): Promise<OwnEmail[]> {
  return emailsIn(await owned(askSignIn('GET', 'account/email', { signal })));
}

export async function changeEmail(email: string): Promise<OwnEmail[]> {
  return emailsIn(await owned(askSignIn('POST', 'account/email', { body: { email } })));
}

export async function dropEmail(email: string): Promise<OwnEmail[]> {
  return emailsIn(await owned(askSignIn('DELETE', 'account/email', { body: { email } })));
}

/** Sends the code once more. The sign-in API says 403 where it was sent a moment ago. */
export async function resendEmailCode(email: string): Promise<void> {
  const answer = await askSignIn('PUT', 'account/email', { body: { email } });
  if (answer.status === 403) throw new ApiError(429, 'throttled', '');
  if (answer.status !== 200) throw answer.error;
}

export interface LinkedAccount {
  uid: string;
  provider: string;
  providerName: string;
  display: string;
  /** False where the house is not configured any more: the link opens nothing, and can be removed. */
  isOffered: boolean;
}

export async function readLinkedAccounts(signal?: AbortSignal): Promise<LinkedAccount[]> {
  const { data } = await owned(askSignIn('GET', 'account/providers', { signal }));
  return (Array.isArray(data) ? data : []).map((one: Bag) => {
    const provider = (one.provider ?? {}) as Bag;
    return {
      uid: String(one.uid ?? ''),
      provider: String(provider.id ?? ''),
      providerName: String(provider.name ?? ''),
      display: String(one.display ?? ''),
      isOffered: Array.isArray(provider.flows) && provider.flows.includes('provider_redirect'),
    };
  });
}

/** The other house does not answer: it cannot be gone to at present. */
export function isSilent(error: unknown): boolean {
  return error instanceof ApiError && error.status === 503;
}

/** Leaves for another house that says who somebody is; it sends the browser back to `back`. */
export async function goToProvider(provider: string, process: 'login' | 'connect', back: string): Promise<void> {
  const form = new URLSearchParams({ provider, process, callback_url: `${window.location.origin}${back}` });
  const { data } = await owned(askSignIn('POST', 'auth/provider/redirect', { form }));
  const { location } = (data ?? {}) as { location?: unknown };
  if (typeof location !== 'string') throw new ApiError(500, 'unexpected', 'The answer names no address.');
  window.location.assign(location);
}
