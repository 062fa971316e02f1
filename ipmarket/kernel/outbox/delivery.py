"""Carries out deliveries: picks what is due, runs the handlers in savepoints, records the outcome, for relay and Celery."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import psycopg
import structlog
from django.db import DatabaseError, connection, transaction

from ipmarket.kernel import clock
from ipmarket.kernel.outbox.enums import DeliveryState
from ipmarket.kernel.outbox.errors import OutboxErrorCode
from ipmarket.kernel.outbox.models import Delivery
from ipmarket.kernel.outbox.registry import flushes_of, handler_named
from ipmarket.kernel.refused_values import without_values

log = structlog.get_logger(__name__)

MAX_ATTEMPTS: Final = 8
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 300.0
_ERROR_CHARACTERS: Final = 2_000
_NAMES: Final = ("constraint_name", "table_name", "column_name")

# Heads of the queues "one handler, one aggregate": what an earlier delivery still holds up waits. An earlier one holds up when it could go
# out now, has been tried, or was handed over; one that was only scheduled for later does not.
_DUE: Final = """
    SELECT d.id FROM outbox_delivery d
    WHERE d.state = 'pending' AND d.lane = ANY(%(lanes)s) AND d.available_at <= %(at)s
      AND NOT EXISTS (
        SELECT 1 FROM outbox_delivery p
        WHERE p.state = 'pending' AND p.handler = d.handler AND p.aggregate = d.aggregate AND p.id < d.id
          AND (p.available_at <= %(at)s OR p.attempts > 0 OR p.handed_over_at IS NOT NULL)
      )
    ORDER BY d.id LIMIT %(limit)s
    FOR UPDATE OF d SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Failure:
    """One delivery that failed: which, to whom, and the last line of the reason."""

    delivery_id: int
    handler: str
    error: str


@dataclass(slots=True)
class DrainReport:
    """What a run did: deliveries recorded, failed (they will be tried again), parked, and handed over to Celery."""

    delivered: int = 0
    handed_over: int = 0
    parked: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many attempts failed, parked ones included."""
        return len(self.failures)

    def add(self, other: DrainReport) -> None:
        """Count another run's work in."""
        self.delivered += other.delivered
        self.handed_over += other.handed_over
        self.parked += other.parked
        self.failures.extend(other.failures)


class FlushFailed(Exception):
    """What runs after a batch failed, so that the batch cannot be committed."""


def pause(attempts: int, key: int) -> timedelta:
    """Return how long to wait after so many failed attempts: doubling from one second to five minutes, ± 25 % by the delivery's id.

    The spread is drawn from the id and not at random, so that a run can be repeated exactly.
    """
    seconds = min(FIRST_PAUSE_SECONDS * 2.0 ** max(attempts - 1, 0), LONGEST_PAUSE_SECONDS)
    spread = hashlib.blake2b(f"{key}:{attempts}".encode(), digest_size=2).digest()
    return timedelta(seconds=seconds * (0.75 + int.from_bytes(spread, "big") / 65_535 / 2))


