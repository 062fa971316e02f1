import { chosen, textIn } from '../../lib/addressValues';

/** What is looked for, as the address of the page holds it: the same names that the API has. Times are local to Hong Kong. */
export const FILTERS = [
  'action',
  'fromAt',
  'toAt',
  'actor',
  'organisation',
  'targetType',
  'targetId',
  'requestId',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type AuditFilters = Partial<Record<FilterName, string>>;
export type AuditSearch = AuditFilters & { cursor?: string };

const LONGEST = 80;
/** What the server takes. */
const LONGEST_CURSOR = 2000;

/** The address, cleaned: unknown parameters are left out. */
export function readAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const found: AuditSearch = { cursor: textIn(raw.cursor, LONGEST_CURSOR) };
  for (const name of FILTERS) found[name] = textIn(raw[name], LONGEST);
  return chosen(found);
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** The parameters that the API takes: a local time gets the zone of Hong Kong, which has had no summer time since 1979. */
export function auditQuery(search: AuditSearch): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(search)) {
    if (value) query[name] = LOCAL.test(value) && name.endsWith('At') ? `${value}+08:00` : value;
  }
  return query;
}

/** True for what can be the id of a person or an organisation. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}
