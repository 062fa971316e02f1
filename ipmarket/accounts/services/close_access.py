"""What an access grant opened is closed again, from this moment on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import ACCESS_CLOSED
from ipmarket.accounts.models import AccessGrant
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.end_access import end_access
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def close_access(*, actor: Actor, at: datetime, grant_id: UUID, reason: str = "") -> None:
    """Ends the grant. One that has not begun is deleted, since it never was in force; one that has ended stays as it is, without a trace.

    Raises NotFound.
    """
    require(actor, "accounts.access.close")
    grant = AccessGrant.objects.select_for_update().filter(id=grant_id).first()
    if grant is None:
        raise NotFound("There is no such access grant.")
    before = grant.ends_at
    if not end_access(grant, at=at):
        return
    audit.record(
        actor=actor,
        at=at,
        action="accounts.close_access",
        target_type=grant.object_type,
        target_id=grant.object_id,
        before={"grantId": str(grant_id), "endsAt": before.isoformat() if before else None},
        after={"endsAt": at.isoformat()},
        reason=reason,
    )
    outbox.emit(
        topic=ACCESS_CLOSED, aggregate_type=grant.object_type, aggregate_id=grant.object_id, payload={"grantId": str(grant_id)}, at=at
    )
