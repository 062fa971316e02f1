// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../src/api/contract';
import { router as product } from '../src/app/router';

const visitor: Session = {
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
const messages = ['Second', 'First'].map((subject, at) => ({
  id: `01a1ff19-6f6e-722c-ad28-00000000000${2 - at}`,
  to: `${subject.toLowerCase()}@example.test`,
  subject,
  language: 'en',
  sentAt: '2026-11-21T04:00:00Z',
  text: `Text of ${subject}`,
}));
const template = { name: 'accounts/invitation', subject: 'You are invited', values: ['inviter', 'link'] };
const answers = new Map<string, { status: number; body: unknown }>();
let asked: URL[] = [];

async function answer(input: RequestInfo | URL): Promise<Response> {
  const address = new URL((input as Request).url);
  asked.push(address);
  const known = answers.get(address.pathname) ?? { status: 404, body: { code: 'not_found' } };
  return new Response(JSON.stringify(known.body), { status: known.status });
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
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return router;
}

beforeAll(() => {
  window.matchMedia = (query) =>
    ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList;
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  window.scrollTo = () => undefined;
});

beforeEach(() => {
  asked = [];
  answers.clear();
  answers.set('/api/app/session', { status: 200, body: visitor });
  vi.stubGlobal('fetch', answer);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the mailbox', () => {
  it('shows the newest message and opens another by its address', async () => {
    answers.set('/api/app/mailbox', { status: 200, body: { items: messages } });
    const router = open('/en/mailbox');
    await screen.findByRole('heading', { level: 2, name: 'Second' });
    expect(screen.getByText('Text of Second')).toBeTruthy();
    fireEvent.click(screen.getByRole('link', { name: /^First/ }));
    await screen.findByRole('heading', { level: 2, name: 'First' });
    expect(router.state.location.pathname).toBe(`/en/mailbox/${messages[1]?.id}`);
  });

  it('shows the page of a message in a frame in which nothing runs', async () => {
    answers.set('/api/app/mailbox', { status: 200, body: { items: messages } });
    open(`/en/mailbox/${messages[1]?.id}`);
    const frame = await screen.findByTitle('The message as its recipient sees it');
    expect(frame.getAttribute('src')).toBe(`/api/app/mailbox/${messages[1]?.id}/page`);
    expect(frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
  });

  it('says where it exists when there is none', async () => {
    open('/en/mailbox');
    await screen.findByRole('heading', { level: 1, name: 'There is no mailbox here' });
    expect(screen.queryByRole('link', { name: /First/ })).toBeNull();
  });

  it('says so when nothing was sent', async () => {
    answers.set('/api/app/mailbox', { status: 200, body: { items: [] } });
    open('/zh-hant/mailbox');
    await screen.findByRole('heading', { level: 2, name: '未有寄出電郵' });
  });
});

describe('mail templates', () => {
  it('are closed to those who may not read them, without asking for any', async () => {
    open('/en/mail-templates');
    await screen.findByRole('heading', { level: 1, name: 'Mail templates are for operators and auditors' });
    expect(asked.filter(({ pathname }) => pathname.includes('mail-templates'))).toEqual([]);
  });

  it('are shown in the language that is chosen', async () => {
    answers.set('/api/app/session', {
      status: 200,
      body: { ...visitor, permissions: ['accounts.mail_templates.read'] },
    });
    answers.set('/api/app/mail-templates', { status: 200, body: { items: [template] } });
    answers.set('/api/app/mail-templates/accounts/invitation', {
      status: 200,
      body: { ...template, language: 'en', text: 'Come and see.' },
    });
    const router = open('/en/mail-templates');
    await screen.findByText('Come and see.');
    expect(screen.getByText('Filled in: inviter, link')).toBeTruthy();
    fireEvent.change(screen.getByRole('combobox', { name: 'Language' }), { target: { value: 'zh-Hans' } });
    await waitFor(() =>
      expect(screen.getByTitle('The template as its recipient sees it').getAttribute('src')).toBe(
        '/api/app/mail-templates/accounts/invitation/page?language=zh-Hans',
      ),
    );
    expect(router.state.location.searchStr).toBe('?language=zh-Hans');
  });
});
