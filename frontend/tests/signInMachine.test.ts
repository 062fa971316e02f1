import { describe, expect, it } from 'vitest';
import { nextState, pageOf, SIGNED_OUT, waysOf, type SignInState, type StateName } from '../src/lib/signInMachine';

const user = { id: '0192', display: 'Ivy Cheung', email: 'ivy@demo.example', has_usable_password: true };
const known = { id: '0192', name: 'Ivy Cheung', email: 'ivy@demo.example', hasPassword: true };
const signedIn: SignInState = { name: 'signed_in', user: known };

/** What a visitor is always offered; `pending` is marked or added as the server does it. */
function refused(pending?: { id: string; [more: string]: unknown }) {
  const flows: object[] = [
    { id: 'login' },
    { id: 'login_by_code' },
    { id: 'signup' },
    { id: 'provider_redirect', providers: ['campus'] },
    { id: 'mfa_login_webauthn' },
    { id: 'password_reset_by_code', is_pending: false },
  ];
  const others = pending ? flows.filter((flow) => (flow as { id: string }).id !== pending.id) : flows;
  const all = pending ? [...others, { ...pending, is_pending: true }] : others;
  return { status: 401, body: { status: 401, data: { flows: all }, meta: { is_authenticated: false } } };
}
const welcome = {
  status: 200,
  body: {
    status: 200,
    data: { user, methods: [{ method: 'password', at: 1732205000.1 }] },
    meta: { is_authenticated: true },
  },
};

describe('an answer of the sign-in API', () => {
  it.each<[string, { status: number; body: unknown }, SignInState]>([
    ['nobody', refused(), { name: 'signed_out' }],
    ['an address to confirm', refused({ id: 'verify_email' }), { name: 'needs_email_code' }],
    ['a code that was mailed', refused({ id: 'login_by_code' }), { name: 'needs_login_code' }],
    ['a reset under way', refused({ id: 'password_reset_by_code' }), { name: 'needs_password_reset_code' }],
    [
      'a second step',
      refused({ id: 'mfa_authenticate', types: ['recovery_codes', 'totp', 'smoke_signal', 'webauthn'] }),
      { name: 'needs_second_factor', factors: ['webauthn', 'totp', 'recovery_codes'] },
    ],
    ['trust', refused({ id: 'mfa_trust' }), { name: 'needs_trust' }],
    [
      'a provider that made nobody yet',
      refused({ id: 'provider_signup', provider: { id: 'campus', name: 'Campus', flows: ['provider_redirect'] } }),
      { name: 'provider_signup', provider: { id: 'campus', name: 'Campus' } },
    ],
    ['a step from a newer server', refused({ id: 'retina_scan' }), { name: 'unknown_step', step: 'retina_scan' }],
    ['a welcome', welcome, signedIn],
    ['a session that is gone', { status: 410, body: {} }, { name: 'signed_out', lost: 'session' }],
    ['a step that is not under way', { status: 409, body: { status: 409 } }, { name: 'signed_out', lost: 'step' }],
  ])('%s becomes a state', (_, answer, state) => {
    expect(nextState(SIGNED_OUT, answer)).toEqual(state);
  });

  it('that asks for proof says which proofs there are and where to go back to', () => {
    const answer = {
      status: 401,
      body: {
        status: 401,
        data: {
          user,
          methods: [],
          flows: [{ id: 'reauthenticate' }, { id: 'mfa_reauthenticate', types: ['webauthn', 'totp'] }],
        },
        meta: { is_authenticated: true },
      },
    };
    expect(nextState(signedIn, answer, '/en/account/security')).toEqual({
      name: 'needs_reauthentication',
      proofs: ['password', 'webauthn', 'code'],
      user: known,
      returnTo: '/en/account/security',
    });
  });

  it('that knows nobody, to somebody who was signed in, says that the session is lost', () => {
    expect(nextState(signedIn, refused())).toEqual({ name: 'signed_out', lost: 'session' });
  });

  it('of signing in goes before a reset that was begun and left', () => {
    const answer = refused({ id: 'mfa_authenticate', types: ['totp'] });
    answer.body.data.flows.push({ id: 'password_reset_by_code', is_pending: true });
    expect(nextState(SIGNED_OUT, answer).name).toBe('needs_second_factor');
  });

  it.each([400, 403, 429, 500, 503, 0])('%i leaves one where one was', (status) => {
    const before: SignInState = { name: 'needs_login_code' };
    expect(nextState(before, { status, body: { errors: [{ code: 'incorrect_code', param: 'code' }] } })).toBe(before);
  });

  it('that is a list and not a welcome changes nothing', () => {
    const emails = { status: 200, body: { status: 200, data: [{ email: 'a@b.hk', verified: true, primary: true }] } };
    expect(nextState(signedIn, emails)).toBe(signedIn);
  });

  it('of a step that another tab took does not sign somebody out who is in', () => {
    expect(nextState(signedIn, { status: 409, body: {} })).toBe(signedIn);
  });
});

