import { expect, it } from 'vitest';
import { toCsv } from '../src/lib/csv';

it('quotes what has to be quoted', () => {
  expect(toCsv([['a', 'b,c', 'd"e', 'f\ng']])).toBe('\ufeffa,"b,c","d""e","f\ng"\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('does not let a spreadsheet run %j', (text) => {
  expect(toCsv([[text]])).toContain(`'${text}`);
});
