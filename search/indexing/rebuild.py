"""A new index beside the old one: events go to both, rows are loaded, leftovers are caught up, both are compared, the alias moves."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from patents.selectors.search_rows import RECORD_TYPES, RecordType
from search.documents.mapping import MAPPING, SCHEMA_VERSION
from search.engines.port import Engine, EngineUnavailableError, Entry
from search.enums import GenerationState
from search.indexing.refresh import refresh_documents
from search.indexing.verify import Drift, Loaded, compare_loaded, pages_of_ids
from search.indexing.versions import rebuilding_alone
from search.indexing.writes import INDEXED_AUDIENCES, grouped, writes_for
from search.models import IndexGeneration

# Rows that change while others are compared show as drift once; after so many rounds it is something else.
_CATCH_UP_ROUNDS = 5
# A commit costs the engine a file and the events that wait for the writer a second or two.
_COMMIT_RECORDS = 4_000


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
        RebuildFailedError: the comparison found drift that did not go away, or another rebuild is at work.
        EngineUnavailableError: the engine stopped answering.
    """
    with rebuilding_alone() as is_alone:
        if not is_alone:
            raise RebuildFailedError("Another rebuild is at work.")
        return _rebuilt(engine, at, progress)


def _rebuilt(engine: Engine, at: datetime, progress: Callable[[int], None]) -> RebuildReport:
    name = f"{at:%Y%m%d%H%M%S}-v{SCHEMA_VERSION}"
    generations = {audience.value: name for audience in INDEXED_AUDIENCES}
    _begin(engine, generations, at)
    try:
        given = _load(engine, generations, progress)
        drifts = _catch_up(engine, generations, given)
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


def _load(engine: Engine, generations: dict[str, str], progress: Callable[[int], None]) -> Loaded:
    """Write every row's document, and return what each index was given."""
    given: Loaded = {audience: {} for audience in generations}
    loaded = waiting = 0
    for which in RECORD_TYPES:
        for ids in pages_of_ids(which):
            writes = writes_for({which: ids}, with_deletions=False, is_page=True)
            for audience, name in generations.items():
                engine.write(audience, name, writes[audience])
                given[audience].update({each.id: Entry(each.id, each.version, each.digest) for each in writes[audience]})
            loaded, waiting = loaded + len(ids), waiting + len(ids)
            if waiting >= _COMMIT_RECORDS:
                _commit(engine, generations)
                waiting = 0
            progress(loaded)
    _commit(engine, generations)
    return given


def _commit(engine: Engine, generations: dict[str, str]) -> None:
    """Also gives the writer back, so that events are not kept waiting for the whole load."""
    for audience, name in generations.items():
        engine.refresh(audience, name)


def _catch_up(engine: Engine, generations: dict[str, str], given: Loaded) -> list[Drift]:
    """Refresh what differs until nothing does."""
    for _ in range(_CATCH_UP_ROUNDS):
        drifts = compare_loaded(engine, generations, given)
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
    """Events no longer go to the unfinished index. Its files are removed when the engine still answers, by the next rebuild otherwise."""
    for audience, name in generations.items():
        IndexGeneration.objects.filter(engine=engine.name, audience=audience, name=name).update(state=GenerationState.FAILED)
        with suppress(EngineUnavailableError):
            engine.drop_generation(audience, name)


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
        if row is None or _is_lost(engine, row):
            return True
    return False


def has_lost_an_index(engine: Engine) -> bool:
    """True when an index served, by the rows, and the engine no longer has it. One that was never built is no loss."""
    return any(_is_lost(engine, row) for row in IndexGeneration.objects.filter(engine=engine.name, state=GenerationState.SERVING))


def _is_lost(engine: Engine, row: IndexGeneration) -> bool:
    return engine.serving(row.audience) != row.name or row.name not in engine.generations(row.audience)
