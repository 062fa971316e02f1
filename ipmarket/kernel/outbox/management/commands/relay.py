"""Runs the relay."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ipmarket.kernel import clock
from ipmarket.kernel.outbox.enums import LANES
from ipmarket.kernel.outbox.relay import Relay, drain


class Command(BaseCommand):
    """``relay``: deliver, seal and run periodic jobs until SIGTERM or SIGINT; ``--once`` does what is due and ends."""

    help = "Deliver outbox events, seal the audit trail, run periodic jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the single pass and the choice of lanes."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument("--lane", action="append", choices=LANES, help="only this lane (may be given twice)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and stop gracefully: the batch in hand is finished."""
        worker = Relay(lanes=options["lane"])
        if options["once"]:
            report = drain(lanes=options["lane"])
            report.add(worker.work())
            self.stdout.write(
                f"Delivered {report.delivered}, failed {report.failed}, handed over {report.handed_over} at {clock.now():%H:%M:%S}."
            )
            return

        def stop(_signal: int, _frame: FrameType | None) -> None:
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write("The relay is running.")
        self.stdout.flush()
        worker.run()
        self.stdout.write("The relay has stopped.")
