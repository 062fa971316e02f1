"""What is shown of an invitation: to whoever holds its link, and to the organisation's managers."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import InvitationState, OrganisationState
from ipmarket.accounts.mail_addresses import small_letters
from ipmarket.accounts.models import Invitation
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.members_standing import handled_roles, may_give, role_in
from ipmarket.accounts.selectors.policies import Target
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.secret_tokens import digest_of
from ipmarket.kernel.text import Language, Translated

# Our tokens have 43 characters; whatever is longer than this was not made here and is not worth a digest.
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22,100}")


@dataclass(frozen=True, slots=True)
class SeenInvitation:
    """An invitation as the link shows it, to anybody: nothing of it tells whether the address has an account."""

    organisation_id: UUID
    organisation_name: Translated
    role: str
    address: str
    state: str
    expires_at: datetime
    is_mine: bool


def is_token(text: str) -> bool:
    """True for what could be one of our tokens."""
    return _TOKEN.fullmatch(text) is not None


def masked_address(email: str) -> str:
    """The address as far as its owner recognises it: "a…@example.test"."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"


def state_at(invitation: Invitation, at: datetime) -> InvitationState:
    """The state as it counts: an open invitation has run out at its instant, whether or not the nightly job has written that down."""
    state = InvitationState(invitation.state)
    return InvitationState.EXPIRED if state is InvitationState.OPEN and invitation.expires_at <= at else state


def seen_invitation(actor: Actor, token: str, *, at: datetime) -> SeenInvitation:
    """The invitation of this token. Raises NotFound, alike for garbage.

    ``state`` is "revoked" as well where the organisation cannot take anybody in, or whoever invited may not any more.
    """
    policies.require(actor, "accounts.invitations.see")
    found = Invitation.objects.filter(token_digest=digest_of(token)).select_related("organisation") if is_token(token) else None
    invitation = found.first() if found is not None else None
    if invitation is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    organisation = invitation.organisation
    state = state_at(invitation, at)
    if state is InvitationState.OPEN and not still_stands(invitation, at=at):
        state = InvitationState.REVOKED
    proven = credentials.verified_addresses(actor.user_id) if actor.user_id is not None else []
    return SeenInvitation(
        organisation_id=organisation.id,
        organisation_name=Translated(en=organisation.name_en, zh_hant=organisation.name_zh_hant, zh_hans=organisation.name_zh_hans),
        role=invitation.role,
        address=masked_address(invitation.email),
        state=state,
        expires_at=invitation.expires_at,
        is_mine=small_letters(invitation.email) in {small_letters(address) for address in proven},
    )


def still_stands(invitation: Invitation, *, at: datetime) -> bool:
    """True while the organisation is active and whoever invited could invite to this role today."""
    if invitation.organisation.state != OrganisationState.ACTIVE:
        return False
    standing = role_in(user_id=invitation.invited_by_id, organisation_id=invitation.organisation_id, at=at)
    return may_give(standing, invitation.role)


def invitations_of(actor: Actor, organisation_id: UUID) -> QuerySet[Invitation]:
    """The invitations of an organisation, for its managers. Raises NotFound to everybody else."""
    policies.require(actor, "accounts.invitations.read", Target("accounts.organisation", organisation_id, organisation_id=organisation_id))
    return Invitation.objects.filter(organisation_id=organisation_id).select_related("invited_by")


def seen_card(seen: SeenInvitation, *, language: Language) -> dict[str, Any]:
    """The invitation as its page shows it, the organisation's name in the reader's language."""
    return {
        "organisation": {"id": seen.organisation_id, "name": seen.organisation_name.best(language)[0]},
        "role": seen.role,
        "address": seen.address,
        "state": seen.state,
        "expires_at": seen.expires_at,
        "is_mine": seen.is_mine,
    }


def invitation_card(actor: Actor, row: Invitation, *, at: datetime) -> dict[str, Any]:
    """One row of the organisation's list, with what the reader may do to it."""
    state = state_at(row, at)
    target = Target("accounts.organisation", row.organisation_id, organisation_id=row.organisation_id)
    may = state is InvitationState.OPEN and row.role in handled_roles(actor) and policies.can(actor, "accounts.members.invite", target)
    return {
        "id": row.id,
        "email": row.email,
        "role": row.role,
        "language": row.language,
        "state": state,
        "invited_by": {"id": row.invited_by_id, "name": row.invited_by.name, "email": row.invited_by.email},
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "closed_at": row.closed_at,
        "allowed": ["accounts.invitations.resend", "accounts.invitations.revoke"] if may else [],
    }
