/** What one tab tells the others about signing in: that somebody signed out, or that who acts or for whom has changed. */
export type TabNews = 'signed_out' | 'changed';

const NAME = 'ipmarket-session';

function open(): BroadcastChannel | null {
  return typeof window !== 'undefined' && 'BroadcastChannel' in window ? new BroadcastChannel(NAME) : null;
}

let channel: BroadcastChannel | null | undefined;

/** Tells the other tabs of this browser. Tabs that miss it ask the server when they are looked at again. */
export function tellTabs(news: TabNews): void {
  channel ??= open();
  channel?.postMessage(news);
}

/** Calls back with what another tab tells. Returns what stops it. */
export function onTabNews(callback: (news: TabNews) => void): () => void {
  channel ??= open();
  const heard = ({ data }: MessageEvent) => {
    if (data === 'signed_out' || data === 'changed') callback(data);
  };
  channel?.addEventListener('message', heard);
  return () => channel?.removeEventListener('message', heard);
}
