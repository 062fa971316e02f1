"""The classification scheme as readers see it: labels, titles, the tree, and how many visible records stand under each symbol."""

import re
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Substr

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.process_cache import remembered
from ipmarket.kernel.text import Translated
from patents.enums import Scheme, SymbolKind
from patents.models import ClassAssignment, ClassSymbol
from patents.selectors.visible import right_visible_to, technology_visible_to

VERSION = "2026.01"
_UPPER_KINDS = (SymbolKind.SECTION, SymbolKind.CLASS, SymbolKind.SUBCLASS)
MAX_CHILDREN = 1000
# What is no symbol is not asked for: addresses hold anything, and the database refuses some of it.
_GROUP = re.compile(r"[A-Z][0-9]{2}[A-Z] [0-9]{1,4}/[0-9]{2,6}")


@dataclass(frozen=True, slots=True)
class SymbolCard:
    """One entry of the scheme. `label` is ours and plain; `title` is the office's, with where it comes from."""

    symbol: str
    kind: str
    parent: str
    label: Translated
    title: str
    title_source: str


def class_labels() -> dict[str, Translated]:
    """Symbol → our plain label, for all sections, classes and subclasses."""
    return {symbol: card.label for symbol, card in upper_cards().items()}


def upper_cards() -> dict[str, SymbolCard]:
    """All sections, classes and subclasses by symbol, in scheme order."""

    def load() -> dict[str, SymbolCard]:
        rows = ClassSymbol.objects.filter(scheme=Scheme.IPC, version=VERSION, kind__in=_UPPER_KINDS).order_by("position")
        return {row.symbol: _card(row) for row in rows}

    return remembered("patents.upper_cards", load)


def _card(row: ClassSymbol) -> SymbolCard:
    label = Translated(en=row.label_en, zh_hant=row.label_zh_hant, zh_hans=row.label_zh_hans)
    return SymbolCard(row.symbol, row.kind, row.parent, label, row.title_en, row.title_source)


def card_of(symbol: str) -> SymbolCard | None:
    """One entry at any depth; None where the scheme has no such symbol."""
    upper = upper_cards().get(symbol)
    if upper is not None or not _GROUP.fullmatch(symbol):
        return upper
    row = ClassSymbol.objects.filter(scheme=Scheme.IPC, version=VERSION, symbol=symbol).first()
    return _card(row) if row else None


def children_of(symbol: str) -> list[SymbolCard]:
    """The entries directly below a symbol, in scheme order; the sections for an empty symbol. At most a thousand."""
    if len(symbol) < 4:
        return [card for card in upper_cards().values() if card.parent == symbol]
    rows = ClassSymbol.objects.filter(scheme=Scheme.IPC, version=VERSION, parent=symbol).order_by("position")[:MAX_CHILDREN]
    return [_card(row) for row in rows]


def ancestors_of(card: SymbolCard) -> list[SymbolCard]:
    """From the section down to the parent."""
    chain: list[SymbolCard] = []
    parent = card.parent
    while parent and (above := card_of(parent)) is not None:
        chain.append(above)
        parent = above.parent
    return chain[::-1]


def children_counts(symbols: list[str]) -> dict[str, int]:
    """How many entries each symbol has below it."""
    rows = ClassSymbol.objects.filter(scheme=Scheme.IPC, version=VERSION, parent__in=symbols)
    return dict(rows.values_list("parent").annotate(n=Count("id")))


def titles_of(symbols: set[str]) -> dict[str, str]:
    """The office's English titles of these symbols, where the scheme holds them. One query."""
    rows = ClassSymbol.objects.filter(scheme=Scheme.IPC, version=VERSION, symbol__in=symbols)
    return dict(rows.values_list("symbol", "title_en"))


def _visible(actor: Actor) -> Q:
    """Classes of records that the actor may see."""
    of_right = right_visible_to(actor, prefix="right__") & Q(right__isnull=False)
    return of_right | technology_visible_to(actor, prefix="technology__") & Q(technology__isnull=False)


def record_counts(actor: Actor, *, length: int, under: str = "") -> dict[str, int]:
    """Visible records by the first `length` characters of their subclasses (1 section, 3 class, 4 subclass), below `under`. One query."""
    visible = _visible(actor)
    rows = ClassAssignment.objects.filter(visible, subclass__startswith=under).annotate(head=Substr("subclass", 1, length))
    counted = rows.values_list("head").annotate(rights=Count("right", distinct=True), technologies=Count("technology", distinct=True))
    return {head: rights + technologies for head, rights, technologies in counted}


def group_counts(actor: Actor, *, subclass: str) -> dict[str, int]:
    """Visible records by main group (``B29C 45/00``) within a subclass. One query."""
    visible = _visible(actor)
    rows = ClassAssignment.objects.filter(visible, subclass=subclass).annotate(record=Coalesce("right_id", "technology_id"))
    groups: dict[str, set[object]] = {}
    for symbol, record in rows.values_list("symbol", "record").distinct().iterator(chunk_size=2000):
        main, slash, _ = symbol.partition("/")
        if slash:
            groups.setdefault(f"{main}/00", set()).add(record)
    return {symbol: len(ids) for symbol, ids in groups.items()}
