import { ApiError } from '../../api/client';
import { useWords } from '../../hooks/useLanguage';

/** Refusals about organisations and their people that have a sentence of ours in three languages. */
const TOLD = [
  'address_not_verified',
  'address_refused',
  'already_asked',
  'already_invited',
  'already_member',
  'asked_too_soon',
  'document_in_use',
  'domain_refused',
  'domain_taken',
  'evidence_needed',
  'file_empty',
  'file_refused',
  'file_too_large',
  'invitation_declined',
  'invitation_expired',
  'invitation_for_another_address',
  'invitation_no_longer_stands',
  'invitation_revoked',
  'invitation_used',
  'join_no_longer_fits',
  'last_owner',
  'limit_refused',
  'mandate_open',
  'mandate_over',
  'mandate_terms_refused',
  'not_verified',
  'offer_no_longer_stands',
  'organisation_not_active',
  'registration_refused',
  'registration_taken',
  'role_not_yours_to_give',
  'signatory_open',
  'too_many_documents',
  'too_many_domains',
  'too_many_invitations',
  'too_many_organisations',
  'transition_refused',
] as const;

/** Codes of what is wrong inside a file; a person does the same about each: choose another one. */
const REFUSED_FILES = ['invalid', 'file_format_refused', 'file_broken', 'image_too_large', 'file_active_content'];

/**
 * Which field a refusal is about, by its code; the others stand on top of the form. `file` names the field of a file, which the
 * server refuses under a code without a meaning of its own.
 */
type FieldsOfCodes = Partial<Record<(typeof TOLD)[number] | 'file', string>>;
type Told = <Body>(request: Promise<Body>, fields?: FieldsOfCodes) => Promise<Body>;

/** Lets a request through, and puts what it refuses into the words of the page, at the field that it is about. */
export function useRefusals(): Told {
  const t = useWords('organisation');
  return async (request, fields = {}) => {
    try {
      return await request;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const isFile = fields.file !== undefined && REFUSED_FILES.includes(error.code);
      const code = isFile ? 'file_refused' : TOLD.find((one) => one === error.code);
      if (!code) throw error;
      const message = t(`refusal.${code}`);
      const field = fields[code] ?? (code.startsWith('file_') ? fields.file : undefined) ?? '';
      // As a conflict: what we can explain is no blind "too many requests".
      const status = error.status === 429 ? 409 : error.status;
      throw new ApiError(status, code, message, error.reference, [{ field, code, message }]);
    }
  };
}
