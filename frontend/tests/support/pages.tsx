/** What tests of whole pages share: a server that answers by path, and the product's own routes in a browser that remembers nothing. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, configure, render } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { Session } from '../../src/api/contract';
import { router as product } from '../../src/app/router';

/** The code of a page is loaded when it is first opened, which takes its time on a busy machine. */
const LONGEST_WAIT_MILLISECONDS = 4000;

export const PERSON = '01990000-0000-7000-8000-000000000001';
export const visitor: Session = {
  authenticated: false,
  csrfToken: 'token',
  isStrong: false,
  person: null,
  organisation: null,
  organisations: [],
  roles: [],
  heldRoles: [],
  permissions: [],
  termsDue: [],
  isDemo: false,
  demoAccounts: [],
};

/** The session of somebody with a platform role who signed in with a second step. */
export function sessionOf(name: string, role: Session['roles'][number], permissions: string[]): Session {
  const person = { id: PERSON, name, email: 'a@example.test', language: 'en', timeZone: 'Asia/Hong_Kong' } as const;
  return { ...visitor, authenticated: true, isStrong: true, person, roles: [role], permissions };
}

/** Answers by path; everything else is not found. */
export const answers = new Map<string, { status: number; body: unknown }>();
/** What was asked, oldest first. */
export const asked: Request[] = [];

export function questions(path: string): Request[] {
  return asked.filter(({ url }) => new URL(url).pathname === path);
}

async function answer(input: RequestInfo | URL): Promise<Response> {
  const request = input as Request;
  asked.push(request);
  const known = answers.get(new URL(request.url).pathname) ?? { status: 404, body: { code: 'not_found' } };
  return new Response(JSON.stringify(known.body), { status: known.status });
}

/** Before each test of a file: nothing was asked yet, and the server knows this session alone. */
export function preparePages(session: Session): void {
  beforeAll(() => {
    configure({ asyncUtilTimeout: LONGEST_WAIT_MILLISECONDS });
    // What a browser has and jsdom has not.
    vi.stubGlobal('matchMedia', (query: string) => ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    vi.stubGlobal('scrollTo', () => undefined);
    window.HTMLElement.prototype.scrollIntoView = () => undefined;
    vi.stubGlobal('fetch', answer);
  });
  beforeEach(() => {
    asked.length = 0;
    answers.clear();
    answers.set('/api/app/session', { status: 200, body: session });
  });
  afterEach(cleanup);
}

/** Opens an address of the product and returns the router, which knows where one has come to. */
export function open(path: string) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createRouter({
    ...product.options,
    routeTree: product.routeTree,
    history: createMemoryHistory({ initialEntries: [path] }),
    context: { queries },
  });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return router;
}
