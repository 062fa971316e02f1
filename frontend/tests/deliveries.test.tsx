// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Schemas } from '../src/api/contract';
import { readDeliveryFilters } from '../src/features/admin/deliveryFilters';
import { answers, asked, open, preparePages, questions, sessionOf } from './support/pages';

const READ = 'accounts.deliveries.read';
const RETRY = 'accounts.deliveries.retry';
const LIST = '/api/app/admin/deliveries';
const QUEUES = '/api/app/admin/queues';
const ALL = `${LIST}/retries`;

const delivery: Schemas['Delivery'] = {
  id: 7,
  state: 'parked',
  topic: 'mail.queued',
  handler: 'mail.send',
  lane: 'mail',
  about: { type: 'mail.message', id: 'm1' },
  attempts: 8,
  error: 'MailNotSent',
  place: 'ipmarket.kernel.mail.posting:post:47',
  happenedAt: '2026-11-21T04:00:00Z',
  parkedAt: '2026-11-21T04:10:00Z',
  nextAt: null,
};
const unknown: Schemas['Delivery'] = { ...delivery, id: 8, handler: 'old.work', error: 'KeyError', place: '' };
const queue: Schemas['Queue'] = {
  handler: 'mail.send',
  lane: 'mail',
  isKnown: true,
  waiting: 0,
  parked: 1,
  waitingSince: null,
  lastDeliveredAt: '2026-11-21T03:00:00Z',
};
const gone: Schemas['Queue'] = { ...queue, handler: 'old.work', isKnown: false, lastDeliveredAt: null };

function stand(queues: Schemas['Queue'][], deliveries: Schemas['Delivery'][], waitingSince: string | null = null) {
  const sum = (name: 'waiting' | 'parked') => queues.reduce((total, one) => total + one[name], 0);
  const body = { waiting: sum('waiting'), parked: sum('parked'), waitingSince, items: queues };
  answers.set(QUEUES, { status: 200, body });
  answers.set(LIST, { status: 200, body: { items: deliveries, next: null } });
}

const sent = () => asked.filter(({ method }) => method === 'POST').map(({ url }) => new URL(url).pathname);

preparePages(sessionOf('Iris', 'operator', [READ, RETRY]));

describe('the queues', () => {
  it('reassure where nothing is held up', async () => {
    stand([{ ...queue, parked: 0 }], []);
    open('/en/admin/queues');
    expect(await screen.findByText('Everything is done. Nothing waits.')).toBeTruthy();
    expect(await screen.findByRole('heading', { name: 'Nothing is held up' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /again/ })).toBeNull();
  });

  it('say what is held up, in words where there are some', async () => {
    stand([queue, gone], [delivery, unknown]);
    open('/en/admin/queues');
    const [section] = await screen.findAllByRole('region', { name: 'Held up' });
    const table = within(section as HTMLElement);
    expect(await table.findByText('The mail server did not take it')).toBeTruthy();
    expect(table.getByText('An error in the program')).toBeTruthy();
    expect(screen.getByText('2 are held up.')).toBeTruthy();
    // Which of the two lists is shown, is told.
    const isShown = (name: string) => screen.getByRole('link', { name }).hasAttribute('aria-current');
    expect([isShown('Held up'), isShown('Waiting')]).toEqual([true, false]);
    expect(screen.getAllByText('Sending mail').length).toBe(2);
    expect(screen.getAllByText('old.work').length).toBe(3);
    expect(screen.getByText('The program no longer knows this work: it would fail again.')).toBeTruthy();
    expect(screen.getByText('not lately')).toBeTruthy();
    // Held up since then, both.
    const normalizer = (text: string) => text.replaceAll('\u00a0', ' ');
    expect(screen.getAllByText('21 Nov 2026, 12:10 HKT', { normalizer }).length).toBe(2);
  });

  it('say since when the oldest waits', async () => {
    stand([{ ...queue, parked: 0, waiting: 1200, waitingSince: delivery.happenedAt }], [], delivery.happenedAt);
    open('/en/admin/queues');
    const line = await screen.findByText(/^1,200 wait, the oldest since 21/);
    expect(line.closest('p')?.dataset.standing).toBe('waiting');
  });

  it('ask the API for what the address names', async () => {
    stand([queue], []);
    open('/en/admin/queues?state=waiting&handler=mail.send');
    expect(await screen.findByText('Only this: Sending mail.')).toBeTruthy();
    await screen.findByRole('heading', { name: 'Nothing waits' });
    const query = Object.fromEntries(new URL(questions(LIST)[0]?.url ?? '').searchParams);
    expect(query).toEqual({ limit: '50', state: 'waiting', sort: 'dueAt', handler: 'mail.send' });
    expect(readDeliveryFilters({ state: 'done', handler: ' ', more: 1 })).toEqual({});
  });

  it('tell that they could not be read', async () => {
    answers.set(QUEUES, { status: 500, body: { code: 'server_error' } });
    answers.set(LIST, { status: 500, body: { code: 'server_error' } });
    open('/en/admin/queues');
    await waitFor(() =>
      expect(screen.getAllByRole('alert').filter(({ tagName }) => tagName === 'SECTION')).toHaveLength(2),
    );
  });
});

