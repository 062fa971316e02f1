"""Somebody is invited to join an organisation, by mail."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ipmarket.accounts.enums import InvitationState, Language
from ipmarket.accounts.errors import AccountsError, TooManyAttempts
from ipmarket.accounts.events import INVITATION_SENT
from ipmarket.accounts.models import Invitation, Membership
from ipmarket.accounts.services.find_member import known_role, require_handles
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.tell_people import tell_invited
from ipmarket.accounts.states.invitation import INVITATION, InvitationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput, NotFound
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.secret_tokens import digest_of, new_token
from ipmarket.kernel.states import apply

# A product rule: long enough for a holiday, short enough that a link in an old mailbox opens nothing.
LIFETIME: Final = timedelta(days=14)
MOST_OPEN: Final = 200
# So that nobody uses our mail to pester an address: so many messages from one organisation to one address within a day.
MOST_A_DAY: Final = 5
_DAY: Final = timedelta(days=1)
_ADDRESS_CHARACTERS: Final = 254


def plain_address(email: str) -> str:
    """The address without blanks around it, in small letters. Raises InvalidInput ("address_refused"), which does not repeat it."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidInput("This is no e-mail address.", code=AccountsError.ADDRESS_REFUSED) from None
    if len(address) > _ADDRESS_CHARACTERS:
        raise InvalidInput("This e-mail address is too long.", code=AccountsError.ADDRESS_REFUSED)
    return address


def require_language(language: str) -> None:
    """Raises InvalidInput ("unknown_language")."""
    if language not in Language.values:
        raise InvalidInput("Messages are written in en, zh-Hant and zh-Hans.", code=AccountsError.UNKNOWN_LANGUAGE)


@transaction.atomic
def invite_member(*, actor: Actor, at: datetime, organisation_id: UUID, email: str, role: str, language: str = Language.EN) -> Invitation:
    """Stores the invitation with the digest of its token and queues the message that carries the token.

    The answer is the same whether or not the address has an account, and whether that account may sign in.
    Raises NotFound to strangers, InvalidInput for an address, role or language that cannot be, Forbidden ("role_not_yours_to_give"),
    Conflict ("already_member", "already_invited", "organisation_not_active"), TooManyAttempts ("too_many_invitations").
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.members.invite")
    if actor.user_id is None:
        raise NotFound("Only a person invites.")
    wanted, address = known_role(role), plain_address(email)
    require_language(language)
    require_handles(held.actor, wanted)
    if Membership.objects.filter(organisation_id=organisation_id, ends_at__isnull=True, user__email=address).exists():
        raise Conflict("This person is a member already.", code=AccountsError.ALREADY_MEMBER)
    _make_room(organisation_id, address, at=at)
    token = new_token()
    invitation = Invitation.objects.create(
        id=new_id(),
        organisation_id=organisation_id,
        email=address,
        role=wanted,
        language=language,
        token_digest=digest_of(token),
        invited_by_id=actor.user_id,
        created_at=at,
        expires_at=at + LIFETIME,
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.invite_member",
        target_type="accounts.invitation",
        target_id=invitation.id,
        after={"organisationId": str(organisation_id), "role": wanted, "expiresAt": invitation.expires_at.isoformat()},
        personal={"email": address},
    )
    outbox.emit(
        topic=INVITATION_SENT,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"invitationId": str(invitation.id)},
        at=at,
    )
    tell_invited(actor=actor, at=at, invitation=invitation, organisation=held.organisation, token=token)
    return invitation


def _make_room(organisation_id: UUID, address: str, *, at: datetime) -> None:
    """Close what has run out for this address; refuse a second open invitation, and too many of them."""
    earlier = Invitation.objects.filter(organisation_id=organisation_id, email=address)
    present = earlier.select_for_update().filter(state=InvitationState.OPEN).first()
    if present is not None:
        if present.expires_at > at:
            raise Conflict("This address is invited already. Send the invitation again instead.", code=AccountsError.ALREADY_INVITED)
        present.state = apply(INVITATION, InvitationState(present.state), InvitationEvent.EXPIRE)
        present.closed_at = at
        present.save(update_fields=["state", "closed_at"])
    if earlier.filter(created_at__gt=at - _DAY).count() >= MOST_A_DAY:
        raise TooManyAttempts("This address was invited several times today.", code=AccountsError.TOO_MANY_INVITATIONS)
    if Invitation.objects.filter(organisation_id=organisation_id, state=InvitationState.OPEN).count() >= MOST_OPEN:
        raise Conflict(
            "Too many invitations are open. Revoke some first.", code=AccountsError.TOO_MANY_INVITATIONS, params={"most": MOST_OPEN}
        )
