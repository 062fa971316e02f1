import type { FacetName, SearchParameters, Sort } from '../api/contract';

export const FACETS = [
  'type',
  'section',
  'class',
  'subclass',
  'office',
  'status',
  'year',
  'measure',
  'language',
] as const satisfies readonly FacetName[];
export const SORTS = ['relevance', 'newest', 'oldest', 'number'] as const satisfies readonly Sort[];

type Raw = Record<string, unknown>;

/** `?type=patent&type=technology` as { type: ['patent', 'technology'] }: what was typed stays text, nothing is guessed. */
export function parseAddress(search: string): Raw {
  const found: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) (found[name] ??= []).push(value);
  return found;
}

export function writeAddress(search: object): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== '') address.append(name, String(one));
    }
  }
  const text = address.toString();
  return text ? `?${text}` : '';
}

function strings(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');
}

/** The address of a search, cleaned: unknown parameters are left out, an unknown sort becomes the default. */
export function readSearch(raw: Raw): SearchParameters {
  const search: SearchParameters = {};
  const q = strings(raw.q)[0];
  if (q) search.q = q;
  for (const name of FACETS) {
    const values = strings(raw[name]);
    if (values.length > 0) search[name] = values;
  }
  const sort = SORTS.find((one) => one === strings(raw.sort)[0]);
  if (sort && sort !== 'relevance') search.sort = sort;
  const cursor = strings(raw.cursor)[0];
  if (cursor) search.cursor = cursor;
  return search;
}

/** The same search with one option switched; a changed filter always starts at the first page. */
export function withOption(search: SearchParameters, facet: FacetName, value: string, on: boolean): SearchParameters {
  const others = (search[facet] ?? []).filter((one) => one !== value);
  const values = on ? [...others, value] : others;
  const { cursor: _cursor, [facet]: _before, ...rest } = search;
  return values.length > 0 ? { ...rest, [facet]: values } : rest;
}

export function withoutFilters(search: SearchParameters): SearchParameters {
  return { ...(search.q && { q: search.q }), ...(search.sort && { sort: search.sort }) };
}

export function chosenFilters(search: SearchParameters): { facet: FacetName; value: string }[] {
  return FACETS.flatMap((facet) => (search[facet] ?? []).map((value) => ({ facet, value })));
}

/** The query without one of the pieces that were understood. */
export function withoutPiece(query: string, piece: string): string {
  const at = query.toLowerCase().indexOf(piece.toLowerCase());
  if (at < 0 || !piece) return query;
  return `${query.slice(0, at)} ${query.slice(at + piece.length)}`.replace(/\s+/g, ' ').trim();
}
