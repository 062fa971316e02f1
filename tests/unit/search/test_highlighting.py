"""Highlights are pieces of the original text, never markup."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.highlighting import SNIPPET_CHARACTERS, SNIPPET_CJK_CHARACTERS, highlight, snippet, sought

_TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("mould 注塑機<b>&.")), max_size=400)


def _marked(parts: list[dict[str, object]]) -> list[str]:
    return [str(part["text"]) for part in parts if part["match"]]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Moulds for Molding and mouldings", "mould", ["Moulds", "Molding", "mouldings"]),
        ("一種注塑機的機械", "注塑机", ["注塑機"]),
        ("一種注塑機的機械", "機", ["機", "機"]),
        ("ＭＯＵＬＤ", "mould", ["ＭＯＵＬＤ"]),
        ("<b>mould</b> & co", "mould b", ["b", "mould", "b"]),
        ("nothing", "mould", []),
    ],
)
def test_examples(text: str, query: str, marked: list[str]) -> None:
    parts = highlight(text, sought([query]))
    assert _marked(parts) == marked  # type: ignore[arg-type]  # a segment is a dict
    assert "".join(part["text"] for part in parts) == text


@given(_TEXTS, _TEXTS)
def test_the_pieces_are_the_text(text: str, query: str) -> None:
    parts = highlight(text, sought([query]))
    assert "".join(part["text"] for part in parts) == text
    assert all(part["text"] for part in parts)
    assert all(before["match"] != after["match"] for before, after in pairwise(parts))


@given(_TEXTS, _TEXTS)
def test_a_snippet_is_a_stretch_of_the_text(text: str, query: str) -> None:
    parts = snippet(text * 3, sought([query]))
    joined = "".join(part["text"] for part in parts)
    if joined.startswith("… ") and not text.startswith("… "):
        joined = joined[2:]
    assert joined.removesuffix(" …") in text * 3 or joined in text * 3
    assert len(joined) <= SNIPPET_CHARACTERS + 4


def test_the_stretch_with_the_most_different_words() -> None:
    text = (
        "A device for injection moulding. " * 10
        + "The mould of plastics is cooled quickly by a 注塑機 with water. "
        + "Filler words follow here. " * 20
    )
    parts = snippet(text, sought(["moulds 注塑机 water"]))
    assert {"mould", "注塑機", "water"} <= set(_marked(parts))  # type: ignore[arg-type]  # a segment is a dict
    assert parts[0] == {"text": "… ", "match": False}
    assert parts[-1] == {"text": " …", "match": False}


def test_chinese_snippets_are_shorter() -> None:
    assert sum(len(part["text"]) for part in snippet("水冷模具" * 100, sought([""]))) == SNIPPET_CJK_CHARACTERS + 2


def test_a_short_text_is_whole() -> None:
    assert snippet("A mould.", sought(["mould"])) == [
        {"text": "A ", "match": False},
        {"text": "mould", "match": True},
        {"text": ".", "match": False},
    ]
