import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag, SearchParameters, SearchQuery } from '../../api/contract';

export const classListQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: ['classes', language],
    queryFn: ({ signal }) => answered(GET('/api/app/classes', { headers: inLanguage(language), signal })),
  });

export const classQuery = (language: LanguageTag, symbol: string) =>
  queryOptions({
    queryKey: ['classes', language, symbol],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/classes/{symbol}', { params: { path: { symbol } }, headers: inLanguage(language), signal }),
      ),
  });

/** The newest few records of a class, so that a class without finer ones is not an empty page. */
export const newestInClassQuery = (language: LanguageTag, search: SearchParameters) =>
  queryOptions({
    queryKey: ['classes', language, 'newest', search],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/search', {
          params: { query: { ...search, sort: 'newest', limit: 5 } as SearchQuery },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });
