// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditQuery, isId, readAuditSearch } from '../src/features/audit/auditAddress';
import { changesOf, shown } from '../src/features/audit/changes';
import type { AuditChain, AuditEntryDetail } from '../src/features/audit/contract';
import { answers, open, PERSON, preparePages, questions, sessionOf } from './support/pages';

const session = sessionOf('Auditor', 'auditor', ['accounts.audit.read']);
const entry: AuditEntryDetail = {
  id: 7,
  at: '2026-11-21T04:05:06Z',
  actor: { kind: 'person', id: PERSON, name: 'Ann Lee', label: '', mandateId: null },
  organisation: { id: PERSON, name: 'Sample Mould Works' },
  action: 'accounts.change_member_role',
  target: { type: 'accounts.membership', id: 'm1' },
  reason: 'moved on',
  requestId: 'request-0001',
  sequence: 5,
  before: { role: 'member', since: 'x' },
  after: { role: 'manager', since: 'x' },
  personal: null,
  isPersonalErased: true,
  digest: 'd'.repeat(64),
  hash: 'e'.repeat(64),
  previousHash: 'f'.repeat(64),
};
const sound = {
  id: 1,
  at: '2026-11-21T04:00:00Z',
  isFull: false,
  fromSequence: 1,
  toSequence: 5,
  entries: 5,
  unsealed: 0,
  isSound: true,
  problem: null,
  placeSequence: null,
  placeEntryId: null,
  detail: '',
};
const chain: AuditChain = {
  sequence: 1234,
  hash: 'e'.repeat(64),
  sealedEntryAt: '2026-11-21T04:05:06Z',
  unsealed: 1,
  head: { sequence: 1234, hash: 'e'.repeat(64), at: '2026-11-21T04:05:07Z' },
  headProblem: '',
  publicKey: 'key',
  lastVerification: sound,
  lastFullVerification: null,
};

preparePages(session);
beforeEach(() => {
  answers.set('/api/app/audit-chain', { status: 200, body: chain });
  answers.set('/api/app/audit-entries', { status: 200, body: { items: [entry], next: 'c2' } });
  answers.set('/api/app/audit-entries/7', { status: 200, body: entry });
  answers.set('/api/app/looks', { status: 200, body: { items: [], next: null } });
});

