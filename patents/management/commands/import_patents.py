"""Import patent files: `import_patents FILE… [--source auto|NAME] [--json] [--quarantine FILE]`."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from patents.ingest.opening import SourceNotReadable
from patents.ingest.registry import AUTO, importers
from patents.models import ImportBatch
from patents.services.import_patents import OnProgress, Progress, import_file

NOTHING_READ = 2
COUNTERS = ("read", "created", "updated", "unchanged", "quarantined")


class Command(BaseCommand):
    help = "Imports patent files. Bad records go to quarantine, the rest goes on; a second run of the same file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--source", default=AUTO, help=f"{AUTO} (default) or one of: {', '.join(importers())}")
        parser.add_argument("--json", action="store_true", help="print one JSON object with the counters")
        parser.add_argument("--quarantine", type=Path, metavar="FILE", help="also write bad records there, one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        totals = dict.fromkeys(COUNTERS, 0)
        unreadable: list[str] = []
        with ExitStack() as stack:
            quarantine = self._open_quarantine(stack, options["quarantine"])
            for path in options["files"]:
                try:
                    with _progress_bar(path) as show:
                        batch = import_file(
                            actor=Actor.system("import_patents"),
                            clock=now,
                            path=path,
                            source=options["source"],
                            on_progress=_also_quarantine(show, quarantine, path),
                        )
                except SourceNotReadable as error:
                    unreadable.append(error.message)
                    continue
                for name in COUNTERS:
                    totals[name] += getattr(batch, f"{name}_count")
                if batch.message:
                    unreadable.append(batch.message)
                if not options["json"]:
                    self.stdout.write(_sentence(batch))
        if options["json"]:
            self.stdout.write(orjson.dumps({**totals, "seconds": round(time.monotonic() - started, 3)}).decode())
        if unreadable:
            raise CommandError("\n".join(unreadable), returncode=NOTHING_READ)

    def _open_quarantine(self, stack: ExitStack, path: Path | None) -> IO[bytes] | None:
        if path is None:
            return None
        try:
            return stack.enter_context(path.open("wb"))
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=NOTHING_READ) from error


def _sentence(batch: ImportBatch) -> str:
    counts = ", ".join(f"{getattr(batch, f'{name}_count'):,} {name}" for name in COUNTERS)
    remark = " Nothing changed." if batch.read_count and batch.unchanged_count == batch.read_count else ""
    return f"{batch.file_name} ({batch.source}): {counts}.{remark}"


@contextmanager
def _progress_bar(path: Path) -> Iterator[OnProgress]:
    """A bar on standard error, where somebody is looking at it."""
    if not sys.stderr.isatty():
        yield lambda _progress: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=None)

        def show(progress: Progress) -> None:
            bar.update(task, total=progress.bytes_total, completed=progress.bytes_read)

        yield show


def _also_quarantine(show: OnProgress, quarantine: IO[bytes] | None, path: Path) -> OnProgress:
    def on_progress(progress: Progress) -> None:
        show(progress)
        if quarantine is None:
            return
        for bad in progress.bad:
            line = {"file": path.name, "place": bad.place, "reason": bad.reason.value, "detail": bad.detail, "excerpt": bad.excerpt}
            quarantine.write(orjson.dumps(line) + b"\n")

    return on_progress
