"""Heads keep the order of keys."""

from hypothesis import given
from hypothesis import strategies as st

from search.engines.sort_heads import head_of

_KEYS = st.text(max_size=20)


@given(_KEYS, _KEYS)
def test_order_is_never_turned_round(one: str, other: str) -> None:
    low, high = sorted((one, other))
    assert head_of(low) <= head_of(high)


@given(_KEYS)
def test_a_head_fits_a_signed_column(key: str) -> None:
    assert 0 <= head_of(key) < 2**63


def test_usual_keys_are_told_apart() -> None:
    assert head_of("US77272630B2") < head_of("US77272631B2")
    assert head_of("0197a000-1") < head_of("0197a001-0")
    assert head_of("") == head_of("-")
