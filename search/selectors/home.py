"""What the front page shows: how much there is, what is new, and the sections with their counts."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import structlog

from ipmarket.accounts.selectors.visibility import index_audience
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language
from patents.selectors.plain_lookup import look_up, visible_counts
from patents.selectors.scheme import children_of, record_counts
from search.analysis.highlighting import Sought
from search.documents.mapping import SORT_KEYS
from search.engines.choice import engine
from search.engines.guard import guard
from search.engines.port import EngineUnavailableError, Hits, Query
from search.selectors.items import items_of

log = structlog.get_logger(__name__)

LATEST = 6


def home_page(actor: Actor, *, language: Language, on: date) -> dict[str, Any]:
    """Counts come with the newest records from one question to the engine, or from the rows when it is away."""
    chosen = engine()
    try:
        query = Query(facets=("type", "section", "subclass"), sort=SORT_KEYS["newest"], limit=LATEST)
        found = guard.search(chosen, index_audience(actor), query)
    except EngineUnavailableError as error:
        log.warning("search.degraded", engine=chosen.name, reason=str(error)[:200])
        return _from_database(actor, language, on)
    return _page(actor, [UUID(hit.id) for hit in found.hits], _counts(found), found.facets["section"], language=language, on=on)


def _counts(found: Hits) -> dict[str, int]:
    types = found.facets["type"]
    return {"patents": types.get("patent", 0), "technologies": types.get("technology", 0), "classes": len(found.facets["subclass"])}


def _from_database(actor: Actor, language: Language, on: date) -> dict[str, Any]:
    patents, technologies = visible_counts(actor)
    by_subclass = record_counts(actor, length=4)
    found = look_up(actor, words=(), types=(), subclasses=(), after=None, limit=LATEST)
    counts = {"patents": patents, "technologies": technologies, "classes": len(by_subclass)}
    return _page(actor, list(found.ids), counts, record_counts(actor, length=1), language=language, on=on)


def _page(
    actor: Actor, latest: list[UUID], counts: dict[str, int], by_section: Mapping[str, int], *, language: Language, on: date
) -> dict[str, Any]:
    sections = [
        {"symbol": card.symbol, "label": card.label.best(language)[0], "count": by_section.get(card.symbol, 0)} for card in children_of("")
    ]
    return {"counts": counts, "latest": items_of(actor, latest, Sought(), language=language, on=on), "sections": sections}
