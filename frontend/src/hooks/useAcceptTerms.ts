import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answered, inLanguage, POST } from '../api/client';
import type { components } from '../api/schema';
import { useLanguage } from './useLanguage';
import { renewSession } from './useSession';

type Kind = components['schemas']['TermsKindEnum'];

/** Says yes to versions of the terms, in the language that they were shown in; what is due then is read anew. */
export function useAcceptTerms() {
  const queries = useQueryClient();
  const language = useLanguage();
  return useMutation({
    mutationFn: async (due: readonly { kind: string; version: string }[]) => {
      for (const { kind, version } of due) {
        const body = { kind: kind as Kind, version };
        await answered(POST('/api/app/account/terms', { body, headers: inLanguage(language) }));
      }
      await renewSession(queries);
      await queries.invalidateQueries({ queryKey: ['account', 'accepted'] });
    },
  });
}
