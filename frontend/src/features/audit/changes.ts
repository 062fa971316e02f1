import type { Values } from './contract';

export interface Change {
  name: string;
  /** Undefined where the side says nothing about it. */
  before: unknown;
  after: unknown;
  isChanged: boolean;
}

/** A recorded value as text: text as it is, everything else as it was recorded. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value || '""' : JSON.stringify(value);
}

/** Every name that either side records, those that changed first. */
export function changesOf(before: Values, after: Values): Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const all = names.map((name) => {
    const [old, now] = [before?.[name], after?.[name]];
    const isChanged = old !== undefined && now !== undefined && JSON.stringify(old) !== JSON.stringify(now);
    return { name, before: old, after: now, isChanged };
  });
  return [...all.filter(({ isChanged }) => isChanged), ...all.filter(({ isChanged }) => !isChanged)];
}
