"""Train the classifier: `train_classifier [--data DIR] [--output DIR] [--seed N]`.  Needs the packages of the train group."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from patents.classification.classifier import ARTEFACT

DEFAULT_SEED = 2026
UNUSABLE_INPUT = 2


class Command(BaseCommand):
    help = "Trains the IPC classifier on labelled records and writes weights, metadata and model card."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=settings.DATA_DIR, metavar="DIR", help="default: IPMARKET_DATA_DIR")
        parser.add_argument("--output", type=Path, default=ARTEFACT, metavar="DIR", help="default: the shipped artefact")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        data: Path | None = options["data"]
        if data is None or not (data / "labelled").is_dir():
            raise CommandError("Labelled records are needed: set IPMARKET_DATA_DIR or give --data.", returncode=UNUSABLE_INPUT)
        try:
            # Its packages are for development only, so the command can say what is missing instead of failing to load.
            from patents.classification.training.recipe import make_artefact  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise CommandError(
                f"Training needs the package {error.name}: install requirements/dev.txt.", returncode=UNUSABLE_INPUT
            ) from error
        started = time.monotonic()
        make_artefact(data, options["output"], seed=options["seed"], report=self.stdout.write)
        self.stdout.write(f"Written to {options['output']} in {time.monotonic() - started:.0f} seconds.")
