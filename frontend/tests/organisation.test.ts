// @vitest-environment jsdom
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReferenceRow } from '../src/features/organisation/contract';
import { bodyOf, checkFacts, looksRight, NO_FACTS, peopleIn, sizeRuleFor } from '../src/features/organisation/facts';
import { minorOf } from '../src/features/organisation/ProposeSignatory';
import { nameIn } from '../src/features/organisation/useOrganisation';
import { daysLater, hongKongDay } from '../src/lib/hongKongDays';
import { loadWords, wordsOf } from '../src/lib/words';

function row(code: string, details: Record<string, string>): ReferenceRow {
  return {
    code,
    label: code,
    labels: { en: code, zhHant: code, zhHans: code },
    details,
    validFrom: '1900-01-01',
    validTo: null,
    source: 'test',
    sourceDate: null,
    confidence: 'high',
  };
}

const businessNumber = row('hk_br', { kind: 'hk_br', country: 'HK', digits: '8' });
const rules = [
  row('all', { country: 'HK', sector: '*', below: '50' }),
  row('makers', { country: 'HK', sector: 'C', below: '100' }),
];

beforeAll(() => loadWords('en', 'inside'));

describe('a registration number', () => {
  it.each(['12345678', '1234 5678', '12345678-000-12-26-A', '１２３４５６７８'])('%s looks right', (text) => {
    expect(looksRight(text, [businessNumber])).toBe(true);
  });

  it.each(['1234567', '123456789', '12345678-00', 'ABCDEFGH', ''])('%s does not', (text) => {
    expect(looksRight(text, [businessNumber])).toBe(false);
  });

  it('of another register is free within bounds', () => {
    expect(looksRight('9144030012345678XY', [])).toBe(true);
    expect(looksRight('no', [])).toBe(false);
    expect(looksRight('<script>', [])).toBe(false);
  });
});

describe('the facts of an organisation', () => {
  it('count people as they are written', () => {
    expect([peopleIn('1,200'), peopleIn(' 85 '), peopleIn(''), peopleIn('many'), peopleIn('-1')]).toEqual([
      1200,
      85,
      null,
      undefined,
      undefined,
    ]);
  });

  it('go by the rule of their sector, else by the one for all', () => {
    expect(sizeRuleFor(rules, 'HK', 'C')?.code).toBe('makers');
    expect(sizeRuleFor(rules, 'HK', 'M')?.code).toBe('all');
    expect(sizeRuleFor(rules, 'CN', 'C')).toBeUndefined();
  });

  it('name each field that is wrong, and no other', () => {
    const t = wordsOf('en', 'organisation');
    const names = ['kind', 'nameEn', 'registrationNumber', 'employees', 'website'] as const;
    const wrong = { ...NO_FACTS, employees: 'x', website: 'www.example.hk' };
    expect(checkFacts(t, wrong, [businessNumber], names).map(({ field }) => field)).toEqual([...names]);
    const right = {
      ...NO_FACTS,
      kind: 'buyer',
      nameZhHant: '樣例',
      registrationNumber: '12345678',
      website: 'https://a.hk',
    };
    expect(checkFacts(t, right, [businessNumber], names)).toEqual([]);
  });

  it('go out without blanks around them, and without a number of people where none is stated', () => {
    expect(bodyOf({ ...NO_FACTS, nameEn: ' A ' })).toMatchObject({ name: { en: 'A', zhHant: '' }, employees: null });
  });

  it('are named in the language of the page, else in the other script, else in English', () => {
    expect(nameIn('zh-Hans', { name: { en: 'A', zhHant: '甲', zhHans: '' } })).toEqual(['甲', 'zh-Hant']);
    expect(nameIn('zh-Hant', { name: { en: 'A', zhHant: '', zhHans: '' } })).toEqual(['A', 'en']);
  });
});

describe('amounts and days', () => {
  it('read a limit in minor units', () => {
    expect([minorOf('500,000'), minorOf('0.5'), minorOf(''), minorOf('0'), minorOf('1.234'), minorOf('ten')]).toEqual([
      50_000_000,
      50,
      null,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('count days over the end of a month and a leap day', () => {
    expect([daysLater('2028-02-28', 1), daysLater('2027-01-01', -1)]).toEqual(['2028-02-29', '2026-12-31']);
  });

  it('belong to Hong Kong', () => {
    expect(hongKongDay('2026-11-21T18:20:00Z')).toBe('2026-11-22');
  });
});
