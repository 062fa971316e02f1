"""How a text is read: numbers, classes, phrases, words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patents.numbers import parse
from search.engines.port import MAX_CLAUSES, All, Everything, Nothing, Term, clause_count
from search.language.bag_of_words import MAX_WORDS, bag_of_words
from search.language.readings import number_keys, read_query, words_node


def _read(text: str) -> list[tuple[int, str, str, str, bool]]:
    return [(each.numeral, each.kind.value, each.value, each.text, each.unsure) for each in read_query(text).readings]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("", []),
        ("   ", []),
        ("US 7,272,630 B2", [(10, "number", "US 7,272,630 B2", "US 7,272,630 B2", False)]),
        ("EP1234567A1", [(10, "number", "EP 1 234 567 A1", "EP1234567A1", False)]),
        ("WO2020/123456", [(10, "number", "WO 2020/123456", "WO2020/123456", False)]),
        ("7,272,630", [(10, "number", "7,272,630", "7,272,630", True)]),
        ("B29C", [(10, "class", "B29C", "B29C", False)]),
        ("b29c 45/17 mould", [(10, "class", "B29C 45/17", "b29c 45/17", False), (12, "words", "mould", "mould", False)]),
        ("B29 mould", [(10, "class", "B29", "B29", True), (12, "words", "mould", "mould", False)]),
        ('"hot runner" 注塑機', [(10, "phrase", "hot runner", "hot runner", False), (12, "words", "注塑機", "注塑機", False)]),
        ("「加熱流道」", [(10, "phrase", "加熱流道", "加熱流道", False)]),
        ("mould EP1234567A1", [(10, "words", "mould", "mould", False), (12, "number", "EP 1 234 567 A1", "EP1234567A1", False)]),
        ('unfinished "quote', [(10, "words", 'unfinished "quote', 'unfinished "quote', False)]),
        ("a AND b OR (c) -d title:x*", [(10, "words", "a AND b OR (c) -d title:x*", "a AND b OR (c) -d title:x*", False)]),
    ],
)
def test_readings(text: str, readings: list[tuple[int, str, str, str, bool]]) -> None:
    assert _read(text) == readings


def test_both_scripts_ask_the_same() -> None:
    assert read_query("注塑機 快速冷卻").node == read_query("注塑机 快速冷却").node


def test_small_words_only_weigh() -> None:
    node = words_node("the mould of steel")
    assert isinstance(node, All)
    assert len(node.nodes) == 2
    assert len(node.optional) == 3


def test_no_words_match_nothing() -> None:
    assert read_query("?!").node == Nothing()
    assert read_query("").node == Everything()
    assert bag_of_words("") == Nothing()


@pytest.mark.parametrize("number", ["US7272630B2", "EP1234567", "WO2020123456A1", "JPH05123456A"])
def test_documents_hold_what_queries_look_for(number: str) -> None:
    read = parse(number)
    keys = set(number_keys(read))
    for asked in (number, read.display, f"{read.office}{read.number}"):
        terms = [node for node in _leaves(read_query(asked).node) if isinstance(node, Term) and node.field == "number"]
        assert keys & {term.value for term in terms}, asked


def _leaves(node: object) -> list[object]:
    inner = [*getattr(node, "nodes", ()), *getattr(node, "optional", ())] or ([node.node] if hasattr(node, "node") else [])
    return [leaf for each in inner for leaf in _leaves(each)] if inner else [node]


@given(st.text(max_size=1_000))
def test_every_text_is_read(text: str) -> None:
    read = read_query(text)
    assert clause_count(read.node) <= MAX_CLAUSES
    assert [each.numeral for each in read.readings] == [10 + 2 * at for at in range(len(read.readings))]


def test_a_bag_is_bounded_and_never_parsed() -> None:
    text = " ".join(f"w{at}" for at in range(MAX_WORDS + 50))
    assert clause_count(bag_of_words(text)) == 2 * MAX_WORDS
    assert bag_of_words('US7272630B2 "a b" AND') == bag_of_words("us7272630b2 a b and")
