// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { lookAs } from '../src/api/seenAs';
import { open, preparePages, sessionOf } from './support/pages';

const session = sessionOf('Operator', 'operator', ['accounts.pages.see_as']);
let asked: Request[] = [];

function answering(permissions: string[]) {
  return (input: RequestInfo | URL): Promise<Response> => {
    const request = input as Request;
    asked.push(request);
    const isSession = new URL(request.url).pathname === '/api/app/session';
    const body = isSession ? { ...session, permissions } : { code: 'sign_in_needed' };
    return Promise.resolve(new Response(JSON.stringify(body), { status: isSession ? 200 : 401 }));
  };
}

/** What the requests since then said about whose sight they are in. */
const sights = () => asked.map((request) => [new URL(request.url).pathname, request.headers.get('X-See-As')]);

preparePages(session);
beforeEach(() => {
  asked = [];
  lookAs('');
});

describe('seeing pages as others see them', () => {
  it('asks for everything but the session in the chosen sight, and goes back', async () => {
    vi.stubGlobal('fetch', answering(['accounts.pages.see_as']));
    open('/en/search?q=mould');
    const choice = await screen.findByLabelText('See pages as', undefined, { timeout: 5000 });
    expect(sights().every(([, sight]) => sight === null)).toBe(true);
    asked = [];
    fireEvent.change(choice, { target: { value: 'member:buyer' } });
    await waitFor(() => expect(sights()).toContainEqual(['/api/app/search', 'member:buyer']));
    expect(screen.getByText(/What you do still counts as yours/)).toBeTruthy();
    // A 401 in a visitor's sight is no lost session: nobody is asked to sign in.
    expect(screen.queryByRole('dialog')).toBeNull();
    asked = [];
    fireEvent.click(screen.getByRole('button', { name: 'Back to my own view' }));
    await waitFor(() => expect(sights()).toContainEqual(['/api/app/search', null]));
  });

  it('is offered to nobody else', async () => {
    vi.stubGlobal('fetch', answering([]));
    open('/en/search?q=mould');
    await waitFor(() => expect(sights().map(([path]) => path)).toContain('/api/app/search'));
    expect(screen.queryByLabelText('See pages as')).toBeNull();
  });
});
