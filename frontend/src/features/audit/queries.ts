import { queryOptions } from '@tanstack/react-query';
import { ApiError, answered, GET, inLanguage, POST } from '../../api/client';
import type { LanguageTag } from '../../api/contract';
import { auditQuery, type AuditFilters, type AuditSearch } from './auditAddress';
import type { AuditVerification } from './contract';

const PAGE_SIZE = 50;

export const entriesQuery = (language: LanguageTag, search: AuditSearch) =>
  queryOptions({
    queryKey: ['audit', 'list', language, search],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/audit-entries', {
          params: { query: { limit: PAGE_SIZE, ...auditQuery(search) } },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });

export const entryQuery = (language: LanguageTag, id: string) =>
  queryOptions({
    queryKey: ['audit', 'one', language, id],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/audit-entries/{entry_id}', {
          params: { path: { entry_id: Number(id) } },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });

/** How often the state of the chain is asked: an entry is sealed within a second. */
const ASK_AGAIN_MILLISECONDS = 15_000;

export const chainQuery = queryOptions({
  queryKey: ['audit', 'chain'],
  queryFn: ({ signal }) => answered(GET('/api/app/audit-chain', { signal })),
  refetchInterval: ASK_AGAIN_MILLISECONDS,
});

export const looksQuery = (language: LanguageTag, objectType: string, objectId: string) =>
  queryOptions({
    queryKey: ['audit', 'looks', language, objectType, objectId],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/looks', {
          params: { query: { limit: 100, objectType, objectId } },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });

export function verifyTrail(): Promise<AuditVerification> {
  return answered(POST('/api/app/audit-chain/verifications'));
}

export type ExportForm = 'csv' | 'jsonl';

/** Fetches the file and hands it to the browser; returns how many entries it holds. An export that broke off is an error. */
export async function exportEntries(language: LanguageTag, filters: AuditFilters, form: ExportForm): Promise<number> {
  const call = GET('/api/app/audit-entries/export', {
    params: { query: { ...auditQuery(filters), form } },
    headers: inLanguage(language),
    parseAs: 'blob',
  });
  const file = await answered(call);
  const { response } = await call;
  const total = Number(response.headers.get('X-Total-Count') ?? 'NaN');
  if (!Number.isInteger(total)) throw new ApiError(0, 'broken_off', 'The file did not arrive whole.');
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `audit-entries.${form}`;
  link.click();
  URL.revokeObjectURL(address);
  return total;
}
