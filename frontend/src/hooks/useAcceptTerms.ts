import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answered, inLanguage, POST } from '../api/client';
import type { Session } from '../api/contract';
import { useLanguage } from './useLanguage';
import { renewSession } from './useSession';

/** Says yes to versions of the terms, in the language that they were shown in; what is due then is read anew. */
export function useAcceptTerms() {
  const queries = useQueryClient();
  const language = useLanguage();
  return useMutation({
    mutationFn: async (due: Session['termsDue']) => {
      for (const { kind, version } of due) {
        const body = { kind, version };
        await answered(POST('/api/app/account/terms', { body, headers: inLanguage(language) }));
      }
      await renewSession(queries);
      await queries.invalidateQueries({ queryKey: ['account', 'accepted'] });
    },
  });
}
