"""Read labelled records: one JSON object a line, gzipped or not, with ``id``, ``title``, ``abstract``, ``ipc``, ``cpc``, ``lang``."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SUBCLASS = re.compile(r"[A-H]\d\d[A-Z]")


@dataclass(frozen=True, slots=True)
class Record:
    """One labelled record.  ``symbols`` are its distinct subclasses in the order printed, IPC where there is any, else CPC."""

    id: str
    title: str
    abstract: str
    symbols: tuple[str, ...]
    language: str
    source: str


def subclasses(symbols: list[str]) -> tuple[str, ...]:
    """``["B29C 45/17", "B29C 33/00", "H01M"]`` → ``("B29C", "H01M")``; what is not a symbol is left out."""
    found = (_SUBCLASS.match(symbol) for symbol in symbols)
    return tuple(dict.fromkeys(match.group() for match in found if match))


def parse_record(line: str, source: str) -> Record | None:
    """One line; ``None`` where the record has no usable label or no text.  Raises ``ValueError`` on broken JSON."""
    content = json.loads(line)
    symbols = subclasses(content.get("ipc") or []) or subclasses(content.get("cpc") or [])
    title, abstract = content.get("title") or "", content.get("abstract") or ""
    if not symbols or not (title or abstract):
        return None
    return Record(str(content["id"]), title, abstract, symbols, content.get("lang") or "", source)


def read_records(path: Path) -> Iterator[Record]:
    """All usable records of one file, in file order."""
    source = path.name.removesuffix(".gz").removesuffix(".jsonl")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = parse_record(line, source) if line.strip() else None
            if record is not None:
                yield record


def labelled_file(data: Path, source: str) -> Path:
    """Where the data folder keeps a labelled set."""
    return data / "labelled" / f"{source}.jsonl.gz"


def sha256_of(path: Path) -> str:
    """Hash of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
