"""A wall comes down, from this moment on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import WALL_LOWERED
from ipmarket.accounts.models import Wall
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.end_access import end_access
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def lower_wall(*, actor: Actor, at: datetime, wall_id: UUID, reason: str = "") -> None:
    """Ends the wall. One that was raised at this very moment is deleted; one that has ended stays as it is, without a trace.

    Raises NotFound.
    """
    require(actor, "accounts.walls.lower")
    wall = Wall.objects.select_for_update().filter(id=wall_id).first()
    if wall is None:
        raise NotFound("There is no such wall.")
    before = wall.ends_at
    if not end_access(wall, at=at):
        return
    audit.record(
        actor=actor,
        at=at,
        action="accounts.lower_wall",
        target_type=wall.object_type,
        target_id=wall.object_id,
        before={"wallId": str(wall_id), "endsAt": before.isoformat() if before else None},
        after={"endsAt": at.isoformat()},
        reason=reason,
    )
    outbox.emit(topic=WALL_LOWERED, aggregate_type=wall.object_type, aggregate_id=wall.object_id, payload={"wallId": str(wall_id)}, at=at)
