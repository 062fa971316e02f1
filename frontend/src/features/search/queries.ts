import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag, SearchParameters, SearchQuery } from '../../api/contract';

export const PAGE_SIZE = 20;

export const searchQuery = (language: LanguageTag, search: SearchParameters) =>
  queryOptions({
    queryKey: ['search', language, search],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/search', {
          // A value that the server does not know comes back as a refusal, which the page shows.
          params: { query: { ...search, limit: PAGE_SIZE } as SearchQuery },
          headers: inLanguage(language),
          signal,
        }),
      ),
    // Ticking a filter dims the old rows instead of taking them away under the finger.
    placeholderData: keepPreviousData,
  });
