"""Load the artefact and answer: which subclasses and sections is this text likely to carry?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from patents.classification.calibration import Logistic, section_properties, symbol_properties
from patents.classification.documents import Document, Suggestion, SuggestionSet
from patents.classification.explanation import speaking_words
from patents.classification.model import SECTIONS, Head, locate
from patents.classification.text import CodeTable, Scripts, guess_language

ARTEFACT = Path(__file__).parent / "model"
FILES = ("en.npz", "zh.npz", "script_folding.json", "metadata.json")
BATCH = 256
ABSTAIN_BELOW = 0.5
DIGITS = 6
_LONG_TEXT_CHARACTERS = 200

F64 = npt.NDArray[np.float64]
_Ranking = list[tuple[str, float]]


def calibration_name(language: str, document: Document) -> str:
    """Which curve a document needs: titles alone deserve less trust than abstracts."""
    if language == "zh":
        return "zh"
    return "en-long" if len(document.title) + len(document.abstract) >= _LONG_TEXT_CHARACTERS else "en-short"


def section_membership(symbols: Sequence[str]) -> F64:
    """Symbols × sections, one where the symbol belongs to the section."""
    return np.array([[float(symbol[0] == section) for section in SECTIONS] for symbol in symbols])


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curves for one kind of document."""

    symbols: Logistic
    sections: Logistic
    symbol_shares: F64
    section_shares: F64
    """How often each symbol and section occurs at all: the honest answer to a text of which nothing is known."""

    def apply(self, scores: F64, length: F64, subclasses: Sequence[str]) -> tuple[F64, F64]:
        """Raw scores of subclasses and sections → probabilities of subclasses, probabilities of sections."""
        own, of_sections = scores[:, : -len(SECTIONS)], scores[:, -len(SECTIONS) :]
        probabilities = self.symbols(symbol_properties(own, length)).reshape(own.shape)
        properties = section_properties(probabilities, of_sections, section_membership(subclasses))
        section_probabilities = self.sections(properties).reshape(of_sections.shape)
        probabilities[length == 0] = self.symbol_shares
        section_probabilities[length == 0] = self.section_shares
        return probabilities, section_probabilities

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Calibration:
        """Read what the recipe wrote into the metadata."""
        return cls(
            Logistic.from_json(content["symbols"]),
            Logistic.from_json(content["sections"]),
            np.array(content["symbol_shares"], dtype=np.float64),
            np.array(content["section_shares"], dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class Classifier:
    """The loaded artefact.  Immutable, safe to share between threads."""

    heads: dict[str, Head]
    calibrations: dict[str, Calibration]
    scripts: Scripts
    table: CodeTable
    withdrawn: frozenset[str]
    version: str
    scheme_version: str
    seed: int
    """Decides which records training set aside."""
    folder: Path
    """Where it was read from."""

    @classmethod
    def load(cls, folder: Path = ARTEFACT) -> Classifier:
        """Read the artefact from a folder.  Raises ``OSError`` where a file is missing."""
        metadata: dict[str, Any] = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        scripts = Scripts.read(folder / "script_folding.json")
        return cls(
            heads={name: Head.load(name, folder / f"{name}.npz") for name in ("en", "zh")},
            calibrations={name: Calibration.from_json(content) for name, content in metadata["calibrations"].items()},
            scripts=scripts,
            table=CodeTable(scripts.folding()),
            withdrawn=frozenset(metadata["withdrawn"]),
            version=metadata["version"],
            scheme_version=metadata["scheme_version"],
            seed=metadata["seed"],
            folder=folder,
        )

    def language_of(self, document: Document) -> str:
        """The script of the text decides; the hint only where the text has nothing to go by, or between the two scripts."""
        text = f"{document.title} {document.abstract}"
        hint = document.language if document.language in ("en", "zh-Hant", "zh-Hans") else None
        if not text.strip():
            return hint or "en"
        guessed = guess_language(text, self.scripts)
        return hint if hint and hint != "en" and guessed != "en" else guessed

    def suggest(self, documents: Sequence[Document], *, top: int = 5, explain: bool = False) -> list[SuggestionSet]:
        """One answer for each document, in order.  ``top`` bounds the subclasses; all eight sections are always given."""
        languages = [self.language_of(document) for document in documents]
        by_kind: dict[tuple[str, str], list[int]] = {}
        for place, (document, language) in enumerate(zip(documents, languages, strict=True)):
            name = "en" if language == "en" else "zh"
            by_kind.setdefault((name, calibration_name(name, document)), []).append(place)
        answers: dict[int, SuggestionSet] = {}
        for (name, kind), places in by_kind.items():
            for first in range(0, len(places), BATCH):
                some = places[first : first + BATCH]
                of_symbols, of_sections = self.probabilities(
                    self.heads[name], self.calibrations[kind], [documents[place] for place in some]
                )
                for row, place in enumerate(some):
                    best = _ranked(of_symbols[row], self.heads[name].subclasses, top)
                    words = (
                        speaking_words(self.heads[name], self.table, documents[place], [symbol for symbol, _ in best]) if explain else {}
                    )
                    sections = _ranked(of_sections[row], SECTIONS, len(SECTIONS))
                    answers[place] = self._answer(best, sections, words, languages[place])
        return [answers[place] for place in range(len(documents))]

    def probabilities(self, head: Head, calibration: Calibration, documents: Sequence[Document]) -> tuple[F64, F64]:
        """Calibrated probabilities: documents × subclasses of the head, documents × sections."""
        raw, length = head.score(locate(documents, self.table, ideographs=head.is_ideographic), len(documents))
        return calibration.apply(raw.astype(np.float64), length.astype(np.float64), head.subclasses)

    def _answer(self, best: _Ranking, sections: _Ranking, words: dict[str, tuple[str, ...]], language: str) -> SuggestionSet:
        return SuggestionSet(
            suggestions=tuple(Suggestion(symbol, score, symbol not in self.withdrawn, words.get(symbol, ())) for symbol, score in best),
            sections=tuple(Suggestion(symbol, score) for symbol, score in sections),
            abstained=best[0][1] < ABSTAIN_BELOW,
            language=language,
            scheme_version=self.scheme_version,
            model_version=self.version,
        )


def _ranked(scores: F64, symbols: Sequence[str], top: int) -> _Ranking:
    """The best by score, ties by symbol.  Scores are rounded first, so that equal printed scores are ties."""
    rounded = np.round(scores, DIGITS)
    count = max(1, min(top, rounded.size))
    least = np.partition(rounded, rounded.size - count)[rounded.size - count]
    candidates = [(symbols[place], float(rounded[place])) for place in np.flatnonzero(rounded >= least).tolist()]
    return sorted(candidates, key=lambda pair: (-pair[1], pair[0]))[:count]
