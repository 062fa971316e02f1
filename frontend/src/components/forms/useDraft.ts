import { useEffect, useState } from 'react';
import { useSession } from '../../hooks/useSession';
import { dropDraft, keepDraft, readDraft } from '../../lib/drafts';

/**
 * State that outlives an expired session, a reload and a wrong turn in this tab: [value, change, drop]. It belongs to the person who
 * typed it, so the next one at this desk does not see it. An empty key keeps nothing. Passwords, codes and files are never kept.
 */
export function useDraft<Value>(key: string, initial: Value): [Value, (value: Value) => void, () => void] {
  const person = useSession()?.person?.id ?? 'visitor';
  const [value, setValue] = useState<Value>(() => merged(initial, key ? readDraft<Value>(person, key) : undefined));
  const [isChanged, setIsChanged] = useState(false);
  useEffect(() => {
    if (key && isChanged) keepDraft(person, key, value);
  }, [person, key, value, isChanged]);
  function change(next: Value) {
    setIsChanged(true);
    setValue(next);
  }
  function drop() {
    setIsChanged(false);
    dropDraft(person, key);
  }
  return [value, change, drop];
}

function merged<Value>(initial: Value, kept: Value | undefined): Value {
  if (kept === undefined) return initial;
  if (typeof initial !== 'object' || initial === null || Array.isArray(initial)) return kept;
  return { ...initial, ...kept };
}
