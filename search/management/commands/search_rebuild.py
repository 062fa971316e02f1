"""Build the search indexes anew from the database and swap them in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ipmarket.kernel.clock import now
from search.engines.choice import engine
from search.engines.port import EngineUnavailableError
from search.indexing.rebuild import RebuildFailedError, needs_rebuild, rebuild


class Command(BaseCommand):
    help = "Build new search indexes from the database, compare them with it, and let them answer. Searches go on all the while."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="do nothing when indexes of the present schema serve")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = engine()
        try:
            if options["if_needed"] and not needs_rebuild(chosen):
                self.stdout.write(f"{chosen.name}: the indexes are there and of the present schema")
                return
            report = rebuild(engine=chosen, at=now(), progress=self._progress if options["verbosity"] > 0 else lambda _: None)
        except (EngineUnavailableError, RebuildFailedError) as error:
            raise CommandError(str(error)) from error
        held = ", ".join(f"{audience} {count}" for audience, count in report.documents.items())
        self.stdout.write(f"{chosen.name}: generation {report.generation} serves ({held}); drift {report.drift}")

    def _progress(self, loaded: int) -> None:
        self.stdout.write(f"{loaded} records loaded")
