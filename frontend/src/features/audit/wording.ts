import type { LanguageTag } from '../../api/contract';
import type { Words } from '../../lib/words';
import { day } from '../../lib/format';
import type { AuditActor } from './contract';

/** An instant to the second in Hong Kong time, with its zone: two entries of the same minute must be told apart. */
export function moment(language: LanguageTag, iso: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Hong_Kong',
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(new Date(iso));
  const [date = '', time = ''] = parts.split(', ');
  return `${day(language, date)}${language === 'en' ? ',' : ''} ${time}\u00a0HKT`;
}

/** What was done in plain words; the code itself where a younger part of the product has none yet. */
export function actionWords(t: Words<'audit'>, action: string): string {
  return t(`action.${action}` as 'action.audit.verified', { defaultValue: action });
}

export function problemWords(t: Words<'audit'>, problem: string): string {
  return t(`problem.${problem}` as 'problem.truncated', { defaultValue: problem });
}

export function actorWords(t: Words<'audit'>, actor: AuditActor): string {
  if (actor.kind === 'visitor') return t('who.visitor');
  if (actor.kind === 'system') return actor.label ? `${t('who.system')} · ${actor.label}` : t('who.system');
  return actor.name ?? t('who.unnamed');
}
