"""The queues of the outbox and what is parked in them, for the operator and the auditor."""

from typing import Any, Final

from django.db.models import QuerySet

from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.outbox import selectors as outbox
from ipmarket.kernel.outbox.delivery import pause
from ipmarket.kernel.outbox.enums import DeliveryState
from ipmarket.kernel.outbox.registry import all_handlers

READ: Final = "accounts.deliveries.read"
# What the API calls the states of deliveries that are not done, which alone are listed.
STATES: Final = {"parked": DeliveryState.PARKED, "waiting": DeliveryState.PENDING}
_NAMES: Final = {state: name for name, state in STATES.items()}


def queues_for(actor: Actor) -> dict[str, Any]:
    """Every queue by name, and the sums: handlers that rest have a line too, and so has one that the program no longer knows.

    Two statements, whatever waits. ``last_delivered_at`` is None where it lies too far back to be looked for.
    """
    require(actor, READ)
    latest = outbox.latest_delivered()
    known: set[tuple[str, str]] = {(handler.name, handler.lane) for handler in all_handlers()}
    lines: dict[tuple[str, str], outbox.HandlerStatus | None] = dict.fromkeys(known)
    lines |= {(line.handler, line.lane): line for line in outbox.status()}
    items = [
        {
            "handler": handler,
            "lane": lane,
            "is_known": (handler, lane) in known,
            "waiting": line.pending if line else 0,
            "parked": line.parked if line else 0,
            "waiting_since": line.oldest_pending_at if line else None,
            "last_delivered_at": latest.get(handler),
        }
        for (handler, lane), line in sorted(lines.items(), key=lambda pair: pair[0])
    ]
    return {
        "waiting": sum(item["waiting"] for item in items),
        "parked": sum(item["parked"] for item in items),
        "waiting_since": min((item["waiting_since"] for item in items if item["waiting_since"]), default=None),
        "items": items,
    }


def deliveries_for(actor: Actor, *, state: str, handler: str = "") -> QuerySet[Any]:
    """The deliveries that are parked, or that wait, in no particular order."""
    require(actor, READ)
    return outbox.deliveries(state=STATES[state], handler=handler)


def delivery_card(row: Any) -> dict[str, Any]:
    """One delivery without its payload and without the words of its error: those may name somebody, the kind of error and the place not."""
    failure = outbox.outline_of(row.last_error)
    is_parked = row.state == DeliveryState.PARKED
    return {
        "id": row.pk,
        "state": _NAMES[row.state],
        "topic": row.event.topic,
        "handler": row.handler,
        "lane": row.lane,
        "about": {"type": row.event.aggregate_type, "id": row.event.aggregate_id},
        "attempts": row.attempts,
        "error": failure.kind,
        "place": failure.place,
        "happened_at": row.event.created_at,
        # A failed attempt sets the next one by a pause that its number and the delivery give; the last attempt is the one that parks.
        "parked_at": row.available_at - pause(row.attempts, row.pk) if is_parked else None,
        "next_at": None if is_parked else row.available_at,
    }
