import { queryOptions } from '@tanstack/react-query';
import { answered, DELETE, GET, inLanguage, PATCH, POST, PUT } from '../../api/client';
import type { LanguageTag, Schemas } from '../../api/contract';
import { pagedQuery } from '../../lib/pagedQuery';

export type Token = Schemas['Token'];
export type MadeToken = Schemas['MadeToken'];
export type Scope = Schemas['TokenScope'];
export type ScopeCode = Schemas['TokenScopeEnum'];
type NewToken = Schemas['TokenOrderRequest'];
export type DataExport = Schemas['DataExport'];
export type Consents = Schemas['Consents'];
export type ErasurePlan = Schemas['ErasurePlan'];
type AccountChange = Schemas['PatchedAccountEditRequest'];

/** Copies are kept for days; more than one request brings, nobody has. */
const MOST = 50;
/** How often a copy that is being put together is asked for. */
const ASK_AGAIN_MILLISECONDS = 2000;

export const accountQuery = queryOptions({
  queryKey: ['account', 'profile'],
  queryFn: ({ signal }) => answered(GET('/api/app/account', { signal })),
});

export function editAccount(body: AccountChange) {
  return answered(PATCH('/api/app/account', { body }));
}

export const tokensQuery = (language: LanguageTag) =>
  pagedQuery(['account', 'tokens', language], (query, signal) =>
    answered(GET('/api/app/account/tokens', { params: { query }, headers: inLanguage(language), signal })),
  );

export const scopesQuery = queryOptions({
  queryKey: ['account', 'token-scopes'],
  queryFn: async ({ signal }) => (await answered(GET('/api/app/account/token-scopes', { signal }))).items,
});

export function makeToken(language: LanguageTag, body: NewToken) {
  return answered(POST('/api/app/account/tokens', { body, headers: inLanguage(language) }));
}

export function revokeToken(id: string) {
  return answered(DELETE('/api/app/account/tokens/{token_id}', { params: { path: { token_id: id } } }));
}

export const consentsQuery = queryOptions({
  queryKey: ['account', 'consents'],
  queryFn: ({ signal }) => answered(GET('/api/app/account/consents', { signal })),
});

export function setConsents(body: Partial<Consents>) {
  return answered(PUT('/api/app/account/consents', { body }));
}

export const acceptedQuery = queryOptions({
  queryKey: ['account', 'accepted'],
  queryFn: async ({ signal }) => (await answered(GET('/api/app/account/terms', { signal }))).items,
});

export const exportsQuery = queryOptions({
  queryKey: ['account', 'exports'],
  queryFn: async ({ signal }) =>
    (await answered(GET('/api/app/account/exports', { params: { query: { limit: MOST } }, signal }))).items,
  refetchInterval: ({ state }) =>
    state.data?.some(({ state: one }) => one === 'queued') ? ASK_AGAIN_MILLISECONDS : false,
});

export function askForCopy() {
  return answered(POST('/api/app/account/exports'));
}

export const erasureQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: ['account', 'erasure', language],
    queryFn: ({ signal }) => answered(GET('/api/app/account/erasure', { headers: inLanguage(language), signal })),
    // What blocks may have been mended on another page just now.
    staleTime: 0,
  });

export function eraseAccount(confirm: string) {
  return answered(POST('/api/app/account/erasure', { body: { confirm } }));
}
