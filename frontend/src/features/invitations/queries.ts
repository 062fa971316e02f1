import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage, POST } from '../../api/client';
import type { LanguageTag, Schemas } from '../../api/contract';

export type SeenInvitation = Schemas['SeenInvitation'];

export const seenInvitationQuery = (language: LanguageTag, token: string) =>
  queryOptions({
    queryKey: ['invitation', token, language],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/invitations/{token}', { params: { path: { token } }, headers: inLanguage(language), signal }),
      ),
    staleTime: 0,
  });

export function accept(language: LanguageTag, token: string) {
  const headers = inLanguage(language);
  return answered(POST('/api/app/invitations/{token}/acceptance', { params: { path: { token } }, headers }));
}

export function refuse(language: LanguageTag, token: string) {
  const headers = inLanguage(language);
  return answered(POST('/api/app/invitations/{token}/refusal', { params: { path: { token } }, headers }));
}
