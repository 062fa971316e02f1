"""Measure the shipped artefact on records that its training never saw, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from patents.classification.calibration import expected_calibration_error
from patents.classification.documents import SuggestionSet

Floats = npt.NDArray[np.float64]
RESAMPLES = 1000
SUGGESTIONS_JUDGED = 5
SECTION_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its 95 % interval over resampled documents."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the suggestions for one set are.  Top-k counts a hit when any subclass of the record is among the first k."""

    documents: int
    subclass_top1: Measure
    subclass_top3: Measure
    subclass_top5: Measure
    subclass_calibration_error: Measure
    section_top1: Measure
    section_micro_f1: Measure
    section_calibration_error: Measure
    coverage: Measure
    """Share of documents without the advice to abstain."""
    precision_where_not_abstained: Measure

    def to_json(self) -> dict[str, object]:
        """Plain numbers, four digits."""
        return {
            name: value if isinstance(value, int) else {key: round(number, 4) for key, number in value.items()}
            for name, value in asdict(self).items()
        }


def measure(answers: Sequence[SuggestionSet], truths: Sequence[Sequence[str]], *, seed: int) -> Quality:
    """Compare answers with the symbols of the records.  Raises ``ValueError`` for an empty set."""
    if not answers:
        raise ValueError("There is nothing to measure.")
    hits = np.array(
        [[item.symbol in truth for item in answer.suggestions[:SUGGESTIONS_JUDGED]] for answer, truth in zip(answers, truths, strict=True)],
        dtype=np.float64,
    )
    scores = np.array([[item.score for item in answer.suggestions[:SUGGESTIONS_JUDGED]] for answer in answers])
    sections = [{symbol[0] for symbol in truth} for truth in truths]
    section_hits = np.array(
        [[item.symbol in truth for item in answer.sections] for answer, truth in zip(answers, sections, strict=True)], dtype=np.float64
    )
    section_scores = np.array([[item.score for item in answer.sections] for answer in answers])
    answered = np.array([float(not answer.abstained) for answer in answers])
    over = _Resampling(len(answers), seed)
    return Quality(
        documents=len(answers),
        subclass_top1=over.mean(hits[:, 0]),
        subclass_top3=over.mean(hits[:, :3].max(axis=1)),
        subclass_top5=over.mean(hits.max(axis=1)),
        subclass_calibration_error=over(lambda rows: expected_calibration_error(scores[rows].ravel(), hits[rows].ravel())),
        section_top1=over.mean(section_hits[:, 0]),
        section_micro_f1=over(lambda rows: micro_f1(section_scores[rows] >= SECTION_THRESHOLD, section_hits[rows])),
        section_calibration_error=over(lambda rows: expected_calibration_error(section_scores[rows].ravel(), section_hits[rows].ravel())),
        coverage=over.mean(answered),
        precision_where_not_abstained=over(lambda rows: float((hits[rows, 0] * answered[rows]).sum() / max(answered[rows].sum(), 1.0))),
    )


def micro_f1(chosen: npt.NDArray[np.bool_], truth: Floats) -> float:
    """F1 over all (document, section) pairs together."""
    right = float((chosen * truth).sum())
    return 2.0 * right / max(float(chosen.sum() + truth.sum()), 1.0)


class _Resampling:
    """Draw the same documents for every measure, so that the intervals can be compared."""

    def __init__(self, documents: int, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._draws = generator.integers(0, documents, size=(RESAMPLES, documents))
        self._all = np.arange(documents)

    def __call__(self, statistic: Callable[[npt.NDArray[np.int64]], float]) -> Measure:
        values = np.array([statistic(draw) for draw in self._draws])
        return Measure(float(statistic(self._all)), float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))

    def mean(self, values: Floats) -> Measure:
        return self(lambda rows: float(values[rows].mean()))
