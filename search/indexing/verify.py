"""Compare the indexes with the rows. Drift is a number, and zero is the target."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from patents.selectors.search_rows import RECORD_TYPES, RecordType, ids_for_index
from search.engines.port import Engine, Entry
from search.indexing.writes import INDEXED_AUDIENCES, expected_digests

_PAGE = 1_000
# Audience → id → what its index holds, or was given.
Loaded = dict[str, dict[str, Entry]]


@dataclass(frozen=True, slots=True)
class Drift:
    """Documents that are missing, that should not be there, or that hold something else than the rows."""

    audience: str
    documents: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.missing) + len(self.surplus) + len(self.different)

    @property
    def ids(self) -> set[str]:
        return {*self.missing, *self.surplus, *self.different}


def pages_of_ids(which: RecordType) -> Iterator[list[UUID]]:
    after: UUID | None = None
    while ids := ids_for_index(which, after=after, limit=_PAGE):
        yield ids
        after = ids[-1]


def expected() -> dict[str, dict[str, int]]:
    """Audience → id → digest of what the indexes have to hold."""
    digests: dict[str, dict[str, int]] = defaultdict(dict)
    for which in RECORD_TYPES:
        for ids in pages_of_ids(which):
            for audience, id_, digest in expected_digests(which, ids, is_page=True):
                digests[audience][id_] = digest
    return digests


def compare(engine: Engine, generations: dict[str, str]) -> list[Drift]:
    """The drift of one generation of each audience: every document against every row, whatever wrote it."""
    wanted = expected()
    return [_drift(audience, held, wanted[audience]) for audience, held in _held(engine, generations).items()]


def compare_loaded(engine: Engine, generations: dict[str, str], given: Loaded) -> list[Drift]:
    """The same for generations loaded a moment ago: rows are read again only where an index holds something else than it was given.

    What the index holds unchanged, by version and digest, was made from its row. Everything else was written by somebody else meanwhile,
    or was lost, and is compared with its row as it is now.
    """
    held = _held(engine, generations)
    suspects = {
        id_
        for audience, entries in held.items()
        for id_ in entries.keys() | given[audience].keys()
        if entries.get(id_) != given[audience].get(id_)
    }
    wanted = {audience: {id_: entry for id_, entry in loaded.items() if id_ not in suspects} for audience, loaded in given.items()}
    for ids in _pages(sorted(suspects)):
        for which in RECORD_TYPES:
            for audience, id_, digest in expected_digests(which, ids):
                wanted[audience][id_] = Entry(id_, 0, digest)
    return [_drift(audience, held[audience], {id_: entry.digest for id_, entry in wanted[audience].items()}) for audience in held]


def _pages(ids: list[str]) -> Iterator[list[UUID]]:
    for at in range(0, len(ids), _PAGE):
        yield [UUID(id_) for id_ in ids[at : at + _PAGE]]


def _held(engine: Engine, generations: dict[str, str]) -> Loaded:
    return {
        audience.value: {entry.id: entry for entry in engine.entries(audience.value, generations[audience.value])}
        for audience in INDEXED_AUDIENCES
    }


def _drift(audience: str, held: dict[str, Entry], wanted: dict[str, int]) -> Drift:
    return Drift(
        audience=audience,
        documents=len(held),
        missing=tuple(sorted(wanted.keys() - held.keys())),
        surplus=tuple(sorted(held.keys() - wanted.keys())),
        different=tuple(sorted(id_ for id_, entry in held.items() if id_ in wanted and wanted[id_] != entry.digest)),
    )
