"""Prints the public key by which anybody can check an anchored head."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ipmarket.kernel.audit.head import public_key, public_key_pem


class Command(BaseCommand):
    """``audit_public_key``: PEM for openssl, or ``--raw`` for the 32 bytes in base64."""

    help = "Print the public key of the audit trail's anchored heads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the short form."""
        parser.add_argument("--raw", action="store_true", help="the 32 bytes in base64")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the key."""
        self.stdout.write(public_key() if options["raw"] else public_key_pem().strip())
