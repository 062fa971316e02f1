type Strength = 'short' | 'simple' | 'fair' | 'good';

const LEAST_PASSWORD_CHARACTERS = 10;
const MANY_GUESSES_BITS = 60;
const SOME_GUESSES_BITS = 45;
const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** How much a character adds: nothing where it repeats or follows the one before it on the keyboard or in the alphabet. */
function isExpected(before: string, letter: string): boolean {
  if (before === letter) return true;
  return SEQUENCES.some((row) => row.includes(before + letter) || row.includes(letter + before));
}

function alphabetOf(password: string): number {
  const kinds: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[^a-zA-Z0-9\u0080-\uffff]/, 32],
    [/[\u0080-\uffff]/, 2000],
  ];
  return kinds.reduce((sum, [kind, letters]) => (kind.test(password) ? sum + letters : sum), 0);
}

/**
 * A rough word for how hard a password is to guess, for the person who types it. The server decides: it also knows the list of
 * common passwords and the person's own name.
 */
export function strengthOf(password: string): Strength {
  const letters = [...password];
  if (letters.length < LEAST_PASSWORD_CHARACTERS) return 'short';
  const lower = password.toLowerCase();
  const surprising = letters.filter((_, at) => at === 0 || !isExpected(lower[at - 1] ?? '', lower[at] ?? '')).length;
  const bits = surprising * Math.log2(Math.max(2, alphabetOf(password)));
  if (bits < SOME_GUESSES_BITS) return 'simple';
  return bits < MANY_GUESSES_BITS ? 'fair' : 'good';
}
