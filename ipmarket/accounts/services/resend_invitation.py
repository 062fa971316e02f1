"""An invitation is sent again, with a new link; the old link opens nothing from then on."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.errors import AccountsError, TooManyAttempts
from ipmarket.accounts.events import INVITATION_SENT
from ipmarket.accounts.models import Invitation
from ipmarket.accounts.services.find_invitation import hold_by_id, require_open
from ipmarket.accounts.services.find_member import require_handles
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.invite_member import LIFETIME
from ipmarket.accounts.services.tell_people import tell_invited
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.secret_tokens import digest_of, new_token

# Mail takes its time; whoever presses twice within this would only fill a mailbox.
PAUSE: Final = timedelta(minutes=10)


@transaction.atomic
def resend_invitation(*, actor: Actor, at: datetime, organisation_id: UUID, invitation_id: UUID) -> Invitation:
    """Makes a new token, kills the old one, and counts the days from now. Whoever sends it again answers for it from then on.

    Raises NotFound to strangers, Forbidden ("role_not_yours_to_give"), Conflict for an invitation that is closed ("invitation_used" …) and
    for an organisation that is not active, TooManyAttempts within ten minutes of the last message.
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.members.invite")
    if actor.user_id is None:
        raise NotFound("Only a person invites.")
    invitation = hold_by_id(organisation_id=organisation_id, invitation_id=invitation_id)
    require_handles(held.actor, invitation.role)
    require_open(invitation, at=at)
    rest = invitation.expires_at - LIFETIME + PAUSE - at
    if rest > timedelta():
        raise TooManyAttempts(
            "This invitation was sent a moment ago.",
            code=AccountsError.TOO_MANY_INVITATIONS,
            params={"retryAfterSeconds": max(1, int(rest.total_seconds()))},
        )
    before = {"expiresAt": invitation.expires_at.isoformat(), "invitedBy": str(invitation.invited_by_id)}
    token = new_token()
    invitation.token_digest = digest_of(token)
    invitation.expires_at = at + LIFETIME
    invitation.invited_by_id = actor.user_id
    invitation.save(update_fields=["token_digest", "expires_at", "invited_by"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.resend_invitation",
        target_type="accounts.invitation",
        target_id=invitation.id,
        before=before,
        after={"expiresAt": invitation.expires_at.isoformat(), "invitedBy": str(actor.user_id)},
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
