"""Invitations whose days are over are closed. That they cannot be used any more does not wait for this."""

from datetime import datetime
from typing import Final

from django.db import transaction

from ipmarket.accounts.enums import InvitationState
from ipmarket.accounts.models import Invitation
from ipmarket.accounts.services.close_invitation import close_invitation
from ipmarket.accounts.states.invitation import InvitationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit

_BATCH: Final = 500


@transaction.atomic
def expire_invitations(*, actor: Actor, at: datetime) -> int:
    """Closes up to 500 of them and returns how many. What somebody is using at this moment is left for the next turn."""
    due = Invitation.objects.filter(state=InvitationState.OPEN, expires_at__lte=at).order_by("pk")
    invitations = list(due.select_for_update(skip_locked=True)[:_BATCH])
    for invitation in invitations:
        close_invitation(invitation, InvitationEvent.EXPIRE, at=at)
        audit.record(
            actor=actor,
            at=at,
            action="accounts.expire_invitations",
            target_type="accounts.invitation",
            target_id=invitation.id,
            before={"state": InvitationState.OPEN},
            after={"state": invitation.state},
        )
    return len(invitations)
