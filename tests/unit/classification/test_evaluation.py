"""Measures on three answers that can be counted by hand."""

import numpy as np
import pytest

from patents.classification.documents import Suggestion, SuggestionSet
from patents.classification.evaluation import measure, micro_f1


def answer(*symbols: str, section: str, abstained: bool = False) -> SuggestionSet:
    suggestions = tuple(Suggestion(symbol, 0.9 - 0.2 * place) for place, symbol in enumerate(symbols))
    sections = (Suggestion(section, 0.8), Suggestion("A" if section != "A" else "B", 0.1))
    return SuggestionSet(suggestions, sections, abstained, "en")


def test_hits_are_counted_for_any_symbol_of_the_record() -> None:
    answers = [
        answer("B29C", "B29L", "F25D", section="B"),
        answer("G06F", "H04L", "G06Q", section="G"),
        answer("A61K", "A61P", "C07D", section="A", abstained=True),
    ]
    quality = measure(answers, [("B29C", "B29L"), ("H04L",), ("C12N",)], seed=1)
    assert quality.documents == 3
    assert quality.subclass_top1.value == pytest.approx(1 / 3)
    assert quality.subclass_top3.value == pytest.approx(2 / 3)
    assert quality.section_top1.value == pytest.approx(1 / 3)
    assert quality.coverage.value == pytest.approx(2 / 3)
    assert quality.precision_where_not_abstained.value == pytest.approx(1 / 2)
    assert quality.subclass_top3.low <= quality.subclass_top3.value <= quality.subclass_top3.high


def test_micro_f1_by_hand() -> None:
    chosen = np.array([[True, False], [True, True]])
    truth = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert micro_f1(chosen, truth) == pytest.approx(2 * 2 / (3 + 2))


def test_the_same_seed_gives_the_same_intervals_and_nothing_can_not_be_measured() -> None:
    answers = [answer("B29C", section="B"), answer("G06F", section="G")] * 5
    truths = [("B29C",), ("H04L",)] * 5
    assert measure(answers, truths, seed=3) == measure(answers, truths, seed=3)
    with pytest.raises(ValueError, match="nothing to measure"):
        measure([], [], seed=3)
