import { describe, expect, it } from 'vitest';
import { bound, boundParts } from '../src/lib/units';

const plain = (text: string) => text.replaceAll('\u00a0', '_');

describe('number and unit', () => {
  it.each([
    ['Micro insert moulding of 0.2 mm terminals', 'Micro insert moulding of 0.2_mm terminals'],
    ['tubs at 4.2 seconds a cycle', 'tubs at 4.2_seconds a cycle'],
    ['Dosing of 20 nanolitres of oil', 'Dosing of 20_nanolitres of oil'],
    ['Feeding 40 per cent regrind', 'Feeding 40_per_cent regrind'],
    ['from 80 to 250 t at 8 MPa and 35 °C', 'from 80 to 250_t at 8_MPa and 35_°C'],
    ['yield 98.6 %, 3 µm deep', 'yield 98.6_%, 3_µm deep'],
    ['承加 20 納升油並逐點留影', '承加 20_納升油並逐點留影'],
  ])('%s stays together', (text, wanted) => expect(plain(bound(text))).toBe(wanted));

  it.each(['Trials of 3 machines', 'a plate of 2 mmm', 'step 4 heats the mould', 'US 99,000,012 B2', 'mm 3', ''])(
    '%j is left alone',
    (text) => expect(bound(text)).toBe(text),
  );

  it('keeps the length, so that pieces can be cut again', () => {
    const parts = [
      { text: 'walls of 0.2', match: true },
      { text: ' ', match: false },
      { text: 'mm', match: true },
    ];
    expect(boundParts(parts).map(({ text }) => plain(text))).toEqual(['walls of 0.2', '_', 'mm']);
    expect(boundParts(parts).map(({ match }) => match)).toEqual([true, false, true]);
  });
});
