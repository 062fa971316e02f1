"""What the classifier reads and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Band = Literal["very_likely", "likely", "possible", "unlikely"]
_BANDS: tuple[tuple[float, Band], ...] = ((0.75, "very_likely"), (0.5, "likely"), (0.2, "possible"))


@dataclass(frozen=True, slots=True)
class Document:
    """A text to classify.  ``language`` is a hint ("en", "zh-Hant", "zh-Hans"); without it the script decides."""

    title: str = ""
    abstract: str = ""
    language: str | None = None

    @property
    def text(self) -> str:
        """Title and abstract in one string; the title comes first."""
        return f"{self.title} . {self.abstract}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``score`` is the calibrated probability that ``symbol`` is among the symbols of the record."""

    symbol: str
    score: float
    is_current: bool = True
    """False for subclasses that offices printed once and that IPC 2026.01 no longer has (F24J)."""
    words: tuple[str, ...] = ()
    """Pieces of the text that spoke for the symbol, strongest first."""

    @property
    def band(self) -> Band:
        """The score in one of four words."""
        return band_of(self.score)


@dataclass(frozen=True, slots=True)
class SuggestionSet:
    """The answer for one document; both lists are never empty and sorted by score, ties by symbol."""

    suggestions: tuple[Suggestion, ...]
    sections: tuple[Suggestion, ...]
    abstained: bool
    """Advice: no subclass is more likely than not, a person should look."""
    language: str
    scheme_version: str = ""
    model_version: str = ""


def band_of(score: float) -> Band:
    """``very_likely`` from 0.75, ``likely`` from 0.45, ``possible`` from 0.2, else ``unlikely``."""
    return next((band for least, band in _BANDS if score >= least), "unlikely")
