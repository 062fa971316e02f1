/**
 * Signing in as one state machine. The sign-in API answers "401" for "go on with this step" as well as for "you are nobody", and
 * says which by a list of flows; here each answer becomes one state, and every page shows the state that it is in.
 */
export type Factor = 'totp' | 'recovery_codes' | 'webauthn';

/** How somebody who is signed in may prove once more who they are. */
export type Proof = 'password' | 'code' | 'webauthn';

export interface Provider {
  id: string;
  name: string;
}

interface SignedInUser {
  id: string;
  email: string;
  name: string;
  hasPassword: boolean;
}

export type SignInState =
  /** Nobody. `lost` says why, where something was there before: the session, or the step that was under way. */
  | { name: 'signed_out'; lost?: 'session' | 'step' }
  | { name: 'needs_email_code' }
  | { name: 'needs_login_code' }
  | { name: 'needs_second_factor'; factors: Factor[] }
  | { name: 'needs_reauthentication'; proofs: Proof[]; user: SignedInUser; returnTo: string }
  | { name: 'needs_password_reset_code' }
  | { name: 'needs_trust' }
  | { name: 'provider_signup'; provider: Provider }
  | { name: 'signed_in'; user: SignedInUser }
  /** A step that these pages do not know, from a newer server: it can only be given up. */
  | { name: 'unknown_step'; step: string };

export type StateName = SignInState['name'];

/** What the machine reads of an answer. */
interface Answer {
  status: number;
  body: unknown;
}

type Bag = Record<string, unknown>;

interface Flow extends Bag {
  id: string;
  isPending: boolean;
}

function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function flowsOf(body: unknown): Flow[] {
  return list(bag(bag(body).data).flows)
    .map(bag)
    .filter(({ id }) => typeof id === 'string')
    .map((flow) => ({ ...flow, id: text(flow.id), isPending: flow.is_pending === true }));
}

function userOf(body: unknown): SignedInUser | null {
  const user = bag(bag(bag(body).data).user);
  if (!text(user.id)) return null;
  return {
    id: text(user.id),
    email: text(user.email),
    name: text(user.display),
    hasPassword: user.has_usable_password === true,
  };
}

const FACTORS: readonly Factor[] = ['webauthn', 'totp', 'recovery_codes'];

/** The second steps that a flow offers, in our order, without those that nobody here knows. */
function factorsOf(flow: Flow | undefined): Factor[] {
  const named = list(flow?.types);
  return FACTORS.filter((factor) => named.includes(factor));
}

function proofsOf(flows: Flow[]): Proof[] {
  const second = factorsOf(flows.find(({ id }) => id === 'mfa_reauthenticate'));
  return [
    ...(flows.some(({ id }) => id === 'reauthenticate') ? (['password'] as const) : []),
    ...(second.includes('webauthn') ? (['webauthn'] as const) : []),
    ...(second.includes('totp') || second.includes('recovery_codes') ? (['code'] as const) : []),
  ];
}

function stepOf(flow: Flow): SignInState {
  switch (flow.id) {
    case 'verify_email':
      return { name: 'needs_email_code' };
    case 'login_by_code':
      return { name: 'needs_login_code' };
    case 'mfa_authenticate':
      return { name: 'needs_second_factor', factors: factorsOf(flow) };
    case 'mfa_trust':
      return { name: 'needs_trust' };
    case 'password_reset_by_code':
      return { name: 'needs_password_reset_code' };
    case 'provider_signup': {
      const provider = bag(flow.provider);
      return { name: 'provider_signup', provider: { id: text(provider.id), name: text(provider.name) } };
    }
    default:
      return { name: 'unknown_step', step: flow.id };
  }
}

/** The state after an answer. Refusals (400, 403, 429) and failures (5xx, no answer) change nothing: one is still where one was. */
export function nextState(before: SignInState, { status, body }: Answer, returnTo = ''): SignInState {
  if (status === 200) return signedIn(before, body);
  if (status === 401) return afterUnauthorised(before, body, returnTo);
  // The session that was named is gone for good.
  if (status === 410) return { name: 'signed_out', lost: 'session' };
  // There is no such step under way: its code ran out, or another tab went on.
  if (status === 409) return before.name === 'signed_in' ? before : { name: 'signed_out', lost: 'step' };
  return before;
}

function signedIn(before: SignInState, body: unknown): SignInState {
  const isSignedIn = bag(bag(body).meta).is_authenticated === true;
  const user = userOf(body);
  // Other good answers (a list, "sent again") say nothing about who somebody is.
  return isSignedIn && user ? { name: 'signed_in', user } : before;
}

function afterUnauthorised(before: SignInState, body: unknown, returnTo: string): SignInState {
  const flows = flowsOf(body);
  const user = userOf(body);
  if (user && bag(bag(body).meta).is_authenticated === true) {
    return { name: 'needs_reauthentication', proofs: proofsOf(flows), user, returnTo };
  }
  const pending = flows.filter(({ isPending }) => isPending);
  // A step of signing in goes before a reset that was begun and left.
  const step = pending.find(({ id }) => id !== 'password_reset_by_code') ?? pending[0];
  if (step) return stepOf(step);
  const wasIn = before.name === 'signed_in' || before.name === 'needs_reauthentication';
  return wasIn ? { name: 'signed_out', lost: 'session' } : { name: 'signed_out' };
}

/** The page below the language on which a state is gone on with; null where the state has no page of its own. */
export function pageOf(state: SignInState): 'sign-in/code' | 'sign-in/second-factor' | 'sign-in/provider' | null {
  switch (state.name) {
    case 'needs_email_code':
    case 'needs_login_code':
      return 'sign-in/code';
    case 'needs_second_factor':
    case 'needs_trust':
      return 'sign-in/second-factor';
    case 'provider_signup':
      return 'sign-in/provider';
    case 'signed_out':
    case 'signed_in':
    case 'needs_reauthentication':
    case 'needs_password_reset_code':
    case 'unknown_step':
      return null;
    default:
      return state satisfies never;
  }
}

export const SIGNED_OUT: SignInState = { name: 'signed_out' };

/** What the sign-in API offers here: read once, before anybody is anybody. */
export interface Ways {
  isOpenForSignUp: boolean;
  hasLoginCode: boolean;
  hasPasskeys: boolean;
  factors: Factor[];
  providers: Provider[];
}

export function waysOf(body: unknown): Ways {
  const data = bag(bag(body).data);
  const account = bag(data.account);
  const mfa = bag(data.mfa);
  const named = list(mfa.supported_types);
  return {
    isOpenForSignUp: account.is_open_for_signup === true,
    hasLoginCode: account.login_by_code_enabled === true,
    hasPasskeys: mfa.passkey_login_enabled === true,
    factors: FACTORS.filter((factor) => named.includes(factor)),
    providers: list(bag(data.socialaccount).providers)
      .map(bag)
      .filter(({ flows }) => list(flows).includes('provider_redirect'))
      .map(({ id, name }) => ({ id: text(id), name: text(name) })),
  };
}
