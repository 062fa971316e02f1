"""A new index beside the old one: events go to both, rows are loaded, leftovers are caught up, both are compared, the alias moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from patents.selectors.search_rows import RecordType
from search.documents.mapping import MAPPING, SCHEMA_VERSION
from search.engines.port import Engine, EngineUnavailableError
from search.enums import GenerationState
from search.indexing.refresh import refresh_documents
from search.indexing.verify import RECORD_TYPES, Drift, compare, pages_of_ids
from search.indexing.writes import INDEXED_AUDIENCES, grouped, writes_for
from search.models import IndexGeneration

# Rows that change while others are compared show as drift once; after so many rounds it is something else.
_CATCH_UP_ROUNDS = 5


class RebuildFailedError(Exception):
    """The new index does not agree with the rows. The old one goes on serving."""


@dataclass(frozen=True, slots=True)
class RebuildReport:
    generation: str
    documents: dict[str, int]
    drift: int


def rebuild(*, engine: Engine, at: datetime, progress: Callable[[int], None] = lambda _: None) -> RebuildReport:
    """Build, compare and serve a new generation for every audience. Searches are answered by the old one until the alias moves.

    Raises:
        RebuildFailedError: the comparison found drift that did not go away.
        EngineUnavailableError: the engine stopped answering.
    """
    name = f"{at:%Y%m%d%H%M%S}-v{SCHEMA_VERSION}"
    generations = {audience.value: name for audience in INDEXED_AUDIENCES}
    _begin(engine, generations, at)
    try:
        _load(engine, generations, progress)
        drifts = _catch_up(engine, generations)
    except (EngineUnavailableError, RebuildFailedError):
        _give_up(engine, generations)
        raise
    documents = {drift.audience: drift.documents for drift in drifts}
    _serve(engine, generations, documents, at)
    return RebuildReport(generation=name, documents=documents, drift=sum(drift.count for drift in drifts))


def _begin(engine: Engine, generations: dict[str, str], at: datetime) -> None:
    """From the commit of these rows on, every event is written to the new index as well."""
    for audience, name in generations.items():
        engine.create_generation(audience, name, MAPPING)
    with transaction.atomic():
        for audience, name in generations.items():
            IndexGeneration.objects.create(
                engine=engine.name,
                audience=audience,
                name=name,
                schema_version=SCHEMA_VERSION,
                state=GenerationState.BUILDING,
                created_at=at,
            )


def _load(engine: Engine, generations: dict[str, str], progress: Callable[[int], None]) -> None:
    loaded = 0
    for which in RECORD_TYPES:
        for ids in pages_of_ids(which):
            writes = writes_for({which: ids}, with_deletions=False)
            for audience, name in generations.items():
                engine.write(audience, name, writes[audience])
                # Committing each page gives the writer back, so that events are not kept waiting by the load.
                engine.refresh(audience, name)
            loaded += len(ids)
            progress(loaded)


def _catch_up(engine: Engine, generations: dict[str, str]) -> list[Drift]:
    """Refresh what differs until nothing does."""
    for _ in range(_CATCH_UP_ROUNDS):
        drifts = compare(engine, generations)
        drifting = {UUID(id_) for drift in drifts for id_ in drift.ids}
        if not drifting:
            return drifts
        refresh_documents(grouped(_typed(drifting)), using=engine)
    raise RebuildFailedError(f"{len(drifting)} documents still differ from their rows after {_CATCH_UP_ROUNDS} rounds")


def _typed(ids: set[UUID]) -> list[tuple[RecordType, UUID]]:
    """Which table an id stands in is found by asking; an id that is gone is asked for as a patent and becomes a deletion."""
    technologies = {id_ for page in pages_of_ids("technology") for id_ in page if id_ in ids}
    return [("technology" if id_ in technologies else "patent", id_) for id_ in ids]


def _give_up(engine: Engine, generations: dict[str, str]) -> None:
    for audience, name in generations.items():
        IndexGeneration.objects.filter(engine=engine.name, audience=audience, name=name).update(state=GenerationState.FAILED)


def _serve(engine: Engine, generations: dict[str, str], documents: dict[str, int], at: datetime) -> None:
    """Move the aliases, keep the generation that served before, drop the older ones."""
    for audience, name in generations.items():
        mine = IndexGeneration.objects.filter(engine=engine.name, audience=audience)
        with transaction.atomic():
            mine.filter(state=GenerationState.KEPT).update(state=GenerationState.FAILED)
            mine.filter(state=GenerationState.SERVING).update(state=GenerationState.KEPT)
            mine.filter(name=name).update(state=GenerationState.SERVING, documents=documents[audience], served_at=at)
            engine.serve(audience, name)
        known = set(engine.generations(audience))
        wanted = set(
            mine.filter(state__in=[GenerationState.BUILDING, GenerationState.SERVING, GenerationState.KEPT]).values_list("name", flat=True)
        )
        for old in known - wanted:
            engine.drop_generation(audience, old)
        mine.exclude(name__in=wanted).delete()


def needs_rebuild(engine: Engine) -> bool:
    """True when no generation of the present schema serves, or the engine has lost the one that should."""
    for audience in INDEXED_AUDIENCES:
        row = IndexGeneration.objects.filter(
            engine=engine.name, audience=audience, state=GenerationState.SERVING, schema_version=SCHEMA_VERSION
        ).first()
        if row is None or engine.serving(audience.value) != row.name or row.name not in engine.generations(audience.value):
            return True
    return False
