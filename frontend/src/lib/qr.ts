/**
 * QR codes (ISO/IEC 18004), as much of them as an address for an authenticator app needs: bytes, error correction level M, versions 1
 * to 15, which is 412 bytes at most.
 */
const MOST_VERSION = 15;
/** Error correction bytes of a block, and how many blocks there are, by version. */
const CHECK_BYTES = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
const LEVEL_M = 0b00;

/** Rows of dark (true) and light squares, without the quiet border. */
export type QrSquares = boolean[][];

const POWERS = new Uint8Array(255);
const LOGARITHMS = new Uint8Array(256);
for (let at = 0, value = 1; at < 255; at += 1) {
  POWERS[at] = value;
  LOGARITHMS[value] = at;
  value = value << 1 >= 256 ? (value << 1) ^ 0x11d : value << 1;
}

function times(one: number, other: number): number {
  if (one === 0 || other === 0) return 0;
  return POWERS[((LOGARITHMS[one] as number) + (LOGARITHMS[other] as number)) % 255] as number;
}

/** The remainder of Reed and Solomon for one block. */
function checkBytes(data: number[], count: number): number[] {
  let divisor = [1];
  for (let at = 0; at < count; at += 1) {
    const next = [...divisor, 0];
    divisor.forEach(
      (factor, place) => (next[place + 1] = (next[place + 1] as number) ^ times(factor, POWERS[at] as number)),
    );
    divisor = next;
  }
  const rest = [...data, ...new Array<number>(count).fill(0)];
  data.forEach((_, at) => {
    const lead = rest[at] as number;
    divisor.forEach((factor, place) => (rest[at + place] = (rest[at + place] as number) ^ times(factor, lead)));
  });
  return rest.slice(data.length);
}

function sizeOf(version: number): number {
  return 17 + 4 * version;
}

/** How many squares are free for data and check bytes. */
function bytesIn(version: number): number {
  const size = sizeOf(version);
  const marks = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const aligned = marks === 0 ? 0 : 25 * (marks * marks - 3) - 10 * (marks - 2);
  const fixed = 3 * 64 + 2 * (size - 16) + 31 + aligned + (version >= 7 ? 36 : 0);
  return Math.floor((size * size - fixed) / 8);
}

function dataBytesIn(version: number): number {
  return bytesIn(version) - (CHECK_BYTES[version - 1] as number) * (BLOCKS[version - 1] as number);
}

function versionFor(length: number): number {
  for (let version = 1; version <= MOST_VERSION; version += 1) {
    const lengthBits = version < 10 ? 8 : 16;
    if (4 + lengthBits + 8 * length <= 8 * dataBytesIn(version)) return version;
  }
  throw new RangeError(`${length} bytes are too many for a QR code of version ${MOST_VERSION}`);
}

function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => (value >> (count - 1 - at)) & 1);
}

/** Mode, length, bytes, padding. */
function dataOf(bytes: Uint8Array, version: number): number[] {
  const room = dataBytesIn(version);
  const bits = [...bitsOf(0b0100, 4), ...bitsOf(bytes.length, version < 10 ? 8 : 16)];
  for (const byte of bytes) bits.push(...bitsOf(byte, 8));
  bits.push(...new Array<number>(Math.min(4, 8 * room - bits.length)).fill(0));
  while (bits.length % 8 > 0) bits.push(0);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) data.push(bits.slice(at, at + 8).reduce((sum, bit) => 2 * sum + bit, 0));
  for (let at = 0; data.length < room; at += 1) data.push(at % 2 === 0 ? 0xec : 0x11);
  return data;
}

/** Blocks with their check bytes, woven into each other so that a scratch hurts several a little. */
function woven(data: number[], version: number): number[] {
  const count = BLOCKS[version - 1] as number;
  const checks = CHECK_BYTES[version - 1] as number;
  const short = Math.floor(data.length / count);
  const longs = data.length % count;
  let from = 0;
  const blocks = Array.from({ length: count }, (_, at) => {
    const length = short + (at >= count - longs ? 1 : 0);
    from += length;
    return data.slice(from - length, from);
  });
  const remainders = blocks.map((block) => checkBytes(block, checks));
  const weave = (lists: number[][], length: number) =>
    Array.from({ length }, (_, at) => lists.flatMap((list) => (at < list.length ? [list[at] as number] : []))).flat();
  return [...weave(blocks, short + 1), ...weave(remainders, checks)];
}

/** A square that is fixed holds a colour; one that is free for data holds null. */
type Board = (boolean | null)[][];

function put(board: Board, row: number, column: number, isDark: boolean): void {
  const line = board[row];
  if (line && column >= 0 && column < line.length) line[column] = isDark;
}

function drawFinder(board: Board, row: number, column: number): void {
  for (let down = -1; down <= 7; down += 1) {
    for (let right = -1; right <= 7; right += 1) {
      const ring = Math.max(Math.abs(down - 3), Math.abs(right - 3));
      put(board, row + down, column + right, ring !== 2 && ring <= 3);
    }
  }
}

function alignmentPlaces(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = sizeOf(version) - 7;
  const step = 2 * Math.ceil((last - 6) / (2 * (count - 1)));
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - step * (count - 2 - at))];
}

