"""Finding an invitation with the organisation and the row locked, and what refuses its use. Steps of the services on invitations."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import InvitationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.mail_addresses import small_letters
from ipmarket.accounts.models import Invitation, Organisation, User
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.invitations_seen import is_token, masked_address, state_at
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict, Forbidden, NotFound
from ipmarket.kernel.secret_tokens import digest_of

_CLOSED: Final[Mapping[str, tuple[AccountsError, str]]] = MappingProxyType({
    InvitationState.ACCEPTED: (AccountsError.INVITATION_USED, "This invitation was used already. Sign in and choose the organisation."),
    InvitationState.DECLINED: (AccountsError.INVITATION_DECLINED, "This invitation was refused. Ask for a new one if that was a mistake."),
    InvitationState.REVOKED: (AccountsError.INVITATION_REVOKED, "This invitation was taken back. Ask whoever invited you."),
    InvitationState.EXPIRED: (AccountsError.INVITATION_EXPIRED, "This invitation has run out. Ask for a new one."),
})  # fmt: skip


def _missing() -> NotFound:
    return NotFound("There is no such thing, or it is not visible to you.")


def hold_by_token(token: str) -> tuple[Organisation, Invitation]:
    """The organisation and the invitation of this token, both locked. Raises NotFound, alike for garbage and for an unknown token.

    The row is found by the digest again once the locks are held: a token that was replaced in between opens nothing.
    """
    if not is_token(token):
        raise _missing()
    digest = digest_of(token)
    organisation_id = Invitation.objects.filter(token_digest=digest).values_list("organisation_id", flat=True).first()
    if organisation_id is None:
        raise _missing()
    organisation = lock_organisation(organisation_id)
    invitation = Invitation.objects.select_for_update().filter(token_digest=digest).first()
    if invitation is None:
        raise _missing()
    return organisation, invitation


def hold_by_id(*, organisation_id: UUID, invitation_id: UUID) -> Invitation:
    """The invitation of this organisation, locked. Raises NotFound, alike for another organisation's."""
    invitation = Invitation.objects.select_for_update().filter(id=invitation_id, organisation_id=organisation_id).first()
    if invitation is None:
        raise _missing()
    return invitation


def require_open(invitation: Invitation, *, at: datetime) -> None:
    """Raises Conflict with the code of what became of it, for everything that cannot be used any more."""
    state = state_at(invitation, at)
    if state != InvitationState.OPEN:
        code, words = _CLOSED[state]
        raise Conflict(words, code=code)


def require_proven_address(actor: Actor, email: str, *, code: AccountsError) -> UUID:
    """The person's id, when this person has proven that the address is theirs; letters' case does not count.

    Raises SignInNeeded (401), Forbidden "address_not_verified" for an own address that is not proven yet, and Forbidden with ``code`` and
    the masked address for everybody else.
    """
    policies.require_person(actor)
    if actor.user_id is None:
        raise _missing()
    if small_letters(email) in {small_letters(address) for address in credentials.verified_addresses(actor.user_id)}:
        return actor.user_id
    if User.objects.filter(id=actor.user_id, email__iexact=email).exists():
        raise Forbidden("Confirm your e-mail address first.", code=AccountsError.ADDRESS_NOT_VERIFIED)
    raise Forbidden(
        "This was sent to another e-mail address. Sign in with the account of that address.",
        code=code,
        params={"address": masked_address(email)},
    )
