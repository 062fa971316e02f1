"""An invitation ends without being used. A step of revoking, refusing and running out, inside their transaction."""

from datetime import datetime
from uuid import UUID

from ipmarket.accounts.enums import InvitationState
from ipmarket.accounts.events import INVITATION_CLOSED
from ipmarket.accounts.models import Invitation
from ipmarket.accounts.states.invitation import INVITATION, InvitationEvent
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


def close_invitation(invitation: Invitation, event: InvitationEvent, *, at: datetime) -> None:
    """Move it to the state that follows, and say so. Raises Conflict ("transition_refused")."""
    invitation.state = apply(INVITATION, InvitationState(invitation.state), event)
    invitation.closed_at = at
    invitation.save(update_fields=["state", "closed_at"])
    organisation_id: UUID = invitation.organisation_id
    outbox.emit(
        topic=INVITATION_CLOSED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"invitationId": str(invitation.id), "state": invitation.state},
        at=at,
    )
