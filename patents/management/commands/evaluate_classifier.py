"""Measure the classifier on held-out records: `evaluate_classifier [--data DIR] [--model DIR] [--json]`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from patents.classification.classifier import ARTEFACT, Classifier
from patents.classification.evaluation import Quality
from patents.classification.training.sets import measure_held_out

UNUSABLE_INPUT = 2


class Command(BaseCommand):
    help = "Prints how good the suggestions are on records that training never saw, with 95 % intervals."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=settings.DATA_DIR, metavar="DIR", help="default: IPMARKET_DATA_DIR")
        parser.add_argument("--model", type=Path, default=ARTEFACT, metavar="DIR", help="default: the shipped artefact")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        data: Path | None = options["data"]
        if data is None or not (data / "labelled").is_dir():
            raise CommandError("Labelled records are needed: set IPMARKET_DATA_DIR or give --data.", returncode=UNUSABLE_INPUT)
        try:
            classifier = Classifier.load(options["model"])
        except OSError as error:
            raise CommandError(f"There is no model to measure: {error}.", returncode=UNUSABLE_INPUT) from error
        qualities = measure_held_out(data, classifier, seed=classifier.seed)
        if options["json"]:
            self.stdout.write(json.dumps({source: quality.to_json() for source, quality in qualities.items()}))
            return
        for source, quality in qualities.items():
            self.stdout.write(f"{source}: {quality.documents:,} records")
            self._write_measures(quality)

    def _write_measures(self, quality: Quality) -> None:
        for name, value in quality.to_json().items():
            if isinstance(value, dict):
                self.stdout.write(f"  {name:32} {value['value']:.3f}  ({value['low']:.3f} to {value['high']:.3f})")
