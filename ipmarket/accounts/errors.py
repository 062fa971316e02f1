"""Stable codes of what can go wrong with people and organisations."""

from enum import StrEnum

from ipmarket.kernel.errors import DomainError, Unprocessable


class AccountsError(StrEnum):
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    SIGN_IN_NEEDED = "sign_in_needed"
    SCOPE_MISSING = "scope_missing"
    UNKNOWN_OBJECT_TYPE = "unknown_object_type"
    TOO_MANY_TOKENS = "too_many_tokens"
    SCOPE_NOT_YOURS = "scope_not_yours"
    NOT_ACTIVE = "not_active"
    ROLE_HELD_ALREADY = "role_held_already"
    ROLE_PROPOSED_ALREADY = "role_proposed_already"
    SECOND_PERSON_NEEDED = "second_person_needed"
    OPERATOR_THERE_ALREADY = "operator_there_already"
    SEEN_AS_REFUSED = "seen_as_refused"
    TERMS_CHANGED = "terms_changed"
    TERMS_NOT_CURRENT = "terms_not_current"
    UNKNOWN_CONSENT = "unknown_consent"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    EXPORT_UNDER_WAY = "export_under_way"
    ERASURE_BLOCKED = "erasure_blocked"
    CONFIRMATION_WRONG = "confirmation_wrong"
    ORGANISATION_NOT_ACTIVE = "organisation_not_active"
    UNKNOWN_ROLE = "unknown_role"
    ROLE_NOT_YOURS_TO_GIVE = "role_not_yours_to_give"
    LAST_OWNER = "last_owner"
    ALREADY_MEMBER = "already_member"
    ALREADY_INVITED = "already_invited"
    TOO_MANY_INVITATIONS = "too_many_invitations"
    ADDRESS_REFUSED = "address_refused"
    UNKNOWN_LANGUAGE = "unknown_language"
    INVITATION_FOR_ANOTHER_ADDRESS = "invitation_for_another_address"
    ADDRESS_NOT_VERIFIED = "address_not_verified"
    INVITATION_USED = "invitation_used"
    INVITATION_DECLINED = "invitation_declined"
    INVITATION_REVOKED = "invitation_revoked"
    INVITATION_EXPIRED = "invitation_expired"
    INVITATION_NO_LONGER_STANDS = "invitation_no_longer_stands"
    ALREADY_ASKED = "already_asked"
    ASKED_TOO_SOON = "asked_too_soon"
    JOIN_NO_LONGER_FITS = "join_no_longer_fits"
    SIGNATORY_OPEN = "signatory_open"
    UNKNOWN_CURRENCY = "unknown_currency"
    LIMIT_REFUSED = "limit_refused"
    REASON_NEEDED = "reason_needed"
    NOT_YOURS_TO_DECIDE = "not_yours_to_decide"
    MANDATE_TERMS_REFUSED = "mandate_terms_refused"
    MANDATE_OPEN = "mandate_open"
    MANDATE_OVER = "mandate_over"
    OFFER_NO_LONGER_STANDS = "offer_no_longer_stands"
    REGISTRATION_REFUSED = "registration_refused"
    REGISTRATION_TAKEN = "registration_taken"
    ORGANISATION_FACTS_REFUSED = "organisation_facts_refused"
    TOO_MANY_ORGANISATIONS = "too_many_organisations"
    EVIDENCE_NEEDED = "evidence_needed"
    DOCUMENT_IN_USE = "document_in_use"
    TOO_MANY_DOCUMENTS = "too_many_documents"
    DOMAIN_REFUSED = "domain_refused"
    DOMAIN_TAKEN = "domain_taken"
    TOO_MANY_DOMAINS = "too_many_domains"
    NOT_VERIFIED = "not_verified"
    NOT_ONESELF = "not_oneself"
    LAST_OPERATOR = "last_operator"
    MERGE_REFUSED = "merge_refused"
    VERSION_STALE = "precondition_failed"
    AUDIT_EXPORT_TOO_LARGE = "audit_export_too_large"
    REAUTHENTICATION_NEEDED = "reauthentication_needed"


class SignInNeeded(DomainError):
    """Only people who are signed in may do this."""

    status = 401
    default_code = AccountsError.SIGN_IN_NEEDED


class TooManyAttempts(DomainError):
    """The address has to rest for a while."""

    status = 429
    default_code = AccountsError.TOO_MANY_ATTEMPTS


class RegistrationRefused(Unprocessable):
    """The text is no registration number of its kind; the sentence says what is expected."""

    default_code = AccountsError.REGISTRATION_REFUSED


class StaleVersion(DomainError):
    """It was changed since the caller read it."""

    status = 412
    default_code = AccountsError.VERSION_STALE


class ReauthenticationNeeded(DomainError):
    """The person is signed in, and has to prove it again for this."""

    status = 401
    default_code = AccountsError.REAUTHENTICATION_NEEDED
