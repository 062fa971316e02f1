"""Class symbols as they stand in addresses are read as the scheme prints them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patents.selectors.class_pages import read_symbol

subclasses = st.builds(
    "{}{:02}{}".format,
    st.sampled_from("ABCDEFGH"),
    st.integers(1, 99),
    st.sampled_from([c for c in string.ascii_uppercase if c not in "IOQ"]),
)
groups = st.builds("{}/{:02}".format, st.integers(1, 9999), st.integers(0, 999_999).filter(lambda n: n < 100 or n >= 1000))
symbols = st.one_of(
    subclasses, subclasses.map(lambda s: s[:1]), subclasses.map(lambda s: s[:3]), st.builds("{} {}".format, subclasses, groups)
)
notations = st.sampled_from(
    [
        str,
        str.lower,
        lambda s: s.replace(" ", ""),
        lambda s: s.replace(" ", "\u00a0"),
        lambda s: s.replace(" ", "-").replace("/", "-"),
        lambda s: s.replace(" ", "").replace("/", "-"),
        lambda s: f"  {s}\t",
        lambda s: s.replace("/", " / ").lower(),
    ]
)


@given(symbol=symbols, notation=notations)
def test_every_notation_reads_as_the_printed_symbol(symbol: str, notation: object) -> None:
    assert callable(notation)
    assert read_symbol(notation(symbol)) == symbol


@given(symbol=symbols)
def test_a_symbol_reads_as_itself(symbol: str) -> None:
    assert read_symbol(read_symbol(symbol)) == symbol


@given(text=st.text(max_size=300))
def test_any_text_reads_as_something_short(text: str) -> None:
    assert len(read_symbol(text)) <= 21


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("B29C45/17", "B29C 45/17"),
        ("b29c-45-17", "B29C 45/17"),
        ("H01M", "H01M"),
        ("h", "H"),
        ("", ""),
        ("B29C", "B29C"),
        ("A61K 31/713 5", "A61K 31/7135"),
    ],
)
def test_examples(text: str, symbol: str) -> None:
    assert read_symbol(text) == symbol
