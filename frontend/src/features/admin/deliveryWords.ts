import type { Words } from '../../lib/words';

type T = Words<'admin'>;

/** What a handler does, in words where there are some; else its own name. */
export function workOf(t: T, handler: string): string {
  return t(`queues.work.${handler}` as 'queues.work.mail.send', { defaultValue: handler });
}

/** What kind of error it was, in words where there are some; the kind itself stands beside it. */
export function failureOf(t: T, kind: string): string {
  if (!kind) return t('queues.error.none');
  return t(`queues.error.${kind}` as 'queues.error.MailNotSent', { defaultValue: t('queues.error.other') });
}
