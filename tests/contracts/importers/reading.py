"""Reads a file or bytes the way the import does, and gives records and bad records apart."""

import gzip
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from patents.ingest.opening import open_source
from patents.ingest.port import BadRecord, ReadContext
from patents.ingest.record import SourceRecord
from patents.ingest.registry import AUTO, choose_importer, importers

MINIATURES = Path(__file__).parent / "miniatures"


@dataclass(frozen=True, slots=True)
class Reading:
    importer: str
    records: list[SourceRecord] = field(default_factory=list)
    bad: list[BadRecord] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        return [bad.reason.value for bad in self.bad]


def _sorted_out(name: str, items: list[SourceRecord | BadRecord]) -> Reading:
    records = [item for item in items if isinstance(item, SourceRecord)]
    return Reading(name, records, [item for item in items if isinstance(item, BadRecord)])


def read_path(path: Path, source: str = AUTO) -> Reading:
    with open_source(path) as opened:
        importer = choose_importer(source, opened.head, opened.file_name)
        return _sorted_out(importer.name, list(importer.read(opened.stream, ReadContext(opened.file_name))))


def read_stream(stream: BinaryIO, source: str, **bounds: int) -> Reading:
    return _sorted_out(source, list(importers()[source].read(stream, ReadContext("stream", **bounds))))


def read_bytes(content: bytes, source: str, **bounds: int) -> Reading:
    return read_stream(io.BytesIO(content), source, **bounds)


def write_gzip(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content))
    return path
