"""Deliveries of the outbox in the states in which an operator finds them."""

from datetime import datetime, timedelta
from typing import Any

from ipmarket.kernel.outbox.delivery import MAX_ATTEMPTS, pause
from ipmarket.kernel.outbox.enums import DeliveryState
from ipmarket.kernel.outbox.models import Delivery, Event
from tests.factories.records import AT

# As delivery.note_failure stores it: a line that may be shown, then what the error said.
LAST_ERROR = "MailNotSent at ipmarket.kernel.mail.posting:post:47\nTraceback (most recent call last):\nMailNotSent: kept-from-view\n"


def make_delivery(*, handler: str = "mail.send", lane: str = "mail", at: datetime = AT, about: str = "1", **values: Any) -> Delivery:
    """A delivery that waits, of something that happened at that instant."""
    kind = values.pop("kind", "mail.message")
    event = Event.objects.create(topic=values.pop("topic", "mail.queued"), aggregate_type=kind, aggregate_id=about, created_at=at)
    given = {"available_at": at} | values
    return Delivery.objects.create(event=event, handler=handler, lane=lane, aggregate=f"{kind}:{about}", **given)


def make_parked(*, parked_at: datetime = AT + timedelta(minutes=10), last_error: str = LAST_ERROR, **values: Any) -> Delivery:
    """One that failed at its last attempt at that instant."""
    delivery = make_delivery(state=DeliveryState.PARKED, attempts=MAX_ATTEMPTS, last_error=last_error, **values)
    delivery.available_at = parked_at + pause(MAX_ATTEMPTS, delivery.pk)
    delivery.save(update_fields=["available_at"])
    return delivery
