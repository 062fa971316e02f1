"""Makes the product ready to serve: schema, reference rows, classification scheme, demo data, static files, search index. Idempotent."""

import io
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from ipmarket.accounts.selectors.people import DEMO_PASSWORD
from ipmarket.accounts.selectors.session import demo_accounts
from ipmarket.accounts.services.load_terms import load_terms
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from ipmarket.reference.services.load_rows import load_rows
from patents.services.load_demo import load_demo
from patents.services.load_scheme import load_scheme


class Command(BaseCommand):
    help = "Migrates, loads reference rows, the classification scheme and the demo data, and brings the search index up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=0, help="print the address and the demo log-ins for this port")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.system("prepare")
        self._step("database schema", lambda: call_command("migrate", verbosity=0, interactive=False))
        self._step("reference rows", lambda: load_rows(actor=actor, at=now()))
        self._step("terms and notices", lambda: load_terms(actor=actor, at=now()))
        self._step("classification scheme", lambda: load_scheme(actor=actor, at=now(), data_dir=settings.DATA_DIR))
        if settings.DEMO:
            self._step("demo data", lambda: load_demo(actor=actor, at=now()))
        if settings.FRONTEND_DIST.is_dir():
            self._step("static files", lambda: call_command("collectstatic", verbosity=0, interactive=False))
        self._step("search index", lambda: call_command("search_rebuild", "--if-needed", verbosity=0, stdout=io.StringIO()))
        if options["port"]:
            self._welcome(options["port"])

    def _step(self, name: str, run: Callable[[], object]) -> None:
        began = time.monotonic()
        self.stdout.write(f"  {name} … ", ending="")
        self.stdout.flush()
        run()
        self.stdout.write(f"{time.monotonic() - began:.1f} s")

    def _welcome(self, port: int) -> None:
        self.stdout.write("")
        self.stdout.write(f"IP Market is at http://localhost:{port}/")
        if settings.DEMO:
            self.stdout.write("Demo log-ins (this machine only, invented people):")
            for account in demo_accounts("en"):
                self.stdout.write(f"  {account.email:<44} {DEMO_PASSWORD}   {account.role}")
        self.stdout.write("Stop with Ctrl-C.")
