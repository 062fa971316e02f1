"""Pages of the classification scheme."""

import re
from dataclasses import replace

from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Language
from ipmarket.pages import texts
from ipmarket.pages.addresses import page_path
from ipmarket.pages.page import MAX_DESCRIPTION_CHARACTERS, Page, PageLink, Passage, page_of, shortened, titled
from ipmarket.pages.structured_data import breadcrumb
from patents.selectors.scheme import SymbolCard, ancestors_of, card_of, children_of

# Section, class, subclass, then group: "B", "B29", "B29C", "B29C 45/17".
_SYMBOL = re.compile(r"([A-HY])(?:([0-9]{2})(?:([A-Z])(?:\s*([0-9]{1,4}/[0-9]{2,6}))?)?)?", re.ASCII)
MAX_SHOWN_CHILDREN = 200


def class_list(*, origin: str, language: Language) -> Page:
    """All sections, as ways into the scheme."""
    trail = breadcrumb(origin, language, [(texts.CLASSES.heading.get(language), ("classes",))])
    return replace(page_of(texts.CLASSES, language, "classes"), links=_links(children_of(""), language), structured=(trail,))


def one_class(symbol: str, *, origin: str, language: Language) -> Page:
    """One symbol at any depth; the page's pieces hold its canonical form. Raises NotFound."""
    card = card_of(canonical_symbol(symbol))
    if card is None:
        raise NotFound("The scheme has no such class.", params={"symbol": symbol[:64]})
    label = _label(card, language)
    ancestors = ancestors_of(card)
    described = texts.CLASS_DESCRIPTION.get(language).format(label=label, symbol=card.symbol)
    steps: list[tuple[str, tuple[str, ...]]] = [(texts.CLASSES.heading.get(language), ("classes",))]
    steps += [(_label(above, language), ("classes", above.symbol)) for above in [*ancestors, card]]
    paragraphs = [Passage(described, language)]
    if card.title:
        paragraphs.append(Passage(card.title, "en"))
    return Page(
        language=language,
        pieces=("classes", card.symbol),
        title=titled(language, _name(card, language)),
        description=shortened(described, MAX_DESCRIPTION_CHARACTERS),
        heading=Passage(_name(card, language), language),
        paragraphs=tuple(paragraphs),
        links=_links([*ancestors, *children_of(card.symbol)], language),
        structured=(breadcrumb(origin, language, steps),),
    )


def canonical_symbol(symbol: str) -> str:
    """The scheme's own notation, ``B29C 45/17``, of what an address names. Raises NotFound for what cannot be a symbol."""
    match = _SYMBOL.fullmatch(symbol.strip().upper()) if len(symbol) <= 30 else None
    if match is None:
        raise NotFound("This is no class symbol.", params={"symbol": symbol[:64]})
    section, class_digits, subclass, group = (part or "" for part in match.groups())
    return f"{section}{class_digits}{subclass}{' ' + group if group else ''}"


def _label(card: SymbolCard, language: Language) -> str:
    return card.label.best(language)[0] or shortened(card.title, 80) or card.symbol


def _name(card: SymbolCard, language: Language) -> str:
    label = _label(card, language)
    return card.symbol if label == card.symbol else f"{card.symbol} {label}"


def _links(cards: list[SymbolCard], language: Language) -> tuple[PageLink, ...]:
    shown = cards[:MAX_SHOWN_CHILDREN]
    return tuple(PageLink(_name(card, language), page_path(language, "classes", card.symbol)) for card in shown)
