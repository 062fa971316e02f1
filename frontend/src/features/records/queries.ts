import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag } from '../../api/contract';

export const patentQuery = (language: LanguageTag, ref: string) =>
  queryOptions({
    queryKey: ['patent', language, ref],
    queryFn: ({ signal }) =>
      answered(GET('/api/app/patents/{ref}', { params: { path: { ref } }, headers: inLanguage(language), signal })),
  });

export const similarPatentsQuery = (language: LanguageTag, ref: string) =>
  queryOptions({
    queryKey: ['patent', language, ref, 'similar'],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/patents/{ref}/similar', { params: { path: { ref } }, headers: inLanguage(language), signal }),
      ),
  });

export const technologyQuery = (language: LanguageTag, ref: string) =>
  queryOptions({
    queryKey: ['technology', language, ref],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/technologies/{ref}', { params: { path: { ref } }, headers: inLanguage(language), signal }),
      ),
  });

export const similarTechnologiesQuery = (language: LanguageTag, ref: string) =>
  queryOptions({
    queryKey: ['technology', language, ref, 'similar'],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/technologies/{ref}/similar', {
          params: { path: { ref } },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });
