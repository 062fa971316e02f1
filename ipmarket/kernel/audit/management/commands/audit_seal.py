"""Seals committed audit entries at once, instead of waiting for the relay."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ipmarket.kernel import clock
from ipmarket.kernel.audit.errors import ChainRefused
from ipmarket.kernel.audit.services import anchor_anew, rebase, seal, verify


class Command(BaseCommand):
    """``audit_seal``: seal now; ``--rebase`` and ``--anchor-anew`` are for a database restored into another cluster or machine."""

    help = "Seal committed audit entries into the chain."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two ways to go on after a restore."""
        parser.add_argument("--rebase", action="store_true", help="shift transaction numbers above the recorded ones (after a restore)")
        parser.add_argument("--anchor-anew", action="store_true", help="verify, then write the head file for the chain as it stands")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and print how many entries went into the chain."""
        at = clock.now()
        if options["rebase"]:
            self.stdout.write(f"Transaction numbers of this cluster are shifted by {rebase()}.")
        if options["anchor_anew"]:
            report = verify(compare_head=False)
            if report.fault is not None:
                raise CommandError(f"The chain is not sound, so no head was written: {report.fault.detail}")
            head = anchor_anew(at=at)
            self.stdout.write(f"Anchored seal {head.sequence}.")
        try:
            outcome = seal(at=at)
        except ChainRefused as refused:
            raise CommandError(refused.detail) from refused
        note = " Another process is sealing at the moment." if outcome.busy else ""
        self.stdout.write(f"Sealed {outcome.sealed}; the chain has {outcome.sequence} seals.{note}")
