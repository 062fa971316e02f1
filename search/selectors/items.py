"""Hits → lines of a result list: cards from the rows, through the visibility rule, with what the query spoke of marked."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language
from patents.selectors.cards import cards_of
from search.analysis.highlighting import Sought, highlight, snippet


def items_of(actor: Actor, ids: Sequence[UUID], wanted: Sought, *, language: Language, on: date) -> list[dict[str, Any]]:
    """The items in the order of the ids. What was hidden or removed since it was indexed is left out."""
    cards = cards_of(actor, ids, language=language, on=on)
    return [_item(cards[id_], wanted) for id_ in ids if id_ in cards]


def _item(card: dict[str, Any], wanted: Sought) -> dict[str, Any]:
    summary = card.pop("summary")
    return {
        **card,
        "title_parts": highlight(card["title"]["text"], wanted),
        "summary_parts": snippet(summary["text"], wanted) if summary else [],
        "summary_lang": summary["lang"] if summary else None,
    }
