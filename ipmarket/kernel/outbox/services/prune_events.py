"""Deletes events that everybody was told of long ago, so that the queue's tables stay small."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from ipmarket.kernel.outbox.enums import DeliveryState
from ipmarket.kernel.outbox.models import Delivery, Event


def prune(*, at: datetime, older_than: timedelta = timedelta(days=30), limit: int = 10_000) -> int:
    """Delete up to ``limit`` events older than that without a pending or parked delivery, and return how many."""
    open_deliveries = Delivery.objects.filter(event=OuterRef("pk")).exclude(state=DeliveryState.DONE)
    with transaction.atomic():
        old = Event.objects.filter(created_at__lt=at - older_than).exclude(Exists(open_deliveries))
        chosen = list(old.order_by("pk").values_list("pk", flat=True)[:limit])
        Delivery.objects.filter(event__in=chosen, state=DeliveryState.DONE).delete()
        Event.objects.filter(pk__in=chosen).delete()
    return len(chosen)
