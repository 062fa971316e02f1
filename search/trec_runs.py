"""A TREC run from labelled records and queries: a throw-away index, lexical ranking, ties by id. No database is involved."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from search.documents.mapping import MAPPING
from search.documents.text_fields import text_fields
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.port import Engine, Query, Write
from search.engines.tantivy import TantivyEngine
from search.language.bag_of_words import bag_of_words

_AUDIENCE, _GENERATION = "run", "1"
_BATCH = 1_000
# A line longer than this is no record: the longest labelled one has 40 thousand characters.
MAX_LINE_CHARACTERS = 20_000_000
MAX_DEPTH = 1_000


class InputError(Exception):
    """A line that cannot be read, with its place."""


@dataclass(frozen=True, slots=True)
class RunReport:
    documents: int
    queries: int
    lines: int


def _lines(file: IO[str], name: str) -> Iterator[tuple[int, str]]:
    at = 0
    while True:
        line = file.readline(MAX_LINE_CHARACTERS)
        if not line:
            return
        at += 1
        if len(line) >= MAX_LINE_CHARACTERS:
            raise InputError(f"{name}, line {at}: longer than {MAX_LINE_CHARACTERS} characters")
        if line.strip():
            yield at, line.rstrip("\r\n")


def read_documents(file: IO[str], name: str) -> Iterator[dict[str, Any]]:
    """Labelled records. Ids are opaque strings; a title or an abstract may be missing.

    Raises:
        InputError: a line is not a JSON object with an id.
    """
    for at, line in _lines(file, name):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{name}, line {at}: not JSON") from error
        if not isinstance(record, dict) or not isinstance(record.get("id"), str | int) or record["id"] == "":
            raise InputError(f"{name}, line {at}: not an object with an id")
        if any(each.isspace() for each in str(record["id"])):
            raise InputError(f"{name}, line {at}: an id with white space cannot stand in a run")
        yield record


def read_queries(file: IO[str], name: str) -> Iterator[tuple[str, str]]:
    """``id<TAB>text`` without a header; the text is everything after the first tab.

    Raises:
        InputError: a line has no tab or no id.
    """
    for at, line in _lines(file, name):
        id_, tab, text = line.partition("\t")
        if not tab or not id_.strip() or any(each.isspace() for each in id_.strip()):
            raise InputError(f"{name}, line {at}: not an id, a tab and a text")
        yield id_.strip(), text


def _text(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return []


def _write(record: dict[str, Any], version: int) -> Write:
    id_ = str(record["id"])
    fields = text_fields(titles=_text(record.get("title")), bodies=[*_text(record.get("abstract")), *_text(record.get("claims"))])
    return Write(id=id_, version=version, fields=fields)


def _load(engine: Engine, records: Iterable[dict[str, Any]], progress: Callable[[int], None]) -> int:
    """A later record with the same id replaces the earlier one."""
    engine.create_generation(_AUDIENCE, _GENERATION, MAPPING)
    batch: list[Write] = []
    read = 0
    for record in records:
        read += 1
        batch.append(_write(record, read))
        if len(batch) == _BATCH:
            engine.write(_AUDIENCE, _GENERATION, batch)
            batch = []
            progress(read)
    engine.write(_AUDIENCE, _GENERATION, batch)
    engine.refresh(_AUDIENCE, _GENERATION)
    engine.serve(_AUDIENCE, _GENERATION)
    return read


@contextmanager
def throw_away_tantivy() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="search-run-") as folder:
        engine = TantivyEngine(Path(folder))
        try:
            yield engine
        finally:
            engine.close()


@contextmanager
def throw_away_elasticsearch(url: str) -> Iterator[Engine]:
    """An index of its own on a shared server, removed in the end."""
    engine = ElasticsearchEngine(url, prefix=f"run-{uuid4().hex}", search_timeout_seconds=60)
    try:
        yield engine
    finally:
        engine.remove_audience(_AUDIENCE)


def write_run(
    *,
    opened: AbstractContextManager[Engine],
    documents: Iterable[dict[str, Any]],
    queries: Iterable[tuple[str, str]],
    out: IO[str],
    depth: int,
    tag: str,
    progress: Callable[[int], None],
) -> RunReport:
    """Write ``qid Q0 docid rank score tag`` lines, best first, equal scores by id, rank from 1."""
    asked = written = 0
    with opened as engine:
        read = _load(engine, documents, progress)
        for query_id, text in queries:
            asked += 1
            hits = engine.search(_AUDIENCE, Query(match=bag_of_words(text), limit=depth)).hits
            out.writelines(f"{query_id} Q0 {hit.id} {rank} {hit.score:.6f} {tag}\n" for rank, hit in enumerate(hits, start=1))
            written += len(hits)
    return RunReport(documents=read, queries=asked, lines=written)
