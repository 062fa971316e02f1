"""Text in the three content languages, as one value in Python and three columns in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from django.db import models

Language = Literal["en", "zh-Hant", "zh-Hans"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh-Hant", "zh-Hans")

# Which language a reader would rather see when theirs is missing: the other script is readable, the other language may not be.
_FALLBACK: Final[dict[Language, tuple[Language, ...]]] = {
    "en": ("en", "zh-Hant", "zh-Hans"),
    "zh-Hant": ("zh-Hant", "zh-Hans", "en"),
    "zh-Hans": ("zh-Hans", "zh-Hant", "en"),
}
_ATTRIBUTE: Final[dict[Language, str]] = {"en": "en", "zh-Hant": "zh_hant", "zh-Hans": "zh_hans"}


def column_suffix(language: Language) -> str:
    """Return how a column for this language ends: "en", "zh_hant" or "zh_hans"."""
    return _ATTRIBUTE[language]


@dataclass(frozen=True, slots=True)
class Translated:
    """The same sentence in up to three languages; an empty string means that there is none."""

    en: str = ""
    zh_hant: str = ""
    zh_hans: str = ""

    def get(self, language: Language) -> str:
        """Return the text in exactly this language, or an empty string."""
        return cast("str", getattr(self, _ATTRIBUTE[language]))

    def best(self, language: Language) -> tuple[str, Language]:
        """Return the text that serves a reader of this language best, with the language that it is in."""
        for candidate in _FALLBACK[language]:
            text = self.get(candidate)
            if text:
                return text, candidate
        return "", language

    def items(self) -> Iterator[tuple[Language, str]]:
        """Yield (language, text) for the languages that have a text."""
        for language in LANGUAGES:
            text = self.get(language)
            if text:
                yield language, text

    def __bool__(self) -> bool:
        return bool(self.en or self.zh_hant or self.zh_hans)


class TranslatedColumns:
    """Declares three text columns ``<name>_en``, ``<name>_zh_hant``, ``<name>_zh_hans`` and a property ``<name>`` of type Translated.

    ``title = TranslatedColumns(max_length=500)`` makes CharFields; without ``max_length`` they are TextFields. All may be blank.
    """

    def __init__(self, *, max_length: int | None = None) -> None:
        self._fields: dict[str, models.Field[Any, Any]] = {
            suffix: models.CharField(max_length=max_length, blank=True, default="")
            if max_length
            else models.TextField(blank=True, default="")
            for suffix in _ATTRIBUTE.values()
        }

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Add the columns to the model; Django calls this while it builds the class."""
        for suffix, column in self._fields.items():
            column.contribute_to_class(model, f"{name}_{suffix}")

        def read(row: models.Model) -> Translated:
            return Translated(**{suffix: getattr(row, f"{name}_{suffix}") for suffix in _ATTRIBUTE.values()})

        def write(row: models.Model, value: Translated) -> None:
            for suffix in _ATTRIBUTE.values():
                setattr(row, f"{name}_{suffix}", getattr(value, suffix))

        setattr(model, name, property(read, write))

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Translated:
        raise AttributeError("TranslatedColumns belongs on a model class.")

    def __set__(self, row: models.Model, value: Translated) -> None:
        raise AttributeError("TranslatedColumns belongs on a model class.")
