"""Puts parked deliveries back into the queue, as an operator decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.services import record
from ipmarket.kernel.outbox.enums import DeliveryState
from ipmarket.kernel.outbox.models import Delivery

# More than this is retried in several calls, so that no transaction holds the queue for long.
MOST_AT_ONCE: Final = 10_000


def _target(ids: Sequence[int] | None, handler: str | None) -> str:
    """What the audit entry is about: one delivery, one handler, or whatever was parked."""
    if ids is not None and len(ids) == 1:
        return str(ids[0])
    return handler or "all"


def retry_parked(
    *,
    actor: Actor,
    at: datetime,
    ids: Sequence[int] | None = None,
    handler: str | None = None,
    limit: int = MOST_AT_ONCE,
    reason: str = "",
) -> int:
    """Make parked deliveries pending again with their attempts at zero, and return how many; without ids or handler, all.

    Whoever lets people do this asks the policy first and gives their reason. What was the error stays readable until the next attempt.
    """
    with transaction.atomic():
        rows = Delivery.objects.filter(state=DeliveryState.PARKED)
        if ids is not None:
            rows = rows.filter(pk__in=list(ids))
        if handler is not None:
            rows = rows.filter(handler=handler)
        chosen = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True)[:limit])
        count = Delivery.objects.filter(pk__in=chosen).update(state=DeliveryState.PENDING, attempts=0, available_at=at, handed_over_at=None)
        record(
            actor=actor,
            at=at,
            action="outbox.retried",
            target_type="outbox.delivery",
            target_id=_target(ids, handler),
            after={"count": count, "ids": chosen[:100]},
            reason=reason,
        )
    return count
