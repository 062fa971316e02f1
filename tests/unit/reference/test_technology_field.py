"""The technology field of a symbol is that of the longest known prefix."""

from hypothesis import given
from hypothesis import strategies as st

from ipmarket.reference.selectors.rows import technology_field_of

PREFIXES = {"B29C": "29", "A61K": "16", "A61K 8": "14", "A61K 8/00": "15", "G": "10", "": "99"}
_symbols = st.text(alphabet="AB16KG /0", max_size=8)


def test_examples() -> None:
    found = {
        symbol: technology_field_of(symbol, PREFIXES)
        for symbol in ("B29C 45/17", "A61K 31/00", "A61K 8/19", "A61K 8/00", "G06F", "B29", "")
    }
    assert found == {"B29C 45/17": "29", "A61K 31/00": "16", "A61K 8/19": "14", "A61K 8/00": "15", "G06F": "10", "B29": None, "": None}


@given(symbol=_symbols, prefixes=st.dictionaries(_symbols.filter(bool), st.integers(1, 35).map(str), max_size=8))
def test_the_longest_prefix_wins(symbol: str, prefixes: dict[str, str]) -> None:
    fitting = [prefix for prefix in prefixes if symbol.startswith(prefix)]
    expected = prefixes[max(fitting, key=len)] if fitting else None
    assert technology_field_of(symbol, prefixes) == expected
