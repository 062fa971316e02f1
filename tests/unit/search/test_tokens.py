"""Words and bigrams with offsets into the original text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.folding import fold
from search.analysis.tokens import MAX_CHARACTERS, MAX_WORD_LENGTH, Token, cjk_characters, token_texts, tokens

_MIXED = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ab1 .,_'注塑機カナ한국")), max_size=200)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Injection-moulding (B29C 45/17)", ["injection", "moulding", "b29c", "45", "17"]),
        ("注塑機快速冷卻", ["注塑", "塑机", "机快", "快速", "速冷", "冷却"]),
        ("一種A型注塑機", ["一种", "a", "型注", "注塑", "塑机"]),
        ("機", ["机"]),
        ("水 機", ["水", "机"]),
        ("don't 3.14 1,234 U.S.A. foo_bar", ["don't", "3.14", "1,234", "u.s.a", "foo_bar"]),
        ("ＡＢＣ　注塑機", ["abc", "注塑", "塑机"]),
        ("", []),
        (" \n\t?!", []),
    ],
)
def test_examples(text: str, cut: list[str]) -> None:
    assert token_texts(text) == cut


def test_offsets_point_into_the_original() -> None:
    text = "The ＭＯＵＬＤ of a 注塑機"
    assert list(tokens(text)) == [
        Token("the", 0, 3),
        Token("mould", 4, 9),
        Token("of", 10, 12),
        Token("a", 13, 14),
        Token("注塑", 15, 17, is_cjk=True),
        Token("塑机", 16, 18, is_cjk=True),
    ]
    assert [text[token.start : token.end] for token in tokens(text)] == ["The", "ＭＯＵＬＤ", "of", "a", "注塑", "塑機"]


@given(_MIXED)
def test_properties(text: str) -> None:
    cut = list(tokens(text))
    folded = fold(text)
    assert [token.text for token in cut] == token_texts(text)
    for token in cut:
        assert folded[token.start : token.end] == token.text
        assert not any(each.isspace() for each in token.text)
        assert 0 < len(token.text) <= MAX_WORD_LENGTH
    for before, after in pairwise(cut):
        assert before.start < after.start
        assert before.end <= after.start or (before.is_cjk and after.is_cjk and after.start == before.end - 1)
    assert token_texts(folded) == [token.text for token in cut]


@given(st.text(alphabet=st.sampled_from("abZ190_ .,;:'-/\t"), max_size=60))
def test_the_short_way_for_ascii_cuts_alike(text: str) -> None:
    assert token_texts(text) == [token.text for token in tokens(text)]


def test_the_iteration_mark_forms_bigrams() -> None:
    """Lucene makes 々 a token of its own; see the module's docstring."""
    assert token_texts("人々の") == ["人々", "々の"]
    assert token_texts("時々刻々") == ["时々", "々刻", "刻々"]
    assert cjk_characters("人々") == ["々", "人"]


def test_long_words_are_chopped() -> None:
    assert [len(text) for text in token_texts("x" * 600)] == [255, 255, 90]


def test_input_is_bounded() -> None:
    begun = time.perf_counter()
    cut = token_texts("機" * (MAX_CHARACTERS + 5_000))
    assert len(cut) == MAX_CHARACTERS - 1
    assert sum(map(len, token_texts("a" * 10_000_000))) == MAX_CHARACTERS
    assert len(token_texts("a." * 1_000_000)) < MAX_CHARACTERS
    assert time.perf_counter() - begun < 20


def test_single_characters() -> None:
    assert cjk_characters("注塑機 and 機床, カナ") == sorted("注塑机床カナ")
    assert cjk_characters("plain") == []
