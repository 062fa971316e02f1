"""Registration numbers: every accepted notation gives one value, and what is refused says what is expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmarket.accounts.enums import RegistrationKind
from ipmarket.accounts.errors import RegistrationRefused
from ipmarket.accounts.registration import RegistrationFormat, comparable, normalised, read_registration
from ipmarket.kernel.text import Translated


def _format(code: str, kind: RegistrationKind, digits: int) -> RegistrationFormat:
    return RegistrationFormat(code, kind, "HK", digits, Translated(en=f"the {digits} digits of {code}"), date(1900, 1, 1), "test", "high")


BR = _format("hk_br", RegistrationKind.HK_BR, 8)
CI = _format("hk_ci", RegistrationKind.HK_CI, 7)
UBI = _format("hk_ci_ubi", RegistrationKind.HK_CI, 8)
FORMATS = (BR, CI, UBI)
DIGITS = st.text("0123456789", min_size=8, max_size=8)
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def read(text: str, kind: str = "hk_br", country: str = "HK") -> str:
    return read_registration(text, country=country, kind=kind, formats=FORMATS)


@pytest.mark.parametrize(
    "text",
    ["12345678", " 1234 5678 ", "12345678-000", "12345678-000-12-26", "12345678-000-12-26-A", "12345678–000–12–26–a", "１２３４５６７８"],
)
def test_every_notation_of_a_business_registration_is_one_number(text: str) -> None:
    assert read(text) == "12345678"


@pytest.mark.parametrize(
    "text", ["", "1234567", "123456789", "12345678-00", "12345678-000-1-26-A", "12345678A", "x" * 500, "12345678-000-12-26-AB"]
)
def test_what_is_no_business_registration_is_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(RegistrationRefused) as caught:
        read(text)
    assert caught.value.detail == "Expected: the 8 digits of hk_br."
    assert caught.value.params == {"expected": [{"digits": 8, "code": "hk_br"}]}
    assert (caught.value.status, caught.value.code) == (422, "registration_refused")


def test_a_certificate_of_incorporation_has_seven_digits_or_the_business_identifier() -> None:
    assert read("0123456", "hk_ci") == "0123456"
    assert read("12345678", "hk_ci") == "12345678"
    with pytest.raises(RegistrationRefused) as caught:
        read("12345678-000-12-26-A", "hk_ci")
    assert caught.value.detail == "Expected: the 7 digits of hk_ci; or the 8 digits of hk_ci_ubi."


def test_before_the_business_identifier_eight_digits_were_none() -> None:
    with pytest.raises(RegistrationRefused):
        read_registration("12345678", country="HK", kind="hk_ci", formats=[BR, CI])


def test_hong_kong_numbers_are_hong_kongs() -> None:
    with pytest.raises(RegistrationRefused, match="in Hong Kong only"):
        read("12345678", "hk_br", "CN")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(RegistrationRefused, match="Choose a kind"):
        read("12345678", "vat")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hrb 12345", "HRB 12345"),
        ("91440300ma5da1234x", "91440300MA5DA1234X"),
        ("AB/12.3 - 4", "AB/12.3-4"),
        ("a" * 40, "A" * 40),
        ("123", "123"),
    ],
)
def test_other_countries(text: str, number: str) -> None:
    assert read(text, "other", "CN") == number


@pytest.mark.parametrize("text", ["", "12", "A" * 41, "-123", "12_3", "编号123", "12;34"])
def test_what_no_country_writes(text: str) -> None:
    with pytest.raises(RegistrationRefused, match="3 to 40 characters"):
        read(text, "other", "DE")


@given(st.text(max_size=60))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(DIGITS, st.sampled_from(["", "-000", "-001-12-26", "-000-12-26-A"]), st.booleans(), st.text(" ", max_size=3))
def test_a_number_is_the_same_in_every_notation(digits: str, tail: str, is_wide: bool, blanks: str) -> None:
    text = f"{blanks}{digits}{tail}{blanks}"
    assert read(text.translate(FULL_WIDTH) if is_wide else text) == digits
    assert read(digits, "hk_ci") == digits


@given(st.text(max_size=60))
def test_what_is_accepted_is_a_fixed_point(text: str) -> None:
    for kind in RegistrationKind.values:
        try:
            number = read(text, kind)
        except RegistrationRefused:
            continue
        assert read(number, kind) == number
        assert 3 <= len(number) <= 40


@given(st.from_regex(r"[0-9A-Z]{3,20}", fullmatch=True), st.sampled_from(["-", " ", "/", "."]))
def test_comparing_looks_at_letters_and_digits_only(number: str, sign: str) -> None:
    assert comparable(sign.join(number)) == comparable(number) == number
