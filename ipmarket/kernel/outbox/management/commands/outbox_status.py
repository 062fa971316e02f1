"""Shows what waits in the outbox and what is parked."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ipmarket.kernel.canonical import canonical_json
from ipmarket.kernel.outbox.selectors import outline_of, parked, status


class Command(BaseCommand):
    """``outbox_status``: one line a handler, then the parked deliveries."""

    help = "Show what waits in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the machine-readable form."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the queues and the parked deliveries."""
        queues, waiting = status(), parked()
        if options["json"]:
            body = {
                "queues": [
                    {"handler": q.handler, "lane": q.lane, "pending": q.pending, "parked": q.parked, "oldestPendingAt": q.oldest_pending_at}
                    for q in queues
                ],
                "parked": [
                    {"id": p.id, "event": p.event_id, "topic": p.topic, "handler": p.handler, "attempts": p.attempts} for p in waiting
                ],
            }
            self.stdout.write(canonical_json(body).decode())
            return
        if not queues:
            self.stdout.write("Nothing waits.")
        for queue in queues:
            self.stdout.write(f"{queue.handler} ({queue.lane}): {queue.pending} pending, {queue.parked} parked")
        for delivery in waiting:
            outline = outline_of(delivery.last_error)
            self.stdout.write(
                f"  parked {delivery.id}: {delivery.topic} for {delivery.handler} after {delivery.attempts} attempts: "
                f"{outline.kind} at {outline.place}"
            )
