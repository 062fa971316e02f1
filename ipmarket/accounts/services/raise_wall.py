"""A wall is raised: somebody must not see one thing, whatever else would open it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import WALL_RAISED
from ipmarket.accounts.models import Wall
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.open_access import require_guarded
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def raise_wall(
    *,
    actor: Actor,
    at: datetime,
    object_type: str,
    object_id: UUID,
    basis: str,
    user_id: UUID | None = None,
    organisation_id: UUID | None = None,
    ends_at: datetime | None = None,
) -> Wall:
    """Closes the thing to the person, or to the organisation's members and whoever acts for it, from this moment on.

    Whether there is a conflict is decided by the app whose thing it is, in the service that calls this one; ``basis`` names its reason.
    Raises InvalidInput for an unknown type of thing, ValueError unless exactly one of person and organisation is named, IntegrityError
    where the period or the basis is empty.
    """
    require(actor, "accounts.walls.raise")
    require_guarded(object_type)
    if (user_id is None) == (organisation_id is None):
        raise ValueError("A wall is raised for a person or for an organisation.")
    wall = Wall.objects.create(
        user_id=user_id,
        organisation_id=organisation_id,
        object_type=object_type,
        object_id=object_id,
        basis=basis,
        starts_at=at,
        ends_at=ends_at,
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.raise_wall",
        target_type=object_type,
        target_id=object_id,
        after={
            "wallId": str(wall.id),
            "userId": str(user_id) if user_id else None,
            "organisationId": str(organisation_id) if organisation_id else None,
            "basis": basis,
            "endsAt": ends_at.isoformat() if ends_at else None,
        },
    )
    outbox.emit(topic=WALL_RAISED, aggregate_type=object_type, aggregate_id=object_id, payload={"wallId": str(wall.id)}, at=at)
    return wall
