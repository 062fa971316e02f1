"""Loads the shipped reference rows."""

from typing import Any

from django.core.management.base import BaseCommand

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from ipmarket.reference.services.load_rows import load_rows


class Command(BaseCommand):
    help = "Brings the reference rows (countries, territory groups, sectors, measures …) in step with the shipped tables."

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_rows(actor=Actor.system("load_reference"), at=now())
        self.stdout.write(f"reference rows: {report.created} created, {report.changed} changed, {report.unchanged} unchanged")
