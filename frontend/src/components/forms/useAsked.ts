import { useState } from 'react';
import { useFocusBack } from './useFocusBack';

interface Asked<Row> {
  /** What the open question or panel is about, or null. */
  row: Row | null;
  ask: (row: Row) => void;
  /** Closes it and gives the focus back to what opened it. */
  leave: () => void;
}

/** One question or panel at a time, about one thing of a list. */
export function useAsked<Row>(): Asked<Row> {
  const [row, setRow] = useState<Row | null>(null);
  const [remember, giveBack] = useFocusBack();
  return {
    row,
    ask: (next) => {
      remember();
      setRow(next);
    },
    leave: () => {
      setRow(null);
      giveBack();
    },
  };
}
