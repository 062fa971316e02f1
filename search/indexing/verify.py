"""Compare the indexes with the rows. Drift is a number, and zero is the target."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from patents.selectors.search_rows import RecordType, ids_for_index
from search.engines.port import Engine
from search.indexing.writes import INDEXED_AUDIENCES, expected_digests

_PAGE = 1_000
RECORD_TYPES: tuple[RecordType, ...] = ("patent", "technology")


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
            for audience, id_, digest in expected_digests(which, ids):
                digests[audience][id_] = digest
    return digests


def compare(engine: Engine, generations: dict[str, str]) -> list[Drift]:
    """The drift of one generation of each audience."""
    wanted = expected()
    return [_drift(engine, audience.value, generations[audience.value], wanted[audience.value]) for audience in INDEXED_AUDIENCES]


def _drift(engine: Engine, audience: str, generation: str, wanted: dict[str, int]) -> Drift:
    held = {entry.id: entry.digest for entry in engine.entries(audience, generation)}
    return Drift(
        audience=audience,
        documents=len(held),
        missing=tuple(sorted(wanted.keys() - held.keys())),
        surplus=tuple(sorted(held.keys() - wanted.keys())),
        different=tuple(sorted(id_ for id_, digest in held.items() if id_ in wanted and wanted[id_] != digest)),
    )
