// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { answers, asked, open, preparePages, visitor } from './support/pages';

const messages = ['Second', 'First'].map((subject, at) => ({
  id: `01a1ff19-6f6e-722c-ad28-00000000000${2 - at}`,
  to: `${subject.toLowerCase()}@example.test`,
  subject,
  language: 'en',
  sentAt: '2026-11-21T04:00:00Z',
  text: `Text of ${subject}`,
}));
const template = { name: 'accounts/invitation', subject: 'You are invited', values: ['inviter', 'link'] };

preparePages(visitor);

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
    expect(asked.filter(({ url }) => new URL(url).pathname.includes('mail-templates'))).toEqual([]);
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
