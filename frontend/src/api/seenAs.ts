/**
 * As whom pages are looked at: "" for oneself, "visitor" or "member:<kind of organisation>". Only in this tab and only until it is
 * loaded anew, so that nobody forgets in whose sight they are.
 */
let wanted = '';
const watchers = new Set<() => void>();

export function seenAs(): string {
  return wanted;
}

export function lookAs(who: string): void {
  wanted = who;
  for (const watcher of watchers) watcher();
}

export function onSeenAs(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
