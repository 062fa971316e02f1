"""What the front page shows: how much there is, what is new, and the sections with their counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import structlog

from ipmarket.accounts.selectors.visibility import index_audience
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language
from patents.selectors.plain_lookup import look_up, visible_counts
from patents.selectors.scheme import children_of, record_counts
from patents.selectors.search_rows import RECORD_TYPES, RecordType
from search.analysis.highlighting import Sought
from search.documents.mapping import SORT_KEYS
from search.engines.choice import engine
from search.engines.guard import guard
from search.engines.port import EngineUnavailableError, Filter, Hits, Query
from search.selectors.items import cards_in_order, item_of
from search.selectors.walls import walled_off

log = structlog.get_logger(__name__)

LATEST = 6
# So many of each type are looked at, so that one owner's long list does not leave the page empty.
_CANDIDATES = 16
_MOST_OF_AN_OWNER = 2


def home_page(actor: Actor, *, language: Language, on: date) -> dict[str, Any]:
    """Counts and the newest records from the engine, or from the rows when it is away."""
    chosen = engine()
    audience = index_audience(actor)
    try:
        without = walled_off(actor)
        counted = Query(without_ids=without, facets=("type", "section", "subclass"), sort=SORT_KEYS["newest"], limit=0)
        found = guard.search(chosen, audience, counted)
        newest = [
            [UUID(hit.id) for hit in guard.search(chosen, audience, _newest(which, without)).hits]
            if found.facets["type"].get(which)
            else []
            for which in RECORD_TYPES
        ]
    except EngineUnavailableError as error:
        log.warning("search.degraded", engine=chosen.name, reason=str(error)[:200])
        return _from_database(actor, language, on)
    return _page(actor, newest, _counts(found), found.facets["section"], language=language, on=on)


def _newest(which: RecordType, without_ids: tuple[str, ...]) -> Query:
    return Query(filters=(Filter("type", (which,)),), without_ids=without_ids, sort=SORT_KEYS["newest"], limit=_CANDIDATES)


def _counts(found: Hits) -> dict[str, int]:
    types = found.facets["type"]
    return {"patents": types.get("patent", 0), "technologies": types.get("technology", 0), "classes": len(found.facets["subclass"])}


def _from_database(actor: Actor, language: Language, on: date) -> dict[str, Any]:
    patents, technologies = visible_counts(actor)
    by_subclass = record_counts(actor, length=4)
    newest = [list(look_up(actor, pieces=(), choices={"type": (which,)}, after=None, limit=_CANDIDATES).ids) for which in RECORD_TYPES]
    counts = {"patents": patents, "technologies": technologies, "classes": len(by_subclass)}
    return _page(actor, newest, counts, record_counts(actor, length=1), language=language, on=on)


def _page(
    actor: Actor, newest: Sequence[list[UUID]], counts: dict[str, int], by_section: Mapping[str, int], *, language: Language, on: date
) -> dict[str, Any]:
    sections = [
        {"symbol": card.symbol, "label": card.label.best(language)[0], "count": by_section.get(card.symbol, 0)} for card in children_of("")
    ]
    cards = {card["id"]: card for card in cards_in_order(actor, [id_ for ids in newest for id_ in ids], language=language, on=on)}
    by_type = [[cards[id_] for id_ in ids if id_ in cards] for ids in newest]
    return {"counts": counts, "latest": [item_of(card, Sought()) for card in latest_of(*by_type)], "sections": sections}


def latest_of(*by_type: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest of each type in turn; of a family only its newest member, of an owner two records. A type that runs out gives way.

    Choosing goes in the order of showing, so the same cards always give the same list.
    """
    waiting = [iter(cards) for cards in by_type]
    shown: list[dict[str, Any]] = []
    owners: Counter[str] = Counter()
    families: set[UUID] = set()

    def fits(card: dict[str, Any]) -> bool:
        return card["family_id"] not in families and owners[card["owner"] or ""] < _MOST_OF_AN_OWNER

    while waiting and len(shown) < LATEST:
        cards = waiting.pop(0)
        card = next((each for each in cards if fits(each)), None)
        if card is None:
            continue
        waiting.append(cards)
        shown.append(card)
        if card["owner"]:
            owners[card["owner"]] += 1
        if card["family_id"]:
            families.add(card["family_id"])
    return shown