function drawAlignment(board: Board, version: number): void {
  const places = alignmentPlaces(version);
  const last = places.at(-1) ?? 0;
  // The three corners that would cover a finder have none.
  const corners = [`6 6`, `6 ${last}`, `${last} 6`];
  for (const row of places) {
    for (const column of places) {
      if (corners.includes(`${row} ${column}`)) continue;
      for (let down = -2; down <= 2; down += 1) {
        for (let right = -2; right <= 2; right += 1) {
          put(board, row + down, column + right, Math.max(Math.abs(down), Math.abs(right)) !== 1);
        }
      }
    }
  }
}

/** The remainder of a division of polynomials over two elements, which guards format and version. */
function remainderBits(value: number, bits: number, divisor: number): number {
  let rest = value;
  for (let at = 0; at < bits; at += 1) rest = (rest << 1) ^ ((rest >>> (bits - 1)) * divisor);
  return rest;
}

function drawVersion(board: Board, version: number): void {
  if (version < 7) return;
  const bits = (version << 12) | remainderBits(version, 12, 0x1f25);
  const size = sizeOf(version);
  for (let at = 0; at < 18; at += 1) {
    const isDark = ((bits >> at) & 1) === 1;
    put(board, Math.floor(at / 3), size - 11 + (at % 3), isDark);
    put(board, size - 11 + (at % 3), Math.floor(at / 3), isDark);
  }
}

function drawFormat(board: Board, mask: number): void {
  const size = board.length;
  const data = (LEVEL_M << 3) | mask;
  const bits = ((data << 10) | remainderBits(data, 10, 0x537)) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const isDark = ((bits >> at) & 1) === 1;
    // Down the left finder's side, then from the bottom.
    put(board, at < 6 ? at : at < 8 ? at + 1 : size - 15 + at, 8, isDark);
    // From the right edge, then along the top finder.
    put(board, 8, at < 8 ? size - 1 - at : at < 9 ? 7 : 14 - at, isDark);
  }
  put(board, size - 8, 8, true);
}

function fixedBoard(version: number): Board {
  const size = sizeOf(version);
  const board: Board = Array.from({ length: size }, () => new Array<boolean | null>(size).fill(null));
  for (let at = 8; at < size - 8; at += 1) {
    put(board, 6, at, at % 2 === 0);
    put(board, at, 6, at % 2 === 0);
  }
  drawFinder(board, 0, 0);
  drawFinder(board, 0, size - 7);
  drawFinder(board, size - 7, 0);
  drawAlignment(board, version);
  drawVersion(board, version);
  drawFormat(board, 0);
  return board;
}

const MASKS: ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** Lays the bits from the bottom right upwards and down again, two columns at a time, past what is fixed. */
function filled(fixed: Board, bytes: number[], mask: number): QrSquares {
  const size = fixed.length;
  const flips = MASKS[mask] as (row: number, column: number) => boolean;
  const board = fixed.map((row) => [...row]);
  drawFormat(board, mask);
  let bit = 0;
  let isUp = true;
  for (let pair = size - 1; pair >= 1; pair -= 2) {
    // The upright timing line has no data: the pairs step over it.
    const column = pair <= 6 ? pair - 1 : pair;
    for (let step = 0; step < size; step += 1) {
      const row = isUp ? size - 1 - step : step;
      for (const place of [column, column - 1]) {
        if (fixed[row]?.[place] !== null) continue;
        const isDark = (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
        put(board, row, place, isDark !== flips(row, place));
      }
    }
    isUp = !isUp;
  }
  return board as QrSquares;
}

/** How hard a pattern is to read: long runs, blocks, finder-like pieces, too much of one colour. */
export function penaltyOf(squares: QrSquares): number {
  const size = squares.length;
  const columns = squares.map((_, at) => squares.map((row) => row[at] as boolean));
  let sum = 0;
  for (const line of [...squares, ...columns]) {
    const text = line.map((isDark) => (isDark ? '1' : '0')).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
    for (const _ of text.matchAll(/(?=00001011101|10111010000)/g)) sum += 40;
  }
  for (let row = 1; row < size; row += 1) {
    for (let column = 1; column < size; column += 1) {
      const one = squares[row]?.[column];
      const isBlock = [squares[row - 1]?.[column], squares[row]?.[column - 1], squares[row - 1]?.[column - 1]];
      if (isBlock.every((other) => other === one)) sum += 3;
    }
  }
  const dark = squares.flat().filter(Boolean).length;
  return sum + 10 * Math.floor(Math.abs((100 * dark) / (size * size) - 50) / 5);
}

/** The squares of a text; with `mask` in that pattern, else in the one that is easiest to read. Throws RangeError for too long a text. */
export function qrSquares(text: string, mask?: number): QrSquares {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  const fixed = fixedBoard(version);
  const all = woven(dataOf(bytes, version), version);
  if (mask !== undefined) return filled(fixed, all, mask);
  const candidates = MASKS.map((_, at) => filled(fixed, all, at));
  return candidates.toSorted((one, other) => penaltyOf(one) - penaltyOf(other))[0] as QrSquares;
}
