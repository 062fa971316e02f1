/** An address of our own, or nothing: anything else would let a link lead a person away after signing in. */
export function ownAddress(next: unknown): string | undefined {
  const first: unknown = [next].flat()[0];
  return typeof first === 'string' && /^\/(?!\/|\\)/.test(first) ? first : undefined;
}
