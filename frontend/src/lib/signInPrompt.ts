import { ApiError } from '../api/client';
import type { Proof } from './signInMachine';

/** What a page may ask of the person in the middle of something: prove once more who they are, or sign in again. */
export type Prompt = { kind: 'reauthenticate'; proofs: Proof[] } | { kind: 'expired' };

interface Open {
  prompt: Prompt;
  promise: Promise<void>;
  done: () => void;
  failed: (error: ApiError) => void;
}

let open: Open | null = null;
const watchers = new Set<() => void>();

function changed(next: Open | null): void {
  open = next;
  for (const watcher of watchers) watcher();
}

/** Asks, and waits until it is done. Several that ask at once wait for one answer. Rejects where the person leaves it. */
export function askPerson(prompt: Prompt): Promise<void> {
  if (open && (open.prompt.kind === prompt.kind || open.prompt.kind === 'expired')) return open.promise;
  let resolve: () => void = () => {};
  let reject: (error: ApiError) => void = () => {};
  const promise = new Promise<void>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  // Whoever only reports a lost session does not wait for the answer.
  promise.catch(() => undefined);
  changed({ prompt, promise, done: resolve, failed: reject });
  return promise;
}

/** The question that stands on the screen, or null. */
export function openPrompt(): Prompt | null {
  return open?.prompt ?? null;
}

export function watchPrompt(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function promptDone(): void {
  open?.done();
  changed(null);
}

export function promptLeft(): void {
  open?.failed(new ApiError(401, 'not_confirmed', 'It was not confirmed who is there.'));
  changed(null);
}
