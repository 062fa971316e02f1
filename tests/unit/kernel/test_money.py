"""Money: exact, one currency at a time, no floats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmarket.kernel.errors import InvalidInput, KernelErrorCode
from ipmarket.kernel.money import EXPONENTS, Money, exponent

amounts = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(("currency", "digits"), [("HKD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CNY", 2), ("EUR", 2), ("VND", 0)])
def test_digits_after_the_point(currency: str, digits: int) -> None:
    assert exponent(currency) == digits


@pytest.mark.parametrize(
    ("money", "major"),
    [(Money(1050, "HKD"), "10.50"), (Money(-5, "USD"), "-0.05"), (Money(1050, "JPY"), "1050"), (Money(1, "KWD"), "0.001")],
)
def test_major_units_are_exact(money: Money, major: str) -> None:
    assert money.major() == Decimal(major)


@given(amounts, amounts)
def test_sums_are_sums_of_whole_units(left: int, right: int) -> None:
    a, b = Money(left, "HKD"), Money(right, "HKD")
    assert a + b == Money(left + right, "HKD") == b + a
    assert (a + b) - b == a
    assert a - a == Money(0, "HKD")
    assert -a == Money(-left, "HKD")
    assert (a < b) == (left < right)
    assert (a <= b) == (left <= right)


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__"])
def test_two_currencies_do_not_mix(operation: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        getattr(Money(1, "HKD"), operation)(Money(1, "USD"))
    assert refused.value.code == KernelErrorCode.CURRENCY_MISMATCH
    assert refused.value.params == {"left": "HKD", "right": "USD"}


@pytest.mark.parametrize("amount", [1.0, True, Decimal(1), "1", None])
def test_only_whole_numbers_are_amounts(amount: Any) -> None:
    with pytest.raises(TypeError):
        Money(amount, "HKD")


@pytest.mark.parametrize("currency", ["hkd", "XTS", "", "BTC"])
def test_only_codes_in_use_are_currencies(currency: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Money(1, currency)
    assert refused.value.code == KernelErrorCode.UNKNOWN_CURRENCY


def test_every_code_has_three_letters_and_a_plausible_exponent() -> None:
    assert all(len(code) == 3 and code.isupper() and digits in (0, 2, 3) for code, digits in EXPONENTS.items())
    assert len(EXPONENTS) > 150
