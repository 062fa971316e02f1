import type { QueryClient } from '@tanstack/react-query';
import { answered, POST } from '../../api/client';
import type { Session } from '../../api/contract';
import { renewSession, sessionQuery } from '../../hooks/useSession';

const PLACE = 'agreed';

/** Keeps, in this tab, that somebody agreed while signing up: it can be recorded only once there is an account to record it for. */
export function noteAgreement(email: string): void {
  try {
    sessionStorage.setItem(PLACE, email.toLowerCase());
  } catch {
    // Without storage the account asks once more.
  }
}

function takeAgreement(): string | null {
  try {
    const email = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    return email;
  } catch {
    return null;
  }
}

type Accept = (path: string, init: { body: { kind: string; version: string } }) => Promise<{ response: Response }>;

/** Records the yes of the sign-up form for the person who is signed in now; for anybody else it is dropped. */
export async function recordAgreement(queries: QueryClient): Promise<void> {
  const email = takeAgreement();
  const session = queries.getQueryData<Session>(sessionQuery.queryKey);
  if (!email || session?.person?.email.toLowerCase() !== email || session.termsDue.length === 0) return;
  const accept = POST as unknown as Accept;
  try {
    for (const { kind, version } of session.termsDue) {
      await answered(accept('/api/app/account/terms', { body: { kind, version } }));
    }
    await renewSession(queries);
  } catch {
    // Signing in goes on; what is still due is asked for where it is needed.
  }
}
