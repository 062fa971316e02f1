"""Runs uploaded imports, one at a time, until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from uuid import UUID

import structlog
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from patents.selectors.import_queue import next_imports
from patents.services.import_patents import run_queued_import

log = structlog.get_logger("patents.import_worker")
POLL_SECONDS = 0.5
# Advisory locks of this kind name an import by the last 31 bits of its id.
_LOCK_KIND = 0x49504D + 10


class Command(BaseCommand):
    help = "Runs imports that operators uploaded. One that a stopped worker left behind is taken up where it stood."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what waits and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def ask(signum: int, frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, ask)
            signal.signal(signal.SIGINT, ask)
        while not stop.is_set():
            try:
                ran = self._run_waiting(stop)
            except OperationalError:
                # The database is restarting; the next round connects anew.
                log.warning("database away")
                connection.close()
                ran = 0
            if options["once"] and not ran:
                return
            if not ran:
                stop.wait(POLL_SECONDS)

    def _run_waiting(self, stop: threading.Event) -> int:
        ran = 0
        for import_id in next_imports():
            if stop.is_set():
                break
            with _held(import_id) as mine:
                if mine:
                    batch = run_queued_import(actor=Actor.system("import_worker"), clock=now, import_id=import_id)
                    log.info("import ended", import_id=str(import_id), state=batch.state, read=batch.read_count)
                    ran += 1
        return ran


@contextmanager
def _held(import_id: UUID) -> Iterator[bool]:
    """Holds the import for this process. The lock ends with the connection, so a killed worker blocks nobody."""
    key = import_id.int & 0x7FFFFFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_KIND, key])
        row = cursor.fetchone()
    mine = bool(row and row[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_KIND, key])
