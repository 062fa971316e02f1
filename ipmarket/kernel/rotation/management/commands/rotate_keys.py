"""Seals every sealed value anew under the present SECRET_KEY (docs/runbooks/key-rotation.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ipmarket.kernel import clock, sealed_fields
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.rotation.services import reseal_values


class Command(BaseCommand):
    """``rotate_keys [--batch N]``. May be broken off and run again; it ends with an error while a value is left that no key opens."""

    help = "Seal every sealed value anew under the present SECRET_KEY."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the size of a batch."""
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction, 1 to 500")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk through every registered column and print what was done."""
        if not 1 <= options["batch"] <= 500:
            raise CommandError("A batch has 1 to 500 rows.")
        broken = 0
        for field in sealed_fields.registered():
            broken += self._field(field, options["batch"])
        if broken:
            raise CommandError(f"{broken} values cannot be opened by any configured key. Put the key they need into SECRET_KEY_FALLBACKS.")
        self.stdout.write("Every sealed value is under the present key; the keys in SECRET_KEY_FALLBACKS seal nothing any more.")

    def _field(self, field: sealed_fields.SealedField, size: int) -> int:
        rows = resealed = broken = 0
        after: Any = None
        while True:
            batch = reseal_values(actor=Actor.system("rotate_keys"), at=clock.now(), field=field, after=after, limit=size)
            if batch.rows == 0:
                break
            rows, resealed, broken, after = rows + batch.rows, resealed + batch.resealed, broken + batch.broken, batch.last
        self.stdout.write(f"{field.name}: {rows} rows, {resealed} sealed anew, {broken} cannot be opened")
        return broken
