import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { repeatedAfterSignIn } from '../../hooks/useReauthentication';
import { useFaultTexts } from './faults';
import { useRefusals } from './useRefusals';

interface ChangeOptions<Input, Body> {
  change: (input: Input) => Promise<Body>;
  /** What is read anew afterwards. */
  refresh: QueryKey;
  onDone?: (body: Body, input: Input) => unknown;
}

export interface Change<Input> {
  run: (input: Input) => void;
  isBusy: boolean;
  /** What is under way, or was last: for the button that shows it. */
  input: Input | undefined;
  /** Why it did not work, in the words of the page. */
  fault: string | undefined;
  /** When it last worked. */
  at: Date | null;
  forget: () => void;
}

/** One write at a press, without a form: busy while it is under way, told in place what became of it, lists read anew. */
export function useChange<Input, Body>({ change, refresh, onDone }: ChangeOptions<Input, Body>): Change<Input> {
  const queries = useQueryClient();
  const told = useRefusals();
  const textsOf = useFaultTexts();
  const [at, setAt] = useState<Date | null>(null);
  const mutation = useMutation({
    mutationFn: (input: Input) => repeatedAfterSignIn(() => told(change(input))),
    onSuccess: async (body, input) => {
      await queries.invalidateQueries({ queryKey: refresh });
      setAt(new Date());
      await onDone?.(body, input);
    },
  });
  return {
    run: (input) => {
      if (!mutation.isPending) mutation.mutate(input);
    },
    isBusy: mutation.isPending,
    input: mutation.variables,
    fault: mutation.isError ? textsOf(mutation.error)[0]?.text : undefined,
    at,
    forget: mutation.reset,
  };
}
