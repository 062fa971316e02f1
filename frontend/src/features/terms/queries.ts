import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag } from '../../api/contract';
import type { components } from '../../api/schema';

export type Terms = components['schemas']['Terms'];
export type TermsKind = components['schemas']['TermsKindEnum'];
export type Block = components['schemas']['TermsBlock'];

export const termsQuery = (language: LanguageTag, kind: TermsKind) =>
  queryOptions({
    queryKey: ['terms', kind, language],
    queryFn: ({ signal }) =>
      answered(GET('/api/app/terms/{kind}', { params: { path: { kind } }, headers: inLanguage(language), signal })),
  });
