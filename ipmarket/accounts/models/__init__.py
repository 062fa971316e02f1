from ipmarket.accounts.models.access import AccessGrant, ApiToken, Wall
from ipmarket.accounts.models.membership import Invitation, JoinRequest, Mandate, Membership, Signatory
from ipmarket.accounts.models.organisation import Document, Organisation, OrganisationDomain, Suspension, VerificationCase
from ipmarket.accounts.models.platform_role import PlatformRoleGrant, RoleProposal
from ipmarket.accounts.models.privacy import Consent, DataExport, SignInPlace, TermsAcceptance, TermsVersion
from ipmarket.accounts.models.user import User

__all__ = [
    "AccessGrant",
    "ApiToken",
    "Consent",
    "DataExport",
    "Document",
    "Invitation",
    "JoinRequest",
    "Mandate",
    "Membership",
    "Organisation",
    "OrganisationDomain",
    "PlatformRoleGrant",
    "RoleProposal",
    "SignInPlace",
    "Signatory",
    "Suspension",
    "TermsAcceptance",
    "TermsVersion",
    "User",
    "VerificationCase",
    "Wall",
]
