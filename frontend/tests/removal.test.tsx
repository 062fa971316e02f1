// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { asForm } from '../src/api/client';
import type { Schemas } from '../src/api/contract';
import { answers, asked, open, preparePages, sessionOf } from './support/pages';

const ADDRESS = '/api/app/account/tokens/t1';
const token: Schemas['Token'] = {
  id: 't1',
  name: 'Nightly copy',
  prefix: 'ipm_abcd',
  scopes: ['catalogue.read'],
  organisation: null,
  createdAt: '2026-11-20T04:00:00Z',
  expiresAt: '2027-11-20T04:00:00Z',
  lastUsedAt: null,
  isExpired: false,
};
const removals = () => asked.filter(({ method }) => method === 'DELETE').map(({ url }) => new URL(url).pathname);

preparePages(sessionOf('Ada', 'operator', []));
beforeEach(() => {
  answers.set('/api/app/account/tokens', { status: 200, body: { items: [token], next: null } });
});

/** Presses the button of the one row; returns it with the question that opens. */
async function press(): Promise<[HTMLElement, HTMLElement]> {
  open('/en/account/tokens');
  const button = await screen.findByRole('button', { name: 'Revoke Nightly copy' });
  button.focus();
  fireEvent.click(button);
  return [button, await screen.findByRole('group', { name: 'Revoke “Nightly copy”?' })];
}

describe('taking something away', () => {
  it('asks first, takes the focus and gives it back, and sends nothing to who leaves it', async () => {
    const [button, question] = await press();
    expect(document.activeElement).toBe(question);
    fireEvent.keyDown(question, { key: 'Escape' });
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(screen.queryByRole('group', { name: /^Revoke/ })).toBeNull();
    expect(removals()).toEqual([]);
  });

  it('sends one request, says what is gone and forgets it at the next question', async () => {
    answers.set(ADDRESS, { status: 200, body: {} });
    const [button] = await press();
    fireEvent.click(screen.getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('Revoked: Nightly copy')).toBeTruthy();
    expect(screen.queryByRole('group', { name: /^Revoke/ })).toBeNull();
    expect(removals()).toEqual([ADDRESS]);
    fireEvent.click(button);
    expect(screen.queryByText('Revoked: Nightly copy')).toBeNull();
  });

  it('tells a refusal in the question, which stays', async () => {
    const detail = 'secret detail';
    answers.set(ADDRESS, { status: 503, body: { code: 'unavailable', detail } });
    const [, question] = await press();
    fireEvent.click(screen.getByRole('button', { name: 'Revoke' }));
    const alert = await screen.findByText(
      (_, element) => element?.getAttribute('role') === 'alert' && question.contains(element),
    );
    expect(alert.textContent).not.toContain(detail);
    expect(screen.queryByText('Revoked: Nightly copy')).toBeNull();
    expect(screen.getByRole('button', { name: 'Revoke Nightly copy' })).toBeTruthy();
    expect(removals()).toEqual([ADDRESS]);
  });
});

it('a form with a file sends its parts under their names', () => {
  const file = new File(['%PDF-'], 'registration.pdf', { type: 'application/pdf' });
  const form = asForm<Schemas['DocumentUploadRequest']>({ kind: 'registration', file }).bodySerializer();
  expect([...form.keys()]).toEqual(['kind', 'file']);
  expect(form.get('kind')).toBe('registration');
  expect(form.get('file')).toBe(file);
});
