import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, asForm, GET, inLanguage, POST } from '../../api/client';
import type { Import, LanguageTag, Schemas } from '../../api/contract';

/** How often a running import is asked how far it is. */
const ASK_AGAIN_MILLISECONDS = 1000;

export function isUnderWay({ state }: Pick<Import, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

export const importsQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: ['imports', 'list', language],
    queryFn: ({ signal }) => answered(GET('/api/app/imports', { headers: inLanguage(language), signal })),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 2 * ASK_AGAIN_MILLISECONDS : false),
  });

export const importQuery = (language: LanguageTag, id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', language, id],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/imports/{import_id}', {
          params: { path: { import_id: id } },
          headers: inLanguage(language),
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? ASK_AGAIN_MILLISECONDS : false),
  });

export const quarantineQuery = (language: LanguageTag, id: string, quarantined: number) =>
  infiniteQueryOptions({
    // The number is part of the key, so that the list follows a running import.
    queryKey: ['imports', 'quarantine', language, id, quarantined],
    queryFn: ({ pageParam, signal }) =>
      answered(
        GET('/api/app/imports/{import_id}/quarantine', {
          params: { path: { import_id: id }, query: pageParam ? { cursor: pageParam } : {} },
          headers: inLanguage(language),
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: quarantined > 0,
  });

/** Sends the file as a form. The key makes a repeated press or a repeated request one import. */
export function startImport({ file, key }: { file: File; key: string }): Promise<Import> {
  return answered(
    POST('/api/app/imports', {
      ...asForm<Schemas['ImportUploadRequest']>({ file, source: 'auto' }),
      headers: { 'Idempotency-Key': key },
    }),
  );
}

export function cancelImport(id: string): Promise<Import> {
  return answered(POST('/api/app/imports/{import_id}/cancellation', { params: { path: { import_id: id } } }));
}
