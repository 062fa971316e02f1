"""One index form for inflections, spellings and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.folding import fold
from search.analysis.stemming import stem, stems


@pytest.mark.parametrize(
    "words",
    [
        "mould moulds moulding moulded mold molds molding molded",
        "colour colours coloured color colored coloring",
        "fibre fibres fiber fibers",
        "centre centres center centers centered",
        "optimise optimised optimising optimisation optimize optimized optimizing optimization",
        "aluminium aluminum",
        "sulphur sulfur",
        "vapour vapours vapor vapors",
        "tyre tyres tire tires",
        "grey gray",
        "résumé resume",
        "battery batteries",
        "catalyse catalysed catalyze catalyzed",
        "metre metres meter meters",
    ],
)
def test_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1, {word: stem(word) for word in words.split()}


@pytest.mark.parametrize(
    ("one", "other"), [("mould", "mouth"), ("rise", "raise"), ("noise", "nose"), ("exercise", "exorcise"), ("press", "pressure")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["注塑", "3.14", "b29c", "ab", "1,234", "ωmega", "カナ", "foo_bar"])
def test_left_alone(word: str) -> None:
    assert stem(word) == word


@given(st.text(min_size=1, max_size=30).map(fold))
def test_every_word_has_a_stem_without_spaces(word: str) -> None:
    found = stem(word)
    assert found
    assert any(each.isspace() for each in found) <= any(each.isspace() for each in word)


def test_position_by_position() -> None:
    assert stems(["the", "moulds", "注塑"]) == ["the", "mold", "注塑"]
