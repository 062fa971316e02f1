import { queryOptions } from '@tanstack/react-query';
import { answered, GET } from '../../api/client';

/** A message as it was sent, in the demo and in development. */
export interface MailboxRow {
  id: string;
  to: string;
  subject: string;
  /** Empty where the message does not tell. */
  language: string;
  sentAt: string | null;
  text: string;
}

/** Calls whose types come with the next generated schema. */
type Loose = (
  path: string,
  init?: { params?: { query?: Record<string, string> }; signal?: AbortSignal },
) => Promise<{ data?: { items: MailboxRow[] }; error?: unknown; response: Response }>;
const read = GET as unknown as Loose;

/** A message that was just sent should be there by the time somebody has found the page. */
const ASK_AGAIN_MILLISECONDS = 2000;

export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: ({ signal }) => answered(read('/api/app/mailbox', { signal })),
  refetchInterval: ({ state }) => (state.error ? false : ASK_AGAIN_MILLISECONDS),
});

/** Where the server shows a message as its reader sees it, as a page that can do nothing. */
export function pageOfMessage(id: string): string {
  return `/api/app/mailbox/${encodeURIComponent(id)}/page`;
}
