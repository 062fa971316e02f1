"""Compare the search indexes with the database and print the drift as a number."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.choice import engine
from search.engines.port import EngineUnavailableError
from search.indexing.verify import compare
from search.indexing.writes import INDEXED_AUDIENCES

_SHOWN = 20


class Command(BaseCommand):
    help = "Compare every document of the serving indexes with its rows. Ends with status 1 when there is drift."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = engine()
        try:
            serving = {audience.value: chosen.serving(audience.value) for audience in INDEXED_AUDIENCES}
            absent = [audience for audience, name in serving.items() if name is None]
            if absent:
                raise CommandError(f"no index serves {', '.join(absent)}; run search_rebuild")
            drifts = compare(chosen, {audience: name for audience, name in serving.items() if name is not None})
        except EngineUnavailableError as error:
            raise CommandError(str(error)) from error
        total = sum(drift.count for drift in drifts)
        if options["json"]:
            audiences = {
                drift.audience: {
                    "documents": drift.documents,
                    "missing": len(drift.missing),
                    "surplus": len(drift.surplus),
                    "different": len(drift.different),
                }
                for drift in drifts
            }
            self.stdout.write(json.dumps({"engine": chosen.name, "drift": total, "audiences": audiences}))
        else:
            for drift in drifts:
                self.stdout.write(
                    f"{drift.audience}: {drift.documents} documents, {len(drift.missing)} missing, {len(drift.surplus)} surplus, "
                    f"{len(drift.different)} different"
                )
                for id_ in sorted(drift.ids)[:_SHOWN]:
                    self.stdout.write(f"  {id_}")
            self.stdout.write(f"drift {total}")
        if total:
            raise CommandError(f"drift {total}", returncode=1)
