"""What an operator sees of the outbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, Min, QuerySet

from ipmarket.kernel.outbox.enums import DeliveryState
from ipmarket.kernel.outbox.models import Delivery

# So far back is looked for what a handler was last told: an index gives these, and more would be read for handlers that rest.
LATEST_DELIVERED: Final = 5_000
_OUTLINE: Final = re.compile(r"(?P<kind>[A-Za-z_]\w{0,119}) at (?P<place>[\w.]{0,200}:[\w<>]{0,120}:\d{1,6})?")


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


@dataclass(frozen=True, slots=True)
class Outline:
    """What may be shown of a failure: the kind of error ("MailNotSent") and where it came about ("ipmarket.kernel.mail.posting:post:47").

    Both are empty where nothing failed. The error's message is left out: nobody can promise that it names no person.
    """

    kind: str = ""
    place: str = ""


def outline_of(last_error: str) -> Outline:
    """Read the first line of what ``delivery.note_failure`` has stored. What does not look exactly like one is left out."""
    found = _OUTLINE.fullmatch(last_error.partition("\n")[0])
    return Outline(found["kind"], found["place"] or "") if found else Outline()


def deliveries(*, state: DeliveryState, handler: str = "") -> QuerySet[Any]:
    """Return the deliveries in this state with their events, in no particular order; of one handler when it is named."""
    rows = Delivery.objects.filter(state=state).select_related("event")
    return rows.filter(handler=handler) if handler else rows


def has_delivery(delivery_id: int) -> bool:
    """True when there is such a delivery, whatever became of it."""
    return Delivery.objects.filter(pk=delivery_id).exists()


def latest_delivered() -> dict[str, datetime]:
    """Return for each handler when it was last told of something, as far as that is among the latest LATEST_DELIVERED deliveries."""
    done = Delivery.objects.filter(state=DeliveryState.DONE).order_by("-delivered_at").values("pk")[:LATEST_DELIVERED]
    return dict(Delivery.objects.filter(pk__in=done).values_list("handler").annotate(Max("delivered_at")))
