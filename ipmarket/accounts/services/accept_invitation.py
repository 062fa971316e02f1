"""Somebody takes up an invitation: once, with an account that has proven the invited address."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts.enums import InvitationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import INVITATION_ACCEPTED
from ipmarket.accounts.models import Membership
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.invitations_seen import still_stands
from ipmarket.accounts.services.admit_member import admit_member, require_no_membership
from ipmarket.accounts.services.find_invitation import hold_by_token, require_open, require_proven_address
from ipmarket.accounts.states.invitation import INVITATION, InvitationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def accept_invitation(*, actor: Actor, at: datetime, token: str) -> Membership:
    """Opens the membership that was offered and returns it.

    Raises SignInNeeded to visitors; NotFound for an unknown token, alike for garbage; Forbidden "invitation_for_another_address" with the
    masked address to other accounts and "address_not_verified"; Conflict "invitation_used", "…_declined", "…_revoked", "…_expired",
    "invitation_no_longer_stands" when whoever invited may not any more, "already_member", "not_active". Nobody learns by it that an
    organisation is suspended: nobody may invite there, and that is the answer.
    """
    policies.require_person(actor)
    policies.require(actor, "accounts.invitations.answer")
    organisation, invitation = hold_by_token(token)
    user_id = require_proven_address(actor, invitation.email, code=AccountsError.INVITATION_FOR_ANOTHER_ADDRESS)
    require_open(invitation, at=at)
    if not still_stands(invitation, at=at):
        raise Conflict(
            "Whoever invited you cannot do so any more. Ask the organisation for a new invitation.",
            code=AccountsError.INVITATION_NO_LONGER_STANDS,
        )
    require_no_membership(user_id=user_id, organisation_id=organisation.id)
    invitation.state = apply(INVITATION, InvitationState(invitation.state), InvitationEvent.ACCEPT)
    invitation.closed_at = at
    invitation.accepted_by_id = user_id
    invitation.save(update_fields=["state", "closed_at", "accepted_by"])
    membership = admit_member(actor=actor, at=at, user_id=user_id, organisation_id=organisation.id, role=invitation.role)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.accept_invitation",
        target_type="accounts.invitation",
        target_id=invitation.id,
        before={"state": InvitationState.OPEN},
        after={"state": invitation.state, "membershipId": str(membership.id), "invitedBy": str(invitation.invited_by_id)},
    )
    outbox.emit(
        topic=INVITATION_ACCEPTED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"invitationId": str(invitation.id), "membershipId": str(membership.id)},
        at=at,
    )
    return membership
