"""An invitation is taken back by the organisation."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.models import Invitation
from ipmarket.accounts.services.close_invitation import close_invitation
from ipmarket.accounts.services.find_invitation import hold_by_id
from ipmarket.accounts.services.find_member import require_handles
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.tell_people import tell_invitation_revoked
from ipmarket.accounts.states.invitation import InvitationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit


@transaction.atomic
def revoke_invitation(*, actor: Actor, at: datetime, organisation_id: UUID, invitation_id: UUID) -> Invitation:
    """Its link opens nothing from now on.

    Raises NotFound to strangers, Forbidden ("role_not_yours_to_give") to a manager for an invitation as owner or manager, Conflict for an
    invitation that is closed ("transition_refused") and for an organisation that is not active.
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.members.invite")
    invitation = hold_by_id(organisation_id=organisation_id, invitation_id=invitation_id)
    require_handles(held.actor, invitation.role)
    before = invitation.state
    close_invitation(invitation, InvitationEvent.REVOKE, at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.revoke_invitation",
        target_type="accounts.invitation",
        target_id=invitation.id,
        before={"state": before},
        after={"state": invitation.state},
    )
    tell_invitation_revoked(actor=actor, at=at, invitation=invitation, organisation=held.organisation)
    return invitation
