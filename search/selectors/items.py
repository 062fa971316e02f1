"""Hits → lines of a result list: cards from the rows, through the visibility rule, with what the query spoke of marked."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language
from patents.selectors.cards import cards_of
from patents.selectors.texts import Text
from search.analysis.highlighting import Segment, Sought, highlight, snippet, speaks_of

_INSIDE = frozenset({"summary", "other_titles", "other_summaries"})
_NOTHING = Sought()


def items_of(actor: Actor, ids: Sequence[UUID], wanted: Sought, *, language: Language, on: date) -> list[dict[str, Any]]:
    """The items in the order of the ids. What was hidden or removed since it was indexed is left out."""
    return [item_of(card, wanted) for card in cards_in_order(actor, ids, language=language, on=on)]


def cards_in_order(actor: Actor, ids: Sequence[UUID], *, language: Language, on: date) -> list[dict[str, Any]]:
    """The cards of the ids that this actor may see, for those who choose among them before they are shown."""
    cards = cards_of(actor, ids, language=language, on=on)
    return [cards[id_] for id_ in ids if id_ in cards]


def one_a_family(cards: Iterable[dict[str, Any]], *, without: UUID | None = None) -> list[dict[str, Any]]:
    """The first card of each family, in order, and every card without a family; none of the family ``without``."""
    seen: set[UUID] = {without} if without else set()
    kept = []
    for card in cards:
        if card["family_id"] is None or card["family_id"] not in seen:
            kept.append(card)
        if card["family_id"] is not None:
            seen.add(card["family_id"])
    return kept


def item_of(card: dict[str, Any], wanted: Sought) -> dict[str, Any]:
    """One line. Title and summary are in the reader's language; the summary gives way to the text that matched when neither of them did."""
    shown = {name: value for name, value in card.items() if name not in _INSIDE}
    title_parts = highlight(card["title"]["text"], wanted)
    summary: Text | None = card["summary"]
    summary_parts = snippet(summary["text"], wanted) if summary else []
    if wanted != _NOTHING and not _is_marked(title_parts) and not (summary and speaks_of(summary["text"], wanted)):
        other = next((text for text in (*card["other_summaries"], *card["other_titles"]) if speaks_of(text["text"], wanted)), None)
        if other is not None:
            summary, summary_parts = other, snippet(other["text"], wanted)
    return {**shown, "title_parts": title_parts, "summary_parts": summary_parts, "summary_lang": summary["lang"] if summary else None}


def _is_marked(parts: Sequence[Segment]) -> bool:
    return any(part["match"] for part in parts)
