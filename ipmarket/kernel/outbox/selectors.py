"""What an operator sees of the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from ipmarket.kernel.outbox.enums import DeliveryState
from ipmarket.kernel.outbox.models import Delivery


@dataclass(frozen=True, slots=True)
class HandlerStatus:
    """How one handler's queue stands."""

    handler: str
    lane: str
    pending: int
    parked: int
    oldest_pending_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParkedDelivery:
    """One delivery that waits for an operator."""

    id: int
    event_id: int
    topic: str
    handler: str
    attempts: int
    last_error: str


def status() -> list[HandlerStatus]:
    """Return one line for each handler that has something pending or parked, by name."""
    open_rows = Delivery.objects.exclude(state=DeliveryState.DONE)
    lines: dict[tuple[str, str], HandlerStatus] = {}
    rows = open_rows.values_list("handler", "lane", "state").annotate(Count("pk"), Min("event__created_at"))
    for handler, lane, state, count, oldest in rows:
        line = lines.get((handler, lane)) or HandlerStatus(handler, lane, 0, 0, None)
        if state == DeliveryState.PENDING:
            line = HandlerStatus(handler, lane, count, line.parked, oldest)
        else:
            line = HandlerStatus(handler, lane, line.pending, count, line.oldest_pending_at)
        lines[handler, lane] = line
    return [lines[key] for key in sorted(lines)]


def parked(*, limit: int = 100) -> list[ParkedDelivery]:
    """Return parked deliveries, oldest first."""
    rows = Delivery.objects.filter(state=DeliveryState.PARKED).select_related("event").order_by("pk")[:limit]
    return [ParkedDelivery(row.pk, row.event_id, row.event.topic, row.handler, row.attempts, row.last_error) for row in rows]
