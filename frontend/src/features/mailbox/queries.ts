import { queryOptions } from '@tanstack/react-query';
import { answered, GET } from '../../api/client';
import type { Schemas } from '../../api/contract';

/** A message as it was sent, in the demo and in development. */
export type MailboxRow = Schemas['MailboxRow'];

/** A message that was just sent should be there by the time somebody has found the page. */
const ASK_AGAIN_MILLISECONDS = 2000;

export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: ({ signal }) => answered(GET('/api/app/mailbox', { signal })),
  refetchInterval: ({ state }) => (state.error ? false : ASK_AGAIN_MILLISECONDS),
});

/** Where the server shows a message as its reader sees it, as a page that can do nothing. */
export function pageOfMessage(id: string): string {
  return `/api/app/mailbox/${encodeURIComponent(id)}/page`;
}
