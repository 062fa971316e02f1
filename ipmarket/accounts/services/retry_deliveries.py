"""An operator has deliveries tried again that failed too often and were parked. None is ever deleted or marked as done by hand."""

from datetime import datetime
from typing import Final

from django.db import transaction

from ipmarket.accounts.events import DELIVERIES_RETRIED
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.organisation_rows import needed_reason
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict, KernelErrorCode, NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.outbox.selectors import has_delivery

_RETRY: Final = "accounts.deliveries.retry"
# A handler's name may be longer than an event's aggregate; the audit entry has all of it.
_LONGEST_ID: Final = 80


@transaction.atomic
def retry_delivery(*, actor: Actor, at: datetime, delivery_id: int, reason: str) -> int:
    """Puts one parked delivery back into its queue, with its attempts at zero. Returns 1.

    Raises NotFound, Unprocessable "reason_needed", and Conflict "transition_refused" for one that is not parked (any more).
    """
    hold_office(actor=actor, at=at, action=_RETRY)
    told = needed_reason(reason)
    if not has_delivery(delivery_id):
        raise NotFound("There is no such delivery.")
    return _told(at, outbox.retry_parked(actor=actor, at=at, ids=[delivery_id], reason=told), "outbox.delivery", str(delivery_id))


@transaction.atomic
def retry_deliveries(*, actor: Actor, at: datetime, handler: str, reason: str) -> int:
    """Puts what is parked for one handler back into its queue, at most 10,000 at once, and returns how many.

    Raises Unprocessable "reason_needed", and Conflict "transition_refused" when nothing is parked for it (any more).
    """
    hold_office(actor=actor, at=at, action=_RETRY)
    told = needed_reason(reason)
    return _told(at, outbox.retry_parked(actor=actor, at=at, handler=handler, reason=told), "outbox.handler", handler)


def _told(at: datetime, count: int, kind: str, what: str) -> int:
    """The rows were locked and looked at by the floor; where none was parked, its entry goes back with the transaction."""
    if count == 0:
        raise Conflict("Nothing is parked here any more.", code=KernelErrorCode.TRANSITION_REFUSED)
    outbox.emit(topic=DELIVERIES_RETRIED, aggregate_type=kind, aggregate_id=what[:_LONGEST_ID], payload={"count": count}, at=at)
    return count
