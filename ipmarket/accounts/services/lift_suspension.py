"""A suspension ends. A step of reactivating, merging and closing, under their trace."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ipmarket.accounts.models import Suspension
from ipmarket.kernel.actor import Actor


def lift_suspension(*, actor: Actor, at: datetime, reason: str, whose: UUID) -> bool:
    """End the open suspension of the organisation or the person of this id; False where there is none."""
    of_one = Q(organisation_id=whose) | Q(user_id=whose)
    suspension = Suspension.objects.select_for_update(of=("self",)).filter(of_one, ends_at__isnull=True).first()
    if suspension is None:
        return False
    suspension.ends_at, suspension.ended_by_id, suspension.end_reason = at, actor.user_id, reason
    suspension.save(update_fields=["ends_at", "ended_by", "end_reason"])
    return True
