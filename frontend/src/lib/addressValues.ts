/** The value that an address holds under a name, as text without edges: the first where it stands there twice, "" where it does not. */
export function textIn(raw: unknown, longest: number): string {
  const value = [raw].flat()[0];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, longest) : '';
}

/** Leaves out what is not set, so that the address says only what was chosen. */
export function chosen<Filters extends object>(filters: Filters): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as Filters;
}
