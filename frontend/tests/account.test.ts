// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { exampleOf } from '../src/features/account/MadeTokenPanel';
import type { MadeToken } from '../src/features/account/queries';
import { readOrganisationFilters, readSignatoryFilters } from '../src/features/admin/filters';
import { daysSince, nameIn } from '../src/features/admin/names';
import { sectionsOf } from '../src/features/terms/TermsPage';
import { fileSize } from '../src/lib/format';
import { offsetOf, timeZones, zonesFor } from '../src/lib/timeZones';

const WINTER = new Date('2026-01-15T12:00:00Z');
const SUMMER = new Date('2026-07-15T12:00:00Z');

describe('time zones', () => {
  it('say how far they are from UTC at the moment asked for', () => {
    expect(offsetOf('Asia/Hong_Kong', WINTER)).toBe('+08:00');
    expect([offsetOf('Europe/London', WINTER), offsetOf('Europe/London', SUMMER)]).toEqual(['+00:00', '+01:00']);
    expect(offsetOf('Asia/Kathmandu', WINTER)).toBe('+05:45');
  });

  it('are found by city, by name and by offset', () => {
    const zones = timeZones('en', 'Asia/Hong_Kong', WINTER);
    const found = (text: string) => zonesFor(zones, text, 'Asia/Hong_Kong').shown.map(({ id }) => id);
    expect(found('tokyo')).toEqual(['Asia/Hong_Kong', 'Asia/Tokyo']);
    expect(found('new york')).toContain('America/New_York');
    expect(found('+9')).toContain('Asia/Tokyo');
    expect(found('+9')).not.toContain('Australia/Adelaide');
    expect(found('japan standard')).toContain('Asia/Tokyo');
  });

  it('keep the chosen one in the list, whatever is looked for', () => {
    const zones = timeZones('zh-Hant', 'Etc/GMT-8', WINTER);
    expect(zonesFor(zones, 'zzzz', 'Etc/GMT-8')).toMatchObject({ shown: [{ id: 'Etc/GMT-8' }], fitting: 0 });
    expect(timeZones('en', 'No/Such_Zone', WINTER).find(({ id }) => id === 'No/Such_Zone')?.label).toBe('No/Such_Zone');
  });
});

describe('the terms', () => {
  it('become sections with paragraphs and lists', () => {
    const sections = sectionsOf([
      { kind: 'paragraph', text: 'Before' },
      { kind: 'heading', text: 'One' },
      { kind: 'item', text: 'a' },
      { kind: 'item', text: 'b' },
      { kind: 'paragraph', text: 'between' },
      { kind: 'item', text: 'c' },
      { kind: 'heading', text: 'Two' },
    ]);
    expect(sections).toEqual([
      { heading: '', parts: ['Before'] },
      { heading: 'One', parts: [['a', 'b'], 'between', ['c']] },
      { heading: 'Two', parts: [] },
    ]);
  });
});

describe('the example for a token', () => {
  const made = {
    scopes: ['organisation.read'],
    organisation: { id: 'o1', name: 'Sample' },
    token: 'ipm_secret',
  } as MadeToken;

  it('has three lines, reads what the token opens, and does not hold the token', () => {
    const example = exampleOf(made, 'https://market.example');
    expect(example.split('\n')).toHaveLength(3);
    expect(example).toContain("'https://market.example/api/app/organisations/o1'");
    expect(example).not.toContain('ipm_secret');
  });
});

describe('addresses of the console', () => {
  it('hold what is known and nothing else', () => {
    expect(readOrganisationFilters({ q: '  mould ', kind: 'buyer', state: 'nonsense', cursor: 'x' })).toEqual({
      q: 'mould',
      kind: 'buyer',
    });
    expect(readSignatoryFilters({ state: 'all' })).toEqual({ state: 'all' });
    expect(readSignatoryFilters({ state: 'everything' })).toEqual({});
  });

  it('name organisations in the language of the page, else in the nearest', () => {
    const name = { en: 'Works', zhHant: '', zhHans: '样例' };
    expect(nameIn('zh-Hant', name)).toEqual(['样例', 'zh-Hans']);
    expect(nameIn('en', name)).toEqual(['Works', 'en']);
  });

  it('count whole days', () => {
    expect(daysSince('2026-07-13T13:00:00Z', SUMMER)).toBe(1);
    expect(daysSince('2026-07-16T13:00:00Z', SUMMER)).toBe(0);
  });
});

describe('the size of a file', () => {
  it('is told as people read it', () => {
    expect([fileSize(640), fileSize(12_400), fileSize(3_400_000)]).toEqual(['640\u00a0B', '12\u00a0KB', '3.4\u00a0MB']);
  });
});
