import { describe, expect, it } from 'vitest';
import {
  chosenFilters,
  parseAddress,
  readSearch,
  withOption,
  withoutFilters,
  withoutPiece,
  writeAddress,
} from '../src/lib/searchAddress';

describe('the address of a search', () => {
  it('is read back as it was written', () => {
    const address = '?q=%E6%B3%A8%E5%A1%91+%22thin+wall%22&type=patent&type=technology&year=2024&sort=newest';
    expect(writeAddress(readSearch(parseAddress(address)))).toBe(address);
  });

  it('keeps text that looks like a number or a list as text', () => {
    expect(readSearch(parseAddress('?q=[1]&year=2024'))).toEqual({ q: '[1]', year: ['2024'] });
  });

  it('leaves out what it does not know', () => {
    expect(readSearch(parseAddress('?q=a&evil=1&sort=sideways&type='))).toEqual({ q: 'a' });
  });

  it('does not spell out the default sort', () => {
    expect(readSearch(parseAddress('?sort=relevance'))).toEqual({});
  });
});

describe('filters', () => {
  const search = { q: 'a', type: ['patent'], cursor: 'c1', sort: 'newest' as const };

  it('start at the first page when they change', () => {
    expect(withOption(search, 'type', 'technology', true)).toEqual({
      q: 'a',
      type: ['patent', 'technology'],
      sort: 'newest',
    });
    expect(withOption(search, 'type', 'patent', false)).toEqual({ q: 'a', sort: 'newest' });
  });

  it('are not doubled by a second press', () => {
    expect(withOption(search, 'type', 'patent', true).type).toEqual(['patent']);
  });

  it('can be cleared without losing words and sort', () => {
    expect(withoutFilters(search)).toEqual({ q: 'a', sort: 'newest' });
    expect(chosenFilters(search)).toEqual([{ facet: 'type', value: 'patent' }]);
  });
});

describe('a piece of the query', () => {
  it('is taken out once, whatever its case', () => {
    expect(withoutPiece('注塑 Thin wall b29c', 'B29C')).toBe('注塑 Thin wall');
    expect(withoutPiece('a b a', 'a')).toBe('b a');
  });

  it('that is not there changes nothing', () => {
    expect(withoutPiece('a b', 'c')).toBe('a b');
    expect(withoutPiece('a b', '')).toBe('a b');
  });
});
