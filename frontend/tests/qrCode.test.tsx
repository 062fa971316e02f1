// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { QrCode } from '../src/features/account-security/QrCode';

const QUIET_SQUARES = 4;
/** "IP Market" in version 1, correction level M, mask 3; two makers of codes that share no line drew the same. */
const KNOWN = `
#######.#.....#######
#.....#.##.#..#.....#
#.###.#..##.#.#.###.#
#.###.#.#.#.#.#.###.#
#.###.#..###..#.###.#
#.....#....##.#.....#
#######.#.#.#.#######
........#####........
#.##.###.####.#..#.##
###.....######.##.##.
###.#.##...#.###.#.##
#####...#.##...#.....
...####.#...#####...#
........####.##.##..#
#######.#.####.##....
#.....#.##.....#####.
#.###.#..##.#.#..#...
#.###.#.#.##..##.###.
#.###.#.#.#.#.#..##..
#.....#..##..#.#....#
#######.#.#..#..#.#..
`.trim();

afterEach(cleanup);

/** The picture as rows of text, and how wide and high it is. */
function drawn(text: string): { size: number; rows: string[] } {
  render(<QrCode text={text} label="Secret" />);
  const picture = screen.getByRole('img', { name: 'Secret' });
  const [left, top, size, height] = (picture.getAttribute('viewBox') ?? '').split(' ').map(Number) as number[];
  expect([left, top, height]).toEqual([0, 0, size]);
  // The content security policy lets no style of an element through.
  expect(picture.outerHTML).not.toContain('style=');
  const path = picture.querySelector('path')?.getAttribute('d') ?? '';
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, right, down]) => `${right} ${down}`));
  expect(path.replace(/M\d+ \d+h1v1h-1z/g, '')).toBe('');
  const line = Array.from({ length: size as number }, (_, at) => at);
  return {
    size: size as number,
    rows: line.map((down) => line.map((right) => (dark.has(`${right} ${down}`) ? '#' : '.')).join('')),
  };
}

it('is drawn square by square, with light all round', () => {
  const { size, rows } = drawn('IP Market');
  expect(size).toBe(21 + 2 * QUIET_SQUARES);
  const inner = rows.slice(QUIET_SQUARES, -QUIET_SQUARES);
  expect(inner.map((row) => row.slice(QUIET_SQUARES, -QUIET_SQUARES)).join('\n')).toBe(KNOWN);
  const quiet = [...rows.slice(0, QUIET_SQUARES), ...rows.slice(-QUIET_SQUARES)];
  const sides = inner.map((row) => row.slice(0, QUIET_SQUARES) + row.slice(-QUIET_SQUARES));
  expect([...quiet, ...sides].join('')).not.toContain('#');
});

it('grows with its text at the same level of correction', () => {
  expect(drawn('otpauth://totp/IP%20Market:a%40b.hk?secret=JBSWY3DPEHPK3PXP&issuer=IP%20Market').size).toBe(
    37 + 2 * QUIET_SQUARES,
  );
});