def due(*, lanes: Sequence[str], at: datetime, limit: int) -> list[Delivery]:
    """Lock and return the next deliveries that may go out, oldest first. Call it inside a transaction; other relays skip what it locks."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"lanes": list(lanes), "at": at, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
    return list(Delivery.objects.filter(pk__in=ids).select_related("event").order_by("pk"))


def _outline(error: BaseException) -> str:
    """The kind of the failure and the last place in our own code, on one line: what may be shown to people. No message is part of it."""
    places = [
        f"{frame.f_globals.get('__name__', '')}:{frame.f_code.co_name}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if "site-packages" not in frame.f_code.co_filename
    ]
    return f"{type(error).__name__} at {places[-1] if places else ''}"


def _error_text(error: BaseException) -> str:
    """Return the outline of a failure, then its last frames, and those of what it came from.

    Values of local variables are never part of it; of an error of the database only its kind, its code and what was refused it are, and
    of other errors that repeat its message not what stands for values there. What our own code says in an error is kept.
    """
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append("".join(traceback.format_tb(current.__traceback__, limit=-4)) + _message(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    frames = "\n\n".join(reversed(parts))[-_ERROR_CHARACTERS:]
    return f"{_outline(error)}\n{frames}\n".replace("\x00", "")


def _message(error: BaseException) -> str:
    """The last line of a failure: its kind, and what it says as far as that holds no value of the database."""
    kind = type(error).__name__
    if isinstance(error, (DatabaseError, psycopg.Error)):
        cause = error if isinstance(error, psycopg.Error) else error.__cause__
        if not isinstance(cause, psycopg.Error):
            return f"{kind}: left out"
        names = [getattr(cause.diag, name) for name in _NAMES]
        return f"{kind}: {' '.join(filter(None, [cause.sqlstate, *names])) or 'left out'}"
    return f"{kind}: {without_values(str(error))}"


def note_failure(delivery: Delivery, *, error: BaseException, at: datetime) -> Failure:
    """Count the attempt and set when to try again, or park the delivery after the last one."""
    delivery.attempts += 1
    delivery.last_error = _error_text(error)
    delivery.handed_over_at = None
    delivery.available_at = at + pause(delivery.attempts, delivery.pk)
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = DeliveryState.PARKED
    delivery.save(update_fields=["attempts", "last_error", "handed_over_at", "available_at", "state"])
    log.warning("outbox.delivery_failed", delivery=delivery.pk, handler=delivery.handler, attempts=delivery.attempts, state=delivery.state)
    return Failure(delivery.pk, delivery.handler, _message(error)[:300])


def run_handler(delivery: Delivery) -> None:
    """Run the handler in a savepoint that ends with the deferred constraints checked, so that a bad row shows here, not at the commit."""
    handler = handler_named(delivery.handler)
    if handler is None:
        raise LookupError(f"{OutboxErrorCode.UNKNOWN_HANDLER}: {delivery.handler}")
    with transaction.atomic():
        handler.function(delivery.event)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def record_done(deliveries: Sequence[Delivery], *, at: datetime) -> None:
    """Record that the handlers were told. This stands in the same transaction as what they wrote."""
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        state=DeliveryState.DONE, delivered_at=at, handed_over_at=None
    )


def _flush(lanes: Sequence[str]) -> None:
    for lane in lanes:
        for function in flushes_of(lane):
            try:
                function()
            except Exception as error:
                raise FlushFailed(_message(error)) from error


def deliver_batch(*, lanes: Sequence[str], at: datetime, limit: int) -> DrainReport:
    """Deliver up to ``limit`` due deliveries in one transaction. Raises FlushFailed when the batch had to be taken back."""
    report = DrainReport()
    with transaction.atomic():
        deliveries = due(lanes=lanes, at=at, limit=limit)
        done: list[Delivery] = []
        for delivery in deliveries:
            try:
                run_handler(delivery)
            except Exception as error:  # noqa: BLE001 - whatever a handler raises is its failure and must not stop the others
                report.failures.append(note_failure(delivery, error=error, at=at))
                report.parked += delivery.state == DeliveryState.PARKED
            else:
                done.append(delivery)
        if done:
            _flush(sorted({delivery.lane for delivery in done}))
            record_done(done, at=at)
        report.delivered = len(done)
    return report


def deliver_one(delivery_id: int, *, at: datetime) -> DrainReport:
    """Deliver one delivery in a transaction of its own, waiting for its lock; nothing happens when it is no longer pending."""
    report = DrainReport()
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("event")
            .filter(pk=delivery_id, state=DeliveryState.PENDING)
            .first()
        )
        if delivery is None:
            return report
        try:
            with transaction.atomic():
                run_handler(delivery)
                _flush([delivery.lane])
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its failure and must not stop the others
            report.failures.append(note_failure(delivery, error=error, at=at))
            report.parked += delivery.state == DeliveryState.PARKED
        else:
            record_done([delivery], at=at)
            report.delivered = 1
    return report


def deliver_apart(*, lanes: Sequence[str], limit: int, at: datetime | None = None) -> DrainReport:
    """Deliver what is due one by one, each in a transaction of its own.

    After a batch had to be taken back, only the guilty delivery fails then; and what cannot be taken back goes out like this at once.
    ``at`` is the instant for which all are delivered; without it the wall clock counts for each.
    """
    report = DrainReport()
    with transaction.atomic():
        ids = [delivery.pk for delivery in due(lanes=lanes, at=at or clock.now(), limit=limit)]
    for delivery_id in ids:
        report.add(deliver_one(delivery_id, at=at or clock.now()))
    return report
