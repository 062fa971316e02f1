import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { onLostSession } from '../api/client';
import type { Session } from '../api/contract';
import { useLanguage } from '../hooks/useLanguage';
import { isSameActor, renewSession, sessionQuery } from '../hooks/useSession';
import { dropDrafts } from '../lib/drafts';
import { askPerson, openPrompt, promptDone, promptLeft } from '../lib/signInPrompt';
import { onTabNews, type TabNews } from '../lib/tabs';

/** What happened in another tab and changed this one. */
export type SessionNotice = { kind: 'signed_out' } | { kind: 'person' | 'organisation'; name: string };

/**
 * Keeps this tab in step with who acts: a session that ended asks to sign in again, and signing out, in, or switching in another tab
 * is taken over here and said. Returns what there is to say, and how to stop saying it.
 */
export function useSessionWatch(): [SessionNotice | null, () => void] {
  const queries = useQueryClient();
  const language = useLanguage();
  const [notice, setNotice] = useState<SessionNotice | null>(null);
  const readIn = useRef(language);

  useEffect(() => {
    if (readIn.current === language) return;
    readIn.current = language;
    // Organisations have names in three languages.
    void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [queries, language]);

  useEffect(() => {
    const known = () => queries.getQueryData<Session>(sessionQuery.queryKey);
    async function hear(news: TabNews) {
      const before = known();
      if (news === 'signed_out') dropDrafts();
      const now = await renewSession(queries);
      void queries.invalidateQueries({ queryKey: ['sign-in', 'state'] });
      // What waits for an answer here is not sent in the name of another person or organisation.
      if (openPrompt()?.kind === 'expired' && now.person) (isSameActor(before, now) ? promptDone : promptLeft)();
      setNotice(noticeOf(before, now));
    }
    const stopLost = onLostSession(() => known()?.person && void askPerson({ kind: 'expired' }));
    const stopNews = onTabNews((news) => void hear(news).catch(() => undefined));
    return () => {
      stopLost();
      stopNews();
    };
  }, [queries]);
  return [notice, () => setNotice(null)];
}

function noticeOf(before: Session | undefined, now: Session): SessionNotice | null {
  if (!before?.person) return now.person ? { kind: 'person', name: now.person.name } : null;
  if (!now.person) return { kind: 'signed_out' };
  if (before.person.id !== now.person.id) return { kind: 'person', name: now.person.name };
  if (before.organisation?.id === now.organisation?.id) return null;
  return { kind: 'organisation', name: now.organisation?.name ?? now.person.name };
}
