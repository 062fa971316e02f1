"""One served page as data: what its head says, and what can be read before the front end takes over."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from ipmarket.kernel.text import Language
from ipmarket.pages.texts import BRAND, PageText

MAX_TITLE_CHARACTERS: Final = 140
MAX_DESCRIPTION_CHARACTERS: Final = 220
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with the language it is in, which may differ from the page's."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    value: Passage


@dataclass(frozen=True, slots=True)
class PageLink:
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """`pieces` is the address without the language; `query` the part of the query that belongs to the page's identity."""

    language: Language
    pieces: tuple[str, ...]
    title: str
    description: str
    heading: Passage
    query: str = ""
    status: int = 200
    is_indexed: bool = True
    og_type: Literal["website", "article"] = "website"
    paragraphs: tuple[Passage, ...] = ()
    facts: tuple[Fact, ...] = ()
    links: tuple[PageLink, ...] = ()
    search_text: str | None = None
    structured: tuple[dict[str, Any], ...] = field(default=())


def page_of(
    text: PageText, language: Language, *pieces: str, is_indexed: bool = True, status: int = 200, search_text: str | None = None
) -> Page:
    """A page that consists of a heading and a sentence."""
    heading, description = text.heading.get(language), text.description.get(language)
    return Page(
        language=language,
        pieces=pieces,
        title=titled(language, heading),
        description=description,
        heading=Passage(heading, language),
        paragraphs=(Passage(description, language),),
        is_indexed=is_indexed,
        status=status,
        search_text=search_text,
    )


def titled(language: Language, *parts: str) -> str:
    """What the browser's tab and a result list show: the parts, cut where too long, and the product's name."""
    body = " · ".join(shortened(part, MAX_TITLE_CHARACTERS) for part in parts if part)
    return f"{body} · {BRAND.get(language)}" if body else BRAND.get(language)


def shortened(text: str, limit: int) -> str:
    """The text on one line, at most `limit` characters; cut at a word where there is one near the end."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    at_word = head.rfind(" ")
    return f"{head[:at_word] if at_word > limit * 0.8 else head}…"


def written_day(day: date, language: Language) -> str:
    """A day as readers of the language write it: 21 Nov 2026, 2026 年 11 月 21 日. The spaces do not break."""
    if language == "en":
        return f"{day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}"
    return f"{day.year}\u00a0年\u00a0{day.month}\u00a0月\u00a0{day.day}\u00a0日"
