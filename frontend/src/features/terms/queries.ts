import { queryOptions } from '@tanstack/react-query';
import { answered, GET, inLanguage } from '../../api/client';
import type { LanguageTag, Schemas } from '../../api/contract';

export type Terms = Schemas['Terms'];
export type TermsKind = Schemas['TermsKindEnum'];
export type Block = Schemas['TermsBlock'];

export const termsQuery = (language: LanguageTag, kind: TermsKind) =>
  queryOptions({
    queryKey: ['terms', kind, language],
    queryFn: ({ signal }) =>
      answered(GET('/api/app/terms/{kind}', { params: { path: { kind } }, headers: inLanguage(language), signal })),
  });
