"""Classify a file of records: `classify --input in.jsonl --output out.jsonl [--top 5]`.  Needs no database."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from patents.classification.jsonl import BadLine, answers, read_requests

UNUSABLE_INPUT = 2
MOST_SUGGESTIONS = 100


def _top(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= MOST_SUGGESTIONS:
        raise ArgumentTypeError(f"a number from 1 to {MOST_SUGGESTIONS} is needed")
    return int(value)


class Command(BaseCommand):
    help = "Suggests IPC subclasses for each line of a JSONL file with id, title and abstract."
    requires_system_checks = []
    requires_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--input", required=True, type=Path, metavar="FILE")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--top", type=_top, default=5, help="how many subclasses for each record (default 5)")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["input"], options["output"]
        # The answer replaces the output in one step at the end, so that a bad line leaves nothing half-written.
        unfinished = target.with_name(f"{target.name}.{os.getpid()}.unfinished")
        written = 0
        try:
            with source.open("rb") as lines, unfinished.open("w", encoding="utf-8", newline="\n") as out:
                for line in answers(read_requests(lines), top=options["top"]):
                    out.write(line + "\n")
                    written += 1
            unfinished.replace(target)
        except BadLine as error:
            raise CommandError(f"{source}: {error}", returncode=UNUSABLE_INPUT) from error
        except OSError as error:
            raise CommandError(f"{error.filename or source}: {error.strerror}.", returncode=UNUSABLE_INPUT) from error
        finally:
            unfinished.unlink(missing_ok=True)
        self.stderr.write(f"{written:,} records classified.")
