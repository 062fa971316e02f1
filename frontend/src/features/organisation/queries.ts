import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag } from '../../api/contract';
import { pagedQuery } from '../../lib/pagedQuery';
import type { Card, ReferenceRow } from './contract';

/** As many as one request brings: for what a form lets one choose from. */
const MOST = 100;

/** Everything about one organisation stands under this, so that a change can have all of it read anew. */
export const everythingOf = (id: string) => ['organisation', id] as const;

export const cardQuery = (language: LanguageTag, id: string) =>
  queryOptions({
    queryKey: [...everythingOf(id), 'card', language],
    queryFn: async ({ signal }): Promise<Card> => {
      let etag = '';
      const call = GET('/api/app/organisations/{organisation_id}', {
        params: { path: { organisation_id: id } },
        headers: inLanguage(language),
        signal,
      });
      const noted = call.then((result) => {
        etag = result.response.headers.get('ETag') ?? '';
        return result;
      });
      const organisation = await answered(noted);
      return { organisation, etag };
    },
  });

type ReferenceName = 'countries' | 'sectors' | 'size-rules' | 'registration-formats' | 'organisation-kinds';

/** Rows of a list that is given and dated: the same for everybody, so they stay for the visit. */
export const referenceQuery = (language: LanguageTag, list: ReferenceName) =>
  queryOptions({
    queryKey: ['reference', list, language],
    queryFn: async ({ signal }): Promise<ReferenceRow[]> => {
      const call = GET('/api/v1/reference/{list}', {
        params: { path: { list } },
        headers: inLanguage(language),
        signal,
      });
      return (await answered(call)).items;
    },
    staleTime: Infinity,
  });

const path = (id: string) => ({ organisation_id: id });

export const membersQuery = (id: string) =>
  pagedQuery([...everythingOf(id), 'members'], (query, signal) =>
    answered(GET('/api/app/organisations/{organisation_id}/members', { params: { path: path(id), query }, signal })),
  );

export const invitationsQuery = (id: string) =>
  pagedQuery([...everythingOf(id), 'invitations'], (query, signal) =>
    answered(
      GET('/api/app/organisations/{organisation_id}/invitations', { params: { path: path(id), query }, signal }),
    ),
  );

export const joinRequestsQuery = (id: string) =>
  pagedQuery([...everythingOf(id), 'join-requests'], (query, signal) =>
    answered(
      GET('/api/app/organisations/{organisation_id}/join-requests', { params: { path: path(id), query }, signal }),
    ),
  );

export const casesQuery = (id: string) =>
  pagedQuery([...everythingOf(id), 'cases'], (query, signal) =>
    answered(
      GET('/api/app/organisations/{organisation_id}/verification-cases', { params: { path: path(id), query }, signal }),
    ),
  );

export const signatoriesQuery = (id: string) =>
  pagedQuery([...everythingOf(id), 'signatories'], (query, signal) =>
    answered(
      GET('/api/app/organisations/{organisation_id}/signatories', { params: { path: path(id), query }, signal }),
    ),
  );

export const mandatesQuery = (id: string) =>
  pagedQuery([...everythingOf(id), 'mandates'], (query, signal) =>
    answered(GET('/api/app/organisations/{organisation_id}/mandates', { params: { path: path(id), query }, signal })),
  );

export const documentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...everythingOf(id), 'documents'],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/organisations/{organisation_id}/documents', {
          params: { path: path(id), query: { limit: MOST } },
          signal,
        }),
      ),
  });

export const domainsQuery = (id: string) =>
  queryOptions({
    queryKey: [...everythingOf(id), 'domains'],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/organisations/{organisation_id}/domains', {
          params: { path: path(id), query: { limit: MOST } },
          signal,
        }),
      ),
  });

export const closureQuery = (id: string) =>
  queryOptions({
    queryKey: [...everythingOf(id), 'closure'],
    queryFn: ({ signal }) =>
      answered(GET('/api/app/organisations/{organisation_id}/closure', { params: { path: path(id) }, signal })),
    staleTime: 0,
  });