describe('trying again', () => {
  it('asks for a reason first, sends one request and says what became of it', async () => {
    stand([queue], [delivery]);
    answers.set(`${LIST}/7/retry`, { status: 200, body: { count: 1 } });
    open('/en/admin/queues');
    fireEvent.click(await screen.findByRole('button', { name: 'Try again: Sending mail, mail.message m1' }));
    const panel = screen.getByRole('group', { name: /^Try this again\?/ });
    expect(document.activeElement).toBe(panel);
    fireEvent.click(within(panel).getByRole('button', { name: 'Try again' }));
    expect(await within(panel).findAllByText('Give a reason')).toHaveLength(2);
    expect(sent()).toEqual([]);
    fireEvent.change(within(panel).getByLabelText(/^Reason/), { target: { value: ' The server is back. ' } });
    fireEvent.click(within(panel).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^1 is back in its queue/)).toBeTruthy();
    expect(sent()).toEqual([`${LIST}/7/retry`]);
    expect(await questions(`${LIST}/7/retry`)[0]?.clone().json()).toEqual({ reason: 'The server is back.' });
    expect(screen.queryByRole('group', { name: /^Try this again/ })).toBeNull();
    // What stands there is read anew.
    expect(questions(QUEUES).length).toBe(2);
    expect(questions(LIST).length).toBe(2);
  });

  it('takes all of one kind of work, and says when somebody else was faster', async () => {
    stand([{ ...queue, parked: 3 }], [delivery]);
    answers.set(ALL, { status: 409, body: { code: 'transition_refused', detail: 'secret detail' } });
    open('/en/admin/queues');
    fireEvent.click(await screen.findByRole('button', { name: 'Try all again: Sending mail' }));
    const panel = screen.getByRole('group', { name: /^Try all 3 again\?/ });
    fireEvent.change(within(panel).getByLabelText(/^Reason/), { target: { value: 'Back.' } });
    fireEvent.click(within(panel).getByRole('button', { name: 'Try all again' }));
    expect(await within(panel).findByText(/somebody else was faster/)).toBeTruthy();
    expect(screen.queryByText('secret detail')).toBeNull();
    expect(await questions(ALL)[0]?.clone().json()).toEqual({ handler: 'mail.send', reason: 'Back.' });
  });

  it('gives the focus back to whoever leaves it', async () => {
    stand([queue], [delivery]);
    open('/en/admin/queues');
    const button = await screen.findByRole('button', { name: 'Try all again: Sending mail' });
    button.focus();
    fireEvent.click(button);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(sent()).toEqual([]);
  });

  it('is not offered to whoever only reads', async () => {
    answers.set('/api/app/session', { status: 200, body: sessionOf('Ada', 'auditor', [READ]) });
    stand([queue], [delivery]);
    open('/en/admin/queues');
    await screen.findByText('The mail server did not take it');
    expect(screen.getByText('You read here. Operators decide.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /again/ })).toBeNull();
  });
});
