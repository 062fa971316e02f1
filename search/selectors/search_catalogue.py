"""The search of the product: a text and choices → a page of records, facets, and how the text was read."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import structlog

from ipmarket.accounts.selectors.visibility import index_audience
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language
from search.analysis.highlighting import sought
from search.documents.mapping import FACET_FIELDS, SORT_KEYS
from search.engines.choice import engine
from search.engines.guard import guard
from search.engines.port import AfterKey, AfterScore, Engine, EngineUnavailableError, Filter, Hits, Query
from search.errors import QueryRefused, SearchErrorCode
from search.language.readings import ReadQuery, read_query
from search.selectors.database_page import database_page, is_from_database
from search.selectors.facets import labelled_facets
from search.selectors.items import items_of
from search.selectors.search_request import SearchRequest
from search.selectors.walls import walled_off

log = structlog.get_logger(__name__)

MAX_QUERY_CHARACTERS = 1_000
MAX_CHOICES = 40
_ALLOWED_CONTROLS = "\t\n\r"


def checked_text(text: str) -> str:
    """Raises QueryRefused for what nobody types."""
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryRefused(f"A query has at most {MAX_QUERY_CHARACTERS:,} characters.", params={"limit": MAX_QUERY_CHARACTERS})
    if any((ord(each) < 32 and each not in _ALLOWED_CONTROLS) or 0xD800 <= ord(each) < 0xE000 or each == "\x7f" for each in text):
        raise QueryRefused("The query holds control characters.", code=SearchErrorCode.CONTROL_CHARACTERS)
    return text


def search_catalogue(actor: Actor, request: SearchRequest, *, language: Language, on: date) -> dict[str, Any]:
    """A page of results. When the engine is away the database answers and says so.

    Raises:
        QueryRefused: the text is too long or holds control characters, or there are too many choices.
    """
    read = read_query(checked_text(request.text))
    if any(len(values) > MAX_CHOICES for values in request.choices.values()):
        raise QueryRefused(f"At most {MAX_CHOICES} choices a facet.", code=SearchErrorCode.TOO_MANY_CHOICES)
    wanted = sought(read.sought)
    chosen = engine()
    try:
        hits = _asked(chosen, actor, read, request)
    except EngineUnavailableError as error:
        log.warning("search.degraded", engine=chosen.name, reason=str(error)[:200])
        found = database_page(actor, read.readings, request, wanted, language=language, on=on)
        return {"query": _shown(request.text, read), **found}
    ids = [UUID(hit.id) for hit in hits.hits]
    return {
        "query": _shown(request.text, read),
        "total": hits.total,
        "total_is_exact": True,
        "engine": {"name": chosen.name, "degraded": False, "not_applied": []},
        "items": items_of(actor, ids, wanted, language=language, on=on),
        "facets": labelled_facets(hits.facets, request.choices, language, on),
        "position": _position(hits),
        "limit_reached": hits.limit_reached,
    }


def _asked(chosen: Engine, actor: Actor, read: ReadQuery, request: SearchRequest) -> Hits:
    if is_from_database(request.position):
        raise EngineUnavailableError("this list was begun from the database")
    return guard.search(chosen, index_audience(actor), _query(read, request, without_ids=walled_off(actor)))


def _query(read: ReadQuery, request: SearchRequest, *, without_ids: tuple[str, ...]) -> Query:
    sort = request.sort or ("relevance" if read.readings else "newest")
    # Without words every record is equally relevant; the newest are what a reader wants first.
    key = SORT_KEYS.get("newest" if sort == "relevance" and not read.readings else sort)
    return Query(
        match=read.node,
        filters=tuple(Filter(name, tuple(values)) for name, values in request.choices.items() if values),
        without_ids=without_ids,
        facets=FACET_FIELDS,
        sort=key,
        after=_after(request.position, by_key=key is not None),
        limit=request.limit,
    )


def _after(position: Sequence[Any], *, by_key: bool) -> AfterKey | AfterScore | None:
    if not position:
        return None
    if by_key:
        return AfterKey(str(position[1]))
    return AfterScore(float(position[1]), str(position[2]), int(position[3]))


def _position(hits: Hits) -> list[Any]:
    """Plain values for a cursor; empty on the last page."""
    if isinstance(hits.after, AfterKey):
        return ["key", hits.after.key]
    if isinstance(hits.after, AfterScore):
        return ["score", hits.after.score, hits.after.id, hits.after.seen]
    return []


def _shown(text: str, read: ReadQuery) -> dict[str, Any]:
    return {
        "text": text,
        "readings": [
            {"numeral": each.numeral, "kind": each.kind.value, "value": each.value, "unsure": each.unsure, "text": each.text}
            for each in read.readings
        ],
    }
