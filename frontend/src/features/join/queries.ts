import { queryOptions } from '@tanstack/react-query';
import { answered, DELETE, GET, inLanguage, POST } from '../../api/client';
import type { LanguageTag } from '../../api/contract';

/** More places, offers and requests than fit into one request, nobody has. */
const MOST = 100;

/** Everything about where one person belongs. */
export const PLACES = ['organisations'] as const;

export const organisationsQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: [...PLACES, 'mine', language],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/organisations', { params: { query: { limit: MOST } }, headers: inLanguage(language), signal }),
      ),
  });

export const ownMandatesQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: [...PLACES, 'mandates', language],
    queryFn: ({ signal }) =>
      answered(GET('/api/app/mandates', { params: { query: { limit: MOST } }, headers: inLanguage(language), signal })),
  });

export const joinOffersQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: [...PLACES, 'offers', language],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/join-offers', { params: { query: { limit: MOST } }, headers: inLanguage(language), signal }),
      ),
  });

export const ownRequestsQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: [...PLACES, 'requests', language],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/join-requests', { params: { query: { limit: MOST } }, headers: inLanguage(language), signal }),
      ),
  });

export function acceptMandate(id: string) {
  return answered(POST('/api/app/mandates/{mandate_id}/acceptance', { params: { path: { mandate_id: id } } }));
}

export function declineMandate(id: string, reason: string) {
  const params = { path: { mandate_id: id } };
  return answered(POST('/api/app/mandates/{mandate_id}/refusal', { params, body: { reason } }));
}

export function resignMandate(id: string) {
  return answered(DELETE('/api/app/mandates/{mandate_id}', { params: { path: { mandate_id: id } } }));
}

export function askToJoin(organisationId: string) {
  return answered(POST('/api/app/join-requests', { body: { organisationId } }));
}

export function withdrawRequest(id: string) {
  return answered(DELETE('/api/app/join-requests/{request_id}', { params: { path: { request_id: id } } }));
}