describe('whatever the server answers', () => {
  const NAMES: StateName[] = [
    'signed_out',
    'needs_email_code',
    'needs_login_code',
    'needs_second_factor',
    'needs_reauthentication',
    'needs_password_reset_code',
    'needs_trust',
    'provider_signup',
    'signed_in',
    'unknown_step',
  ];
  // A small generator with a seed of its own, so that a failure can be seen again.
  function generator(seed: number) {
    let state = seed;
    return (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }
  const pieces: unknown[] = [
    null,
    undefined,
    0,
    -1,
    '',
    'verify_email',
    'mfa_authenticate',
    true,
    [],
    [null],
    {},
    { id: 7 },
  ];
  const keys = ['data', 'meta', 'flows', 'user', 'id', 'is_pending', 'is_authenticated', 'types', 'provider', 'status'];
  function anything(next: (below: number) => number, depth: number): unknown {
    const choice = next(4);
    if (depth === 0 || choice === 0) return pieces[next(pieces.length)];
    if (choice === 1) return Array.from({ length: next(4) }, () => anything(next, depth - 1));
    return Object.fromEntries(
      Array.from({ length: next(6) }, () => [keys[next(keys.length)], anything(next, depth - 1)]),
    );
  }

  it('is a state, and every state has a page or none', () => {
    const next = generator(20261121);
    const statuses = [200, 401, 409, 410, 400, 500, 0];
    let state: SignInState = SIGNED_OUT;
    for (let turn = 0; turn < 20_000; turn += 1) {
      state = nextState(state, { status: statuses[next(statuses.length)] as number, body: anything(next, 5) });
      expect(NAMES).toContain(state.name);
      expect([null, 'sign-in/code', 'sign-in/second-factor', 'sign-in/provider']).toContain(pageOf(state));
    }
  });

  it('a pending step that nobody knows never passes for signed in', () => {
    const next = generator(7);
    for (let turn = 0; turn < 2_000; turn += 1) {
      const id = `step_${next(1_000_000)}`;
      expect(nextState(SIGNED_OUT, refused({ id, types: anything(next, 3) }))).toEqual({
        name: 'unknown_step',
        step: id,
      });
    }
  });
});

describe('the ways to sign in', () => {
  it('are read from the configuration', () => {
    const body = {
      status: 200,
      data: {
        account: { login_methods: ['email'], is_open_for_signup: true, login_by_code_enabled: true },
        socialaccount: {
          providers: [
            { id: 'campus', name: 'Campus', flows: ['provider_redirect'], client_id: 'x' },
            { id: 'token-only', name: 'Token', flows: ['provider_token'] },
          ],
        },
        mfa: { supported_types: ['totp', 'recovery_codes', 'webauthn'], passkey_login_enabled: true },
      },
    };
    expect(waysOf(body)).toEqual({
      isOpenForSignUp: true,
      hasLoginCode: true,
      hasPasskeys: true,
      factors: ['webauthn', 'totp', 'recovery_codes'],
      providers: [{ id: 'campus', name: 'Campus' }],
    });
  });

  it('are none where nothing is said', () => {
    expect(waysOf(null)).toEqual({
      isOpenForSignUp: false,
      hasLoginCode: false,
      hasPasskeys: false,
      factors: [],
      providers: [],
    });
  });
});
