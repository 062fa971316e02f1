import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag } from '../../api/contract';

export const homeQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: ['home', language],
    queryFn: ({ signal }) => answered(GET('/api/app/home', { headers: inLanguage(language), signal })),
  });
