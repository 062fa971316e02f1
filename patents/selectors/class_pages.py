"""The class browser's pages."""

from datetime import date
from typing import Any

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Language
from patents.enums import Scheme, SymbolKind
from patents.selectors.classes import technology_fields
from patents.selectors.official_titles import readable_title
from patents.selectors.scheme import (
    VERSION,
    SymbolCard,
    ancestors_of,
    card_of,
    children_counts,
    children_of,
    group_counts,
    record_counts,
)

_HEAD_LENGTH = {"": 1, SymbolKind.SECTION: 3, SymbolKind.CLASS: 4}


def sections_page(actor: Actor, *, language: Language) -> dict[str, Any]:
    """The eight sections with how many visible records and classes each holds."""
    children = children_of("")
    below = children_counts([c.symbol for c in children])
    records = record_counts(actor, length=1)
    return {
        "scheme": Scheme.IPC.value,
        "version": VERSION,
        "items": [_node(c, language, records.get(c.symbol, 0), below.get(c.symbol, 0)) for c in children],
    }


def class_page(actor: Actor, symbol: str, *, language: Language, on: date) -> dict[str, Any]:
    """One entry with its ancestors, its children and counts. Raises NotFound for a symbol that the scheme does not have.

    Accepts ``B29C45/00``, ``B29C 45/00`` and ``B29C-45-00`` alike, in any case.
    """
    card = card_of(read_symbol(symbol))
    if card is None:
        raise NotFound("The scheme has no such symbol.", params={"symbol": symbol[:20], "version": VERSION})
    children = children_of(card.symbol)
    below = children_counts([c.symbol for c in children])
    if card.kind in _HEAD_LENGTH:
        records = record_counts(actor, length=_HEAD_LENGTH[card.kind], under=card.symbol)
        total = sum(record_counts(actor, length=len(card.symbol), under=card.symbol).values())
    else:
        groups = group_counts(actor, subclass=card.symbol[:4])
        records = groups if card.kind == SymbolKind.SUBCLASS else {}
        own = record_counts(actor, length=4, under=card.symbol[:4]).get(card.symbol[:4], 0)
        total = own if card.kind == SymbolKind.SUBCLASS else groups.get(card.symbol, 0)
    return {
        "scheme": Scheme.IPC.value,
        "version": VERSION,
        "symbol": card.symbol,
        "kind": card.kind,
        "label": card.label.best(language)[0],
        "title": readable_title(card.title) or None,
        "attribution": card.title_source or None,
        "ancestors": [{"symbol": a.symbol, "label": a.label.best(language)[0]} for a in ancestors_of(card)],
        "children": [_node(c, language, records.get(c.symbol, 0), below.get(c.symbol, 0)) for c in children],
        "records": total,
        "technology_fields": technology_fields([card.symbol], language, on),
    }


def read_symbol(text: str) -> str:
    """A class symbol as the scheme prints it, from what stands in an address."""
    compact = text.strip().upper().replace(" ", "").replace("\u00a0", "")[:20]
    if len(compact) <= 4:
        return compact
    head, tail = compact[:4], compact[4:].lstrip("-")
    return f"{head} {tail.replace('-', '/', 1) if '/' not in tail else tail}"


def _node(card: SymbolCard, language: Language, records: int, children: int) -> dict[str, Any]:
    return {
        "symbol": card.symbol,
        "kind": card.kind,
        "label": card.label.best(language)[0],
        "title": readable_title(card.title) or None,
        "title_source": card.title_source or None,
        "records": records,
        "children": children,
    }
