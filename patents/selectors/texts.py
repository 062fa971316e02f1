"""Texts in the language that serves a reader best, always with the language they are in and their standing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypedDict, TypeVar

from ipmarket.kernel.text import Language, Translated
from patents.enums import TextStanding
from patents.models import RightText

# What a reader would rather see when their own language is missing.
_ORDER: dict[Language, tuple[str, ...]] = {
    "en": ("en", "zh-Hant", "zh-Hans", "zh"),
    "zh-Hant": ("zh-Hant", "zh-Hans", "zh", "en"),
    "zh-Hans": ("zh-Hans", "zh", "zh-Hant", "en"),
}


class StoredTitle(Protocol):
    """A title with its language and standing: a row of `RightText`, or its three columns."""

    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def standing(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TitleColumns:
    """The three columns of a title, for lists that are read often: building model instances would cost more than reading them."""

    language: str
    title: str
    standing: str


S = TypeVar("S", bound=StoredTitle)


class Text(TypedDict):
    text: str
    lang: str
    standing: str


def in_order(texts: Iterable[S], language: Language) -> list[S]:
    """The texts of a right, the best for this reader first; languages outside the three come last, by code."""
    order = _ORDER[language]
    return sorted(texts, key=lambda t: (order.index(t.language) if t.language in order else len(order), t.language))


def titles(texts: Iterable[StoredTitle], language: Language) -> list[Text]:
    return [Text(text=t.title, lang=t.language, standing=t.standing) for t in in_order(texts, language) if t.title]


def abstracts(texts: Iterable[RightText], language: Language) -> list[Text]:
    return [Text(text=t.abstract, lang=t.language, standing=t.standing) for t in in_order(texts, language) if t.abstract]


def owner_text(value: Translated, language: Language, *, original: str) -> Text | None:
    """A text that the owner wrote in up to three languages; None where there is none."""
    text, lang = value.best(language)
    if not text:
        return None
    return Text(text=text, lang=lang, standing=TextStanding.ORIGINAL if lang == original else TextStanding.OWNER)


def owner_texts(value: Translated, *, original: str, without: str) -> list[Text]:
    """The other language versions of an owner's text."""
    return [
        Text(text=text, lang=lang, standing=TextStanding.ORIGINAL if lang == original else TextStanding.OWNER)
        for lang, text in value.items()
        if lang != without
    ]


NO_TITLE = Text(text="", lang="en", standing=TextStanding.ORIGINAL)
