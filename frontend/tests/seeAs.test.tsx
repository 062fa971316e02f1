// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../src/api/contract';
import { lookAs } from '../src/api/seenAs';
import { router as product } from '../src/app/router';

const PERSON = '01990000-0000-7000-8000-000000000001';
const session: Session = {
  authenticated: true,
  csrfToken: 'token',
  isStrong: true,
  person: { id: PERSON, name: 'Operator', email: 'o@example.test', language: 'en', timeZone: 'Asia/Hong_Kong' },
  organisation: null,
  organisations: [],
  roles: ['operator'],
  heldRoles: [],
  permissions: ['accounts.pages.see_as'],
  termsDue: [],
  isDemo: false,
  demoAccounts: [],
};
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

function open(path: string) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createRouter({
    ...product.options,
    routeTree: product.routeTree,
    history: createMemoryHistory({ initialEntries: [path] }),
    context: { queries },
  });
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider env="test">
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>,
  );
}

/** What the requests since then said about whose sight they are in. */
const sights = () => asked.map((request) => [new URL(request.url).pathname, request.headers.get('X-See-As')]);

beforeAll(() => {
  vi.stubGlobal('scrollTo', () => undefined);
  window.matchMedia ??= ((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as unknown as typeof window.matchMedia;
});
beforeEach(() => {
  asked = [];
  lookAs('');
});
afterEach(cleanup);

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