describe('the audit trail', () => {
  it('says in plain words who did what, for whom and when, with the zone', async () => {
    open('/en/audit');
    const when = await screen.findByRole('link', { name: /^21\sNov\s2026, 12:05:06\sHKT$/ });
    expect(when.getAttribute('href')).toBe('/en/audit/7');
    const row = when.closest('tr')?.textContent ?? '';
    for (const words of [
      'Ann Lee',
      'Sample Mould Works',
      "Changed a member's role",
      'accounts.membership',
      'moved on',
    ]) {
      expect(row).toContain(words);
    }
    expect((await screen.findAllByText('No. 1,234')).length).toBe(2);
    expect(screen.getByText('1 entry')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Older' }).getAttribute('href')).toBe('/en/audit?cursor=c2');
  });

  it('shows the code of an action that has no words yet', async () => {
    answers.set('/api/app/audit-entries', {
      status: 200,
      body: { items: [{ ...entry, action: 'licensing.sign_agreement' }], next: null },
    });
    open('/zh-hant/audit');
    expect(await screen.findByText('licensing.sign_agreement')).toBeTruthy();
  });

  it('keeps the filters in the address and asks in Hong Kong time', async () => {
    const router = open('/en/audit?action=accounts&fromAt=2026-11-21T12:00');
    await screen.findByRole('table');
    const asks = new URL(questions('/api/app/audit-entries')[0]?.url ?? '').searchParams;
    expect([asks.get('action'), asks.get('fromAt')]).toEqual(['accounts', '2026-11-21T12:00+08:00']);
    fireEvent.change(screen.getByLabelText('Person (id)'), { target: { value: 'Ann' } });
    fireEvent.click(screen.getByRole('button', { name: 'Find' }));
    expect(await screen.findByText('This is no id. Copy it from a row or an address.')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Person (id)'), { target: { value: PERSON } });
    fireEvent.click(screen.getByRole('button', { name: 'Find' }));
    await waitFor(() =>
      expect(router.state.location.searchStr).toContain(`action=accounts&fromAt=2026-11-21T12%3A00&actor=${PERSON}`),
    );
  });

  it('is loud about a fault and names its place', async () => {
    const broken = { ...sound, isSound: false, problem: 'truncated', placeSequence: 6 };
    answers.set('/api/app/audit-chain', { status: 200, body: { ...chain, lastVerification: broken } });
    open('/en/audit');
    expect(await screen.findByText('The end of the chain was cut off')).toBeTruthy();
    expect(screen.getByText('Place: seal 6, entry –')).toBeTruthy();
  });

  it('verifies on demand and says what came out', async () => {
    answers.set('/api/app/audit-chain/verifications', { status: 201, body: sound });
    open('/en/audit');
    fireEvent.click(await screen.findByRole('button', { name: 'Verify what is new' }));
    await waitFor(() => expect(questions('/api/app/audit-chain/verifications').length).toBe(1));
    await waitFor(() => expect(screen.getAllByText('Sound').length).toBe(2));
  });

  it('says why an export was refused', async () => {
    answers.set('/api/app/audit-entries/export', {
      status: 422,
      body: { code: 'audit_export_too_large', detail: 'x' },
    });
    open('/en/audit');
    fireEvent.click(await screen.findByRole('button', { name: 'Export as CSV' }));
    expect(await screen.findByText(/More than 100,000 entries fit/)).toBeTruthy();
  });

  it('shows before and after, and that personal values were erased', async () => {
    open('/en/audit/7');
    expect(await screen.findByRole('heading', { name: "Changed a member's role", level: 1 })).toBeTruthy();
    const [, first] = screen.getAllByRole('row');
    expect(first?.textContent).toContain('role changed');
    expect(first?.textContent).toContain('manager');
    expect(screen.getByText('Erased. The chain stays whole without them.')).toBeTruthy();
    expect(await screen.findByText(/Nobody was recorded looking at this/)).toBeTruthy();
  });

  it.each([
    [[], 'You are signed in as Auditor. This account has neither role.'],
    [['auditor'], 'Your role waits for a second step. Sign in with one to open this page.'],
  ])('is closed to others, and asks for nothing: %j', async (heldRoles, words) => {
    answers.set('/api/app/session', { status: 200, body: { ...session, roles: [], permissions: [], heldRoles } });
    open('/en/audit');
    expect(await screen.findByText(words)).toBeTruthy();
    expect(questions('/api/app/audit-entries')).toEqual([]);
  });
});

describe('the address', () => {
  it('keeps what the page knows and leaves out the rest', () => {
    expect(readAuditSearch({ action: [' a '], colour: 'red', cursor: 'c', toAt: '' })).toEqual({
      action: 'a',
      cursor: 'c',
    });
  });
  it('leaves an instant that has its zone as it is', () => {
    expect(auditQuery({ toAt: '2026-11-21T12:00:00Z' })).toEqual({ toAt: '2026-11-21T12:00:00Z' });
    expect(auditQuery({ toAt: '2026-11-21T12:00:01' })).toEqual({ toAt: '2026-11-21T12:00:01+08:00' });
  });
  it('knows an id', () => {
    expect([isId(PERSON), isId('x'), isId(`${PERSON}0`)]).toEqual([true, false, false]);
  });
});

describe('before and after', () => {
  it('name what changed first', () => {
    const found = changesOf({ a: 1, b: [1] }, { a: 1, b: [2], c: null });
    expect(found.map(({ name, isChanged }) => [name, isChanged])).toEqual([
      ['b', true],
      ['a', false],
      ['c', false],
    ]);
  });
  it('show values as they were recorded', () => {
    expect([shown('x'), shown(''), shown(null), shown([1])]).toEqual(['x', '""', 'null', '[1]']);
  });
});
