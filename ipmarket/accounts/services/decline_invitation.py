"""Somebody refuses an invitation."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts.enums import InvitationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import Invitation
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.services.close_invitation import close_invitation
from ipmarket.accounts.services.find_invitation import hold_by_token, require_open, require_proven_address
from ipmarket.accounts.states.invitation import InvitationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit


@transaction.atomic
def decline_invitation(*, actor: Actor, at: datetime, token: str) -> Invitation:
    """Closes it. Only the invited address may, so that nobody refuses for another whose link was passed on.

    Raises what ``accept_invitation`` raises about the token, the address and an invitation that is closed.
    """
    policies.require_person(actor)
    policies.require(actor, "accounts.invitations.answer")
    _, invitation = hold_by_token(token)
    require_proven_address(actor, invitation.email, code=AccountsError.INVITATION_FOR_ANOTHER_ADDRESS)
    require_open(invitation, at=at)
    close_invitation(invitation, InvitationEvent.DECLINE, at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.decline_invitation",
        target_type="accounts.invitation",
        target_id=invitation.id,
        before={"state": InvitationState.OPEN},
        after={"state": invitation.state},
    )
    return invitation
