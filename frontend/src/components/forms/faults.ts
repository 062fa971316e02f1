import { ApiError } from '../../api/client';
import { useWords } from '../../hooks/useLanguage';
import type { Words } from '../../lib/words';

/** One sentence about one field; `field` is "" for the whole form. */
export interface Fault {
  field: string;
  text: string;
}

/** Codes that have a text of ours in three languages. The server's own sentence stands in for every other code. */
const KNOWN = [
  'account_inactive',
  'add_email_blocked',
  'body_too_large',
  'cannot_delete_authenticator',
  'cannot_generate_recovery_codes',
  'cannot_remove_primary_email',
  'confirmation_wrong',
  'duplicate_email',
  'email_password_mismatch',
  'email_taken',
  'enter_current_password',
  'erasure_blocked',
  'export_under_way',
  'forbidden',
  'incorrect_code',
  'incorrect_password',
  'invalid_login',
  'invalid_or_expired_key',
  'invalid_password_reset',
  'last_operator',
  'max_email_addresses',
  'merge_refused',
  'no_connection',
  'not_active',
  'not_confirmed',
  'not_found',
  'not_oneself',
  'not_yours_to_decide',
  'password_entirely_numeric',
  'password_too_common',
  'password_too_short',
  'password_too_similar',
  'precondition_failed',
  'reason_needed',
  'required',
  'role_held_already',
  'role_proposed_already',
  'same_as_current',
  'scope_not_yours',
  'second_person_needed',
  'sign_in_needed',
  'terms_not_accepted',
  'terms_not_current',
  'throttled',
  'too_many_login_attempts',
  'too_many_tokens',
  'unknown_email',
  'unknown_time_zone',
  'unverified_email',
  'unverified_primary_email',
] as const;

/** Other names that the two sides of the server use for the same thing. */
const SAME_AS: Record<string, (typeof KNOWN)[number]> = {
  blank: 'required',
  null: 'required',
  rate_limited: 'throttled',
  too_many_requests: 'throttled',
  too_many_attempts: 'too_many_login_attempts',
  bad_credentials: 'email_password_mismatch',
  invalid_code: 'incorrect_code',
};

/** The sentence for a code, or null where only the server has one. */
function textOfCode(t: Words<'forms'>, code: string): string | null {
  const known = KNOWN.find((one) => one === code) ?? SAME_AS[code];
  return known ? t(`code.${known}`) : null;
}

/**
 * What went wrong, field by field: from problem+json, from the sign-in API, or from the way to the server. Names that the form does
 * not have go to the top of the form, so that nothing is said in a place that nobody sees.
 */
export function faultsOf(t: Words<'forms'>, error: unknown, fields: readonly string[]): Fault[] {
  if (!(error instanceof ApiError)) return [{ field: '', text: t('code.server') }];
  if (error.status === 0) return [{ field: '', text: t('code.no_connection') }];
  if (error.status === 429) return [{ field: '', text: t('code.throttled') }];
  if (error.status >= 500) return [{ field: '', text: t('code.server') }];
  if (error.faults.length === 0)
    return [{ field: '', text: textOfCode(t, error.code) ?? (error.message || t('code.server')) }];
  return error.faults.map(({ field, code, message }) => ({
    field: fields.includes(field) ? field : '',
    text: textOfCode(t, code) ?? (message || t('code.server')),
  }));
}

export function useFaultTexts(): (error: unknown, fields?: readonly string[]) => Fault[] {
  const t = useWords('forms');
  return (error, fields = []) => faultsOf(t, error, fields);
}
