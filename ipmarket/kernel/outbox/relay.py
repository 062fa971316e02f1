"""The relay: reads the outbox and tells the handlers, seals the audit trail, runs what is due every so often.

``drain`` does what is due now and returns; ``Relay.run`` goes on until it is told to stop, woken by LISTEN/NOTIFY.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import psycopg
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from ipmarket.kernel import clock
from ipmarket.kernel.audit.errors import ChainRefused
from ipmarket.kernel.audit.services import seal
from ipmarket.kernel.outbox.delivery import DrainReport, FlushFailed, deliver_apart, deliver_batch, due
from ipmarket.kernel.outbox.enums import LANES, ONE_BY_ONE
from ipmarket.kernel.outbox.models import Delivery
from ipmarket.kernel.outbox.periodic import run_due_jobs
from ipmarket.kernel.outbox.tasks import send_to_workers

log = structlog.get_logger(__name__)

CHANNEL: Final = "ipmarket_outbox"
BATCH: Final = 100
# The audit trail is sealed within a second; deliveries that become due by the clock alone are seen at the same beat.
BEAT_SECONDS: Final = 0.5
# After this long without a record, a delivery that was handed over is handed over again: the broker or the worker lost it.
HAND_OVER_SECONDS: Final = 120
_PAUSE_WITHOUT_DATABASE_SECONDS: Final = 2.0
_PAUSE_WITHOUT_BROKER_SECONDS: Final = 5.0


def drain(*, lanes: Sequence[str] | None = None, limit: int | None = None, at: datetime | None = None) -> DrainReport:
    """Deliver in this process what is due, until nothing is left or ``limit`` deliveries were tried, and return what happened.

    Failures do not raise: they stand in the report and are tried again later by the pauses of ``delivery.pause``.
    """
    report = DrainReport()
    chosen = tuple(lanes or LANES)
    left = limit if limit is not None else 1_000_000
    while left > 0:
        step = _deliver(lanes=chosen, at=at, limit=min(BATCH, left))
        tried = step.delivered + step.failed
        report.add(step)
        left -= tried
        if tried == 0:
            break
    return report


def _deliver(*, lanes: Sequence[str], at: datetime | None, limit: int) -> DrainReport:
    """Deliver up to ``limit`` of what is due: first the lanes that go one by one, then a batch of the others."""
    report = DrainReport()
    apart = [lane for lane in lanes if lane in ONE_BY_ONE]
    together = [lane for lane in lanes if lane not in ONE_BY_ONE]
    if apart:
        report.add(deliver_apart(lanes=apart, limit=limit, at=at))
    left = limit - report.delivered - report.failed
    if not together or left <= 0:
        return report
    try:
        report.add(deliver_batch(lanes=together, at=at or clock.now(), limit=left))
    except FlushFailed as error:
        log.warning("outbox.flush_failed", error=str(error))
        report.add(deliver_apart(lanes=together, limit=left))
    return report


def hand_over(*, lanes: Sequence[str], limit: int, at: datetime) -> DrainReport:
    """Give what is due to Celery. The row stays pending until a worker records it; what gets lost is handed over again."""
    with transaction.atomic():
        ids = [delivery.pk for delivery in due(lanes=lanes, at=at, limit=limit)]
        Delivery.objects.filter(pk__in=ids).update(handed_over_at=at, available_at=at + timedelta(seconds=HAND_OVER_SECONDS))
    sent = send_to_workers(ids)
    if sent < len(ids):
        again_at = at + timedelta(seconds=_PAUSE_WITHOUT_BROKER_SECONDS)
        Delivery.objects.filter(pk__in=ids[sent:]).update(handed_over_at=None, available_at=again_at)
    return DrainReport(handed_over=sent)


def uses_celery() -> bool:
    """True when a broker is configured, so that everything but the index lane goes to Celery workers."""
    return bool(settings.CELERY_BROKER_URL)


class Relay:
    """One relay process, or thread in a test. ``stop`` may be called from a signal handler or another thread."""

    def __init__(self, *, lanes: Sequence[str] | None = None) -> None:
        self._lanes = tuple(lanes or LANES)
        self._stopping = threading.Event()
        self._wake_writer: socket.socket | None = None

    def stop(self) -> None:
        """Finish the batch in hand, then end."""
        self._stopping.set()
        writer = self._wake_writer
        if writer is None:
            return
        try:
            writer.send(b".")
        except OSError:
            # Either its buffer is full of wake-ups that were not read yet, or it is closed because the relay has ended by itself.
            return

    def work(self) -> DrainReport:
        """Do everything that is due once: deliveries, seals, periodic jobs."""
        report = DrainReport()
        if uses_celery():
            handed = tuple(lane for lane in self._lanes if lane != "index")
            if handed:
                report.add(hand_over(lanes=handed, limit=BATCH, at=clock.now()))
            if "index" in self._lanes:
                report.add(drain(lanes=("index",), limit=BATCH))
        else:
            report.add(drain(lanes=self._lanes, limit=BATCH))
        self._seal()
        run_due_jobs(at=clock.now())
        return report

    def _seal(self) -> None:
        try:
            seal(at=clock.now())
        except ChainRefused as refused:
            # The deliveries go on; an operator has to look at the trail before anything more is sealed.
            log.exception("audit.seal_refused", code=str(refused.code), detail=refused.detail)

    def run(self) -> None:
        """Work until stopped. A database that goes away is waited for."""
        wake_reader, wake_writer = socket.socketpair()
        with wake_reader, wake_writer:
            wake_writer.setblocking(False)
            self._wake_writer = wake_writer
            self._run(wake_reader)
        connection.close()

    def _run(self, wake_reader: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                self._listen_and_work(wake_reader)
            except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
                log.warning("relay.database_lost", error=str(error))
                connection.close()
                self._stopping.wait(_PAUSE_WITHOUT_DATABASE_SECONDS)

    def _listen_and_work(self, wake_reader: socket.socket) -> None:
        parameters = connection.get_connection_params()
        with psycopg.connect(**parameters, autocommit=True) as listener, selectors.DefaultSelector() as selector:
            listener.execute(f"LISTEN {CHANNEL}")
            selector.register(listener.fileno(), selectors.EVENT_READ)
            selector.register(wake_reader, selectors.EVENT_READ)
            while not self._stopping.is_set():
                report = self.work()
                if report.delivered or report.handed_over:
                    continue
                selector.select(BEAT_SECONDS)
                # Reading what arrived empties the socket; how many notices there were does not matter.
                for _notice in listener.notifies(timeout=0):
                    pass
