"""Puts parked deliveries back into the queue."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ipmarket.kernel import clock
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.outbox.services import retry_parked


class Command(BaseCommand):
    """``outbox_retry ID…``, ``outbox_retry --handler NAME`` or ``outbox_retry --all``."""

    help = "Make parked deliveries pending again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare which deliveries are meant."""
        parser.add_argument("ids", nargs="*", type=int, help="numbers of deliveries, as outbox_status shows them")
        parser.add_argument("--handler", help="every parked delivery of this handler")
        parser.add_argument("--all", action="store_true", help="every parked delivery")
        parser.add_argument("--reason", default="", help="why; it stands in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        """Retry what was named, and print how many."""
        if not options["ids"] and not options["handler"] and not options["all"]:
            raise CommandError("Name deliveries, a handler, or --all.")
        count = retry_parked(
            actor=Actor.system("outbox_retry"),
            at=clock.now(),
            ids=options["ids"] or None,
            handler=options["handler"],
            reason=options["reason"],
        )
        self.stdout.write(f"{count} deliveries will be tried again.")
