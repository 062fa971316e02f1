"""Who listens: a changed record becomes a changed document. Ids are collected over a batch and written with one commit of the index."""

import threading
from datetime import datetime
from uuid import UUID

from ipmarket.kernel.outbox.models import Event
from ipmarket.kernel.outbox.registry import after_batch, handles, periodic
from patents.events import RIGHT_CHANGED, TECHNOLOGY_CHANGED
from patents.selectors.search_rows import RecordType
from search.indexing.recovery import recover_lost_index, release_parked_changes
from search.indexing.refresh import refresh_documents
from search.indexing.writes import grouped


class _Pending(threading.local):
    """Ids of the batch in hand. What an aborted batch leaves behind is refreshed with the next one, which does no harm."""

    def __init__(self) -> None:
        self.pairs: set[tuple[RecordType, UUID]] = set()


_pending = _Pending()


@handles(RIGHT_CHANGED, name="search.right_changed", lane="index")
def right_changed(event: Event) -> None:
    _pending.pairs.add(("patent", UUID(event.aggregate_id)))


@handles(TECHNOLOGY_CHANGED, name="search.technology_changed", lane="index")
def technology_changed(event: Event) -> None:
    _pending.pairs.add(("technology", UUID(event.aggregate_id)))


@after_batch(name="search.refresh", lane="index")
def refresh_batch() -> None:
    """Write the batch's documents; when the engine does not answer the whole batch is tried again later."""
    pairs = set(_pending.pairs)
    _pending.pairs.clear()
    refresh_documents(grouped(pairs))


@periodic("search.recover", every_seconds=15)
def recover(at: datetime) -> None:
    """A lost index comes back, and changes that could not be written for long are tried again, without anybody asking."""
    recover_lost_index(at=at)
    release_parked_changes(at=at)
