// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../src/api/contract';
import { keepDraft, readDraft } from '../src/lib/drafts';
import { openPrompt, promptLeft } from '../src/lib/signInPrompt';
import { open, PERSON, preparePages, sessionOf, visitor } from './support/pages';

const organisation = (id: string) =>
  ({ id, name: id, kind: 'buyer', standing: 'owner', state: 'active', viaMandate: false }) as Session['organisation'];
const actingFor = (id: string): Session => ({ ...sessionOf('Ada', 'operator', []), organisation: organisation(id) });
const PROFILE = { id: PERSON, email: 'a@example.test', language: 'en', timeZone: 'Asia/Hong_Kong' };

/** What stands for the server: who acts, whether it answers and lets the organisation be chosen, and what came, oldest first. */
const server = {
  session: visitor,
  isReachable: true,
  maySwitch: true,
  onSwitch: () => {},
  came: [] as string[],
};

async function reply(request: Request): Promise<[number, object]> {
  const { pathname } = new URL(request.url);
  const { session } = server;
  if (request.method !== 'GET') server.came.push(`${request.method} ${pathname}`);
  switch (`${request.method} ${pathname}`) {
    case 'GET /api/app/session':
      return [server.isReachable ? 200 : 503, session];
    case 'GET /api/app/account':
      return session.person ? [200, { ...PROFILE, name: session.person.name }] : [401, { code: 'sign_in_needed' }];
    case 'PATCH /api/app/account': {
      const body = (await request.json()) as object;
      return session.person ? [200, { ...PROFILE, ...body }] : [401, { code: 'sign_in_needed' }];
    }
    case 'POST /api/auth/browser/v1/auth/login':
      server.session = actingFor('First');
      return [200, { status: 200, data: { user: { id: PERSON } }, meta: { is_authenticated: true } }];
    case 'PUT /api/app/session/organisation': {
      const { organisationId } = (await request.json()) as { organisationId: string };
      server.onSwitch();
      if (!server.maySwitch) return [404, { code: 'not_found' }];
      server.session = actingFor(organisationId);
      return [200, server.session];
    }
    default:
      return [404, { code: 'not_found' }];
  }
}

preparePages(visitor);
beforeEach(() => {
  vi.stubGlobal('fetch', async (request: Request) => {
    const [status, body] = await reply(request);
    return new Response(JSON.stringify(body), { status });
  });
  sessionStorage.clear();
  Object.assign(server, {
    session: actingFor('Second'),
    isReachable: true,
    maySwitch: true,
    onSwitch: () => {},
    came: [],
  });
});
afterEach(promptLeft);

const WRITE = 'PATCH /api/app/account';
const SIGN_IN = 'POST /api/auth/browser/v1/auth/login';
const SWITCH = 'PUT /api/app/session/organisation';

/** Ada, acting for her second organisation, types another name and sends it after her session has ended. */
async function sendTooLate() {
  const { queries } = open('/en/account/profile').options.context;
  const name = await screen.findByLabelText<HTMLInputElement>('Name');
  fireEvent.change(name, { target: { value: 'Ada Lovelace' } });
  server.session = visitor;
  fireEvent.click(screen.getByRole('button', { name: 'Save the profile' }));
  const dialog = await screen.findByRole('dialog', { name: 'Sign in again' });
  expect(server.came).toEqual([WRITE]);
  return { queries, name, dialog, session: () => queries.getQueryData<Session>(['session']) };
}

function signInAgain(dialog: HTMLElement) {
  fireEvent.change(dialog.querySelector('input[name="password"]')!, { target: { value: 'plating-bath-quarry-88' } });
  fireEvent.submit(dialog.querySelector('form')!);
}

describe('whoever does not sign in again', () => {
  it.each([true, false])('leaves nothing to the next person, the server being reachable: %s', async (isReachable) => {
    keepDraft(PERSON, 'new-token', 'of Ada');
    const { queries, session } = await sendTooLate();
    queries.setQueryData(['account', 'elsewhere'], 'of Ada');
    server.isReachable = isReachable;
    // A look at the session that is under way does not bring her back.
    void queries.refetchQueries({ queryKey: ['session'] });
    fireEvent.click(screen.getByRole('button', { name: 'Go on without signing in' }));
    await waitFor(() => expect(document.querySelector('[name="name"]')).toBeNull());
    await waitFor(() => expect(queries.isFetching()).toBe(0));
    expect(queries.getQueryData(['account', 'profile'])).toBeUndefined();
    expect(queries.getQueryData(['account', 'elsewhere'])).toBeUndefined();
    expect(readDraft(PERSON, 'new-token')).toBeUndefined();
    expect(session()).toEqual(visitor);
    expect(screen.queryByText('Ada')).toBeNull();
    expect(openPrompt()).toBeNull();
    expect(server.came).toEqual([WRITE]);
  });
});

describe('a write that waited for signing in', () => {
  it('goes out for the organisation that it was made for, and the page stays as it is', async () => {
    const { queries, name, dialog, session } = await sendTooLate();
    // Coming back to the window looks at the session, in the very moment in which it is for the first organisation.
    server.onSwitch = () => void queries.refetchQueries({ queryKey: ['session'] });
    signInAgain(dialog);
    await waitFor(() => expect(server.came).toEqual([WRITE, SIGN_IN, SWITCH, WRITE]));
    await waitFor(() => expect(openPrompt()).toBeNull());
    expect(session()?.organisation?.id).toBe('Second');
    expect(server.session.organisation?.id).toBe('Second');
    expect(screen.getByLabelText('Name')).toBe(name);
    expect(name.value).toBe('Ada Lovelace');
  });

  it('does not go out where that organisation is closed to the person now', async () => {
    keepDraft(PERSON, 'new-token', 'of Ada');
    const { dialog, session } = await sendTooLate();
    server.maySwitch = false;
    signInAgain(dialog);
    await waitFor(() => expect(openPrompt()).toBeNull());
    expect(session()?.organisation?.id).toBe('First');
    expect(await screen.findByDisplayValue('Ada')).toBeTruthy();
    expect(server.came).toEqual([WRITE, SIGN_IN, SWITCH]);
    expect(readDraft(PERSON, 'new-token')).toBe('of Ada');
  });

  it.each([
    ['Second', [WRITE, WRITE]],
    ['First', [WRITE]],
  ])('after signing in for %s in another tab', async (id, came) => {
    const { session } = await sendTooLate();
    server.session = actingFor(id);
    const tab = new BroadcastChannel('ipmarket-session');
    tab.postMessage('changed');
    await waitFor(() => expect(openPrompt()).toBeNull());
    tab.close();
    expect(await screen.findByDisplayValue(id === 'Second' ? 'Ada Lovelace' : 'Ada')).toBeTruthy();
    await waitFor(() => expect(session()?.organisation?.id).toBe(id));
    expect(server.came).toEqual(came);
  });

  it('does not go out for another person whom the page meets before it is told of them', async () => {
    const { queries, session } = await sendTooLate();
    const bo = sessionOf('Bo', 'operator', []);
    server.session = {
      ...bo,
      person: { ...bo.person!, id: PERSON.replace(/1$/, '2') },
      organisation: organisation('Second'),
    };
    await queries.refetchQueries({ queryKey: ['session'] });
    expect(openPrompt()).toBeNull();
    expect(await screen.findByDisplayValue('Bo')).toBeTruthy();
    expect(session()?.person?.name).toBe('Bo');
    expect(server.came).toEqual([WRITE]);
  });
});
