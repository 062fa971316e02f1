"""Verifies the audit trail and names the place of the first fault."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ipmarket.kernel.audit.services import verify
from ipmarket.kernel.canonical import canonical_json


class Command(BaseCommand):
    """``audit_verify``: exit code 0 when the chain is sound, 1 when it is not."""

    help = "Verify the audit trail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the machine-readable form."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print what was found, and leave with the exit code that says it."""
        started = time.perf_counter()
        report = verify()
        seconds = time.perf_counter() - started
        fault = report.fault
        if options["json"]:
            body = {
                "sound": report.is_sound,
                "sealed": report.sealed,
                "unsealed": report.unsealed,
                "head": {"sequence": report.head_sequence, "hash": report.head_hash},
                "anchored": report.anchored_sequence,
                "fault": None
                if fault is None
                else {"kind": fault.kind, "sequence": fault.sequence, "entry": fault.entry_id, "detail": fault.detail},
                "seconds": round(seconds, 3),
            }
            self.stdout.write(canonical_json(body).decode())
        elif fault is None:
            self.stdout.write(
                f"Sound: {report.sealed:,} sealed entries, {report.unsealed:,} not sealed yet, "
                f"anchored at {report.anchored_sequence or 0:,} ({seconds:.1f} s)."
            )
        else:
            self.stdout.write(f"FAULT ({fault.kind}): {fault.detail}")
        if fault is not None:
            raise SystemExit(1)
