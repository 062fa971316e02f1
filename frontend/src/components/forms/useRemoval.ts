import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useAsked } from './useAsked';
import { useChange } from './useChange';

interface RemovalOptions<Row> {
  remove: (row: Row) => Promise<unknown>;
  /** What is read anew afterwards. */
  refresh: QueryKey;
  /** What is said when it is gone. */
  gone: (row: Row) => string;
}

export interface Removal<Row> {
  /** What the open question is about, or null. */
  row: Row | null;
  ask: (row: Row) => void;
  /** What a ConfirmPanel needs to know. */
  panel: { onConfirm: () => void; onCancel: () => void; isBusy: boolean; error: string | undefined };
  /** What became of the last press, and how a page that does more than take away tells it. */
  said: string;
  say: (text: string) => void;
}

/** Takes one thing of a list away, after a question, and says so. */
export function useRemoval<Row>({ remove, refresh, gone }: RemovalOptions<Row>): Removal<Row> {
  const asked = useAsked<Row>();
  const [said, say] = useState('');
  const removal = useChange({
    change: remove,
    refresh,
    onDone: (_, row) => {
      asked.leave();
      say(gone(row));
    },
  });
  const { row } = asked;
  return {
    row,
    ask: (next: Row) => {
      say('');
      removal.forget();
      asked.ask(next);
    },
    panel: {
      onConfirm: () => {
        if (row) removal.run(row);
      },
      onCancel: asked.leave,
      isBusy: removal.isBusy,
      error: removal.fault,
    },
    said,
    say,
  };
}
