"""Rebuild single documents from their rows: what the relay does after every change."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import structlog
from django.db import transaction

from patents.selectors.search_rows import RecordType
from search.engines.choice import engine
from search.engines.port import Engine, EngineUnavailableError, Write
from search.enums import GenerationState
from search.indexing.versions import lock_documents
from search.indexing.writes import writes_for
from search.models import IndexGeneration

log = structlog.get_logger(__name__)

_LIVE = (GenerationState.BUILDING, GenerationState.SERVING)


def refresh_documents(wanted: Mapping[RecordType, Collection[UUID]], *, using: Engine | None = None) -> int:
    """Bring the documents of these records up to date in every live index, and make them findable. Returns how many writes were applied.

    The rows are read under the documents' locks and after the versions were drawn, so that of two writers the one that read later wins.

    An index that the engine has lost is passed over: it is rebuilt from the rows as a whole, see :mod:`search.indexing.recovery`.

    Raises:
        EngineUnavailableError: the engine does not answer; the caller tries again later.
    """
    chosen = using or engine()
    everything = [id_ for ids in wanted.values() for id_ in ids]
    if not everything:
        return 0
    applied = 0
    with transaction.atomic():
        lock_documents(everything)
        live = list(IndexGeneration.objects.filter(engine=chosen.name, state__in=_LIVE).values_list("audience", "name"))
        if not live:
            return 0
        writes = writes_for(wanted, with_deletions=True)
        for audience, name in live:
            applied += _written(chosen, audience, name, writes[audience])
    return applied


def _written(chosen: Engine, audience: str, name: str, writes: Sequence[Write]) -> int:
    try:
        applied = chosen.write(audience, name, writes).applied
        chosen.refresh(audience, name)
    except EngineUnavailableError:
        # Asked only after a failure: an engine that answers, and does not have the index, will not have it at the next attempt either.
        if name in chosen.generations(audience):
            raise
        log.warning("search.index_lost", engine=chosen.name, audience=audience, generation=name)
        return 0
    return applied
