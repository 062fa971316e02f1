"""Closed vocabularies of people and organisations."""

from django.db import models


class OrganisationKind(models.TextChoices):
    MANUFACTURER = "manufacturer", "Manufacturer"
    UNIVERSITY = "university", "University"
    INSTITUTE = "institute", "Research institute"
    BUYER = "buyer", "Buyer"
    PROVIDER = "provider", "Professional service provider"
    PARTNER_OFFICE = "partner_office", "Partner office"
    DESK = "desk", "Advisory desk"


class MemberRole(models.TextChoices):
    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    MEMBER = "member", "Member"
    VIEWER = "viewer", "Viewer"


class PlatformRole(models.TextChoices):
    OPERATOR = "operator", "Operator"
    ADVISER = "adviser", "Adviser"
    DESK_MANAGER = "desk_manager", "Desk manager"
    AUDITOR = "auditor", "Auditor"


class Audience(models.TextChoices):
    """Who may see that a thing exists. Higher levels (after an NDA, in a data room) hold texts, not existence, and are never indexed."""

    PUBLIC = "public", "Everybody"
    REGISTERED = "registered", "Signed-in people"
    OWNER = "owner", "The owner's organisation"


class Language(models.TextChoices):
    EN = "en", "English"
    ZH_HANT = "zh-Hant", "繁體中文（香港）"
    ZH_HANS = "zh-Hans", "简体中文"


class OrganisationState(models.TextChoices):
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    CLOSED = "closed", "Closed"
    MERGED = "merged", "Merged into another"


class VerificationState(models.TextChoices):
    """What the operator has found out about an organisation's registration."""

    UNVERIFIED = "unverified", "Not verified"
    SUBMITTED = "submitted", "Waiting for a decision"
    VERIFIED = "verified", "Verified"
    REFUSED = "refused", "Refused"


class RegistrationKind(models.TextChoices):
    """What kind of number stands in an organisation's registration."""

    HK_BR = "hk_br", "Hong Kong business registration number"
    HK_CI = "hk_ci", "Hong Kong certificate of incorporation number"
    OTHER = "other", "Registration number of another country"


class SizeClass(models.TextChoices):
    """Of an organisation, by the dated rule of its country; unknown without a number of employees or a rule."""

    SME = "sme", "Small or medium-sized"
    LARGE = "large", "Large"
    UNKNOWN = "unknown", "Not known"


class InvitationState(models.TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    REVOKED = "revoked", "Revoked"
    EXPIRED = "expired", "Expired"


class JoinRequestState(models.TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class MandateKind(models.TextChoices):
    PATENT_AGENT = "patent_agent", "Patent agent"
    TECHNOLOGY_TRANSFER = "technology_transfer", "Technology-transfer officer"
    ADVISER = "adviser", "Adviser acting for a company"


class MandateScope(models.TextChoices):
    """What a person with a mandate may do for the organisation that gave it. Higher apps read the same words."""

    READ = "read", "Read what members read"
    LIST = "list", "Prepare and change listings"
    NEGOTIATE = "negotiate", "Negotiate terms, without accepting them"
    REPORT = "report", "Send royalty reports"
    CASES = "cases", "Deal with the advisory desk"


class MandateState(models.TextChoices):
    OFFERED = "offered", "Offered"
    ACTIVE = "active", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn before an answer"
    ENDED = "ended", "Ended"


class SignatoryState(models.TextChoices):
    PROPOSED = "proposed", "Waiting for a decision"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    ENDED = "ended", "Ended"


class RoleProposalState(models.TextChoices):
    PROPOSED = "proposed", "Waiting for a second person"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AccessLevel(models.TextChoices):
    """How deep an access grant goes; each level holds the ones before it."""

    EXISTENCE = "existence", "Knows that it exists and reads its teaser"
    DETAILS = "details", "Reads its confidential texts"
    FILES = "files", "Opens its files"
    WORK = "work", "Works on it"


class TokenScope(models.TextChoices):
    """What a person's API token may do, never more than the person may."""

    CATALOGUE_READ = "catalogue.read", "Read the catalogue"
    ACCOUNT_READ = "account.read", "Read the own account"
    ORGANISATION_READ = "organisation.read", "Read the organisation and its people"
    ORGANISATION_WRITE = "organisation.write", "Change the organisation's profile"
    IMPORT = "import", "Import records (operator)"


class DocumentKind(models.TextChoices):
    """Why a file was handed in."""

    REGISTRATION = "registration", "Proof of registration"
    SIGNATORY = "signatory", "Proof of the power to sign"


class TermsKind(models.TextChoices):
    TERMS = "terms", "Terms of use"
    PRIVACY = "privacy", "Privacy notice"


class ConsentKind(models.TextChoices):
    """What a person may agree to or not; nothing depends on it but the thing itself."""

    NEWS = "news", "News about the service by mail"
    STATISTICS = "statistics", "Use in anonymous statistics"


class JobState(models.TextChoices):
    """Of work that is done outside the request."""

    QUEUED = "queued", "Waiting"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    EXPIRED = "expired", "Deleted after its time"
