"""Publication numbers: the notations that people and files use, and what must hold for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patents.numbers import (
    MAX_NOTATION_CHARS,
    OFFICES,
    NumberErrorCode,
    NumberNotRead,
    PublicationNumber,
    RightClass,
    parse,
    try_parse,
)

READINGS = [
    ("US 10,123,456 B2", "US10123456B2"),
    ("US10123456B2", "US10123456B2"),
    ("us-10123456-b2", "US10123456B2"),
    ("US07272630B2", "US7272630B2"),
    ("U.S. Patent No. 7,272,630 B2", "US7272630B2"),
    ("US Pat. No. 7,272,630", "US7272630"),
    ("US2005/0004437 A1", "US20050004437A1"),
    ("US 2005/4437 A1", "US20050004437A1"),
    ("US20050004437A1", "US20050004437A1"),
    ("US2005004437A1", "US20050004437A1"),
    ("US.2005004437.A1", "US20050004437A1"),
    ("US_2013_0101709_A1", "US20130101709A1"),
    ("US D533,981 S1", "USD533981S1"),
    ("USD0435854S1", "USD435854S1"),
    ("USPP12956", "USPP12956"),
    ("USRE029185", "USRE29185"),
    ("US H2,283", "USH2283"),
    ("EP1234567A1", "EP1234567A1"),
    ("EP 1 234 567 A1", "EP1234567A1"),
    ("EP.1234567.A1", "EP1234567A1"),
    ("EP1234567", "EP1234567"),
    ("EP955A1", "EP0000955A1"),
    ("EP1357170B920061018", "EP1357170B9"),
    ("CN112345678A", "CN112345678A"),
    ("CN 1234567 C", "CN1234567C"),
    ("CN85102431A", "CN85102431A"),
    ("公开号：CN112345678A", "CN112345678A"),
    ("公開號 CN 212345678 U", "CN212345678U"),
    ("HK30012345A2", "HK30012345A2"),
    ("HK 1234567 A", "HK1234567A"),
    ("HK 123/93", "HK12393"),
    ("WO2020/123456", "WO2020123456"),
    ("WO 2020/123456 A1", "WO2020123456A1"),
    ("WO0012345", "WO2000012345"),
    ("WO 98/12345 A1", "WO1998012345A1"),
    ("WO02/059334", "WO2002059334"),
    ("WO1995027654A1", "WO1995027654A1"),
    ("WO 2000/12345", "WO2000012345"),
    ("JP2019-123456A", "JP2019123456A"),
    ("JP 2019-4851 A", "JP2019004851A"),
    ("JPH05123456A", "JPH05123456A"),
    ("JPH0192560A", "JPH01092560A"),
    ("JP H01-092560 A", "JPH01092560A"),
    ("JP10014514", "JPH10014514"),
    ("JP60123456A", "JPS60123456A"),
    ("JP3274303B2", "JP3274303B2"),
    ("JPWO2005085620A1", "JPWO2005085620A1"),
    ("KR 10-2019-0012345 A", "KR20190012345A"),
    ("KR1019890006161", "KR19890006161A"),
    ("KR2019980001234", "KR19980001234U"),
    ("KR100396150*", "KR100396150"),
    ("KR 10-1234567 B1", "KR101234567B1"),
    ("KRD1000000000A", "KRD1000000000A"),
    ("TWI324218B", "TWI324218B"),
    ("TW M270139 U", "TWM270139U"),
    ("DE 10 2005 011 504 A1", "DE102005011504A1"),
    ("DE000003318485", "DE3318485"),
    ("CA 2,010,418 A1", "CA2010418A1"),
    ("BRPI0619662A2", "BRPI0619662A2"),
    ("SG11201402375V", "SG11201402375V"),
    ("SG11201402375VA", "SG11201402375VA"),
    ("IN2013MU01624A", "IN2013MU01624A"),
    ("NO 20191234 A1", "NO20191234A1"),
    ("No. NO 123456", "NO123456"),
    ("ＵＳ１０，１２３，４５６　Ｂ２", "US10123456B2"),
    ("EP\u00a01\u2009234\u2009567\u00a0A1", "EP1234567A1"),
    ("JP2019\u2010123456A", "JP2019123456A"),
]


@pytest.mark.parametrize(("text", "key"), READINGS)
def test_reads_notation(text: str, key: str) -> None:
    assert parse(text).key == key


@pytest.mark.parametrize(("text", "key"), READINGS)
def test_every_way_of_writing_reads_back(text: str, key: str) -> None:
    number = parse(text)
    assert parse(number.key) == number
    assert parse(number.docdb) == number
    assert parse(number.display) == number
    assert parse(number.epodoc).number == number.number


@pytest.mark.parametrize(
    ("text", "display", "docdb", "epodoc"),
    [
        ("US10123456B2", "US 10,123,456 B2", "US.10123456.B2", "US10123456"),
        ("US20050004437A1", "US 2005/0004437 A1", "US.2005004437.A1", "US2005004437"),
        ("USD533981S1", "US D533,981 S1", "US.D533981.S1", "USD533981"),
        ("EP1234567A1", "EP 1 234 567 A1", "EP.1234567.A1", "EP1234567"),
        ("WO1998012345A1", "WO 1998/012345 A1", "WO.9812345.A1", "WO9812345"),
        ("WO2002059334A2", "WO 2002/059334 A2", "WO.02059334.A2", "WO02059334"),
        ("WO2020123456A1", "WO 2020/123456 A1", "WO.2020123456.A1", "WO2020123456"),
        ("JPH01092560A", "JP H01-092560 A", "JP.H0192560.A", "JPH0192560"),
        ("KR20190012345A", "KR 10-2019-0012345 A", "KR.20190012345.A", "KR20190012345"),
        ("DE102005011504A1", "DE 10 2005 011 504 A1", "DE.102005011504.A1", "DE102005011504"),
        ("HK30012345A2", "HK 30012345 A2", "HK.30012345.A2", "HK30012345"),
        ("CN112345678A", "CN 112345678 A", "CN.112345678.A", "CN112345678"),
    ],
)
def test_writes_each_form(text: str, display: str, docdb: str, epodoc: str) -> None:
    number = parse(text)
    assert (number.display, number.docdb, number.epodoc) == (display, docdb, epodoc)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", NumberErrorCode.EMPTY),
        ("  \u3000 ", NumberErrorCode.EMPTY),
        ("U" * 65, NumberErrorCode.TOO_LONG),
        ("10123456", NumberErrorCode.OFFICE_MISSING),
        ("QQ1234567", NumberErrorCode.OFFICE_UNKNOWN),
        ("US", NumberErrorCode.SHAPE_UNKNOWN),
        ("US 000", NumberErrorCode.SHAPE_UNKNOWN),
        ("EP 0", NumberErrorCode.SHAPE_UNKNOWN),
        ("WO 123", NumberErrorCode.SHAPE_UNKNOWN),
        ("US 1234567890123456", NumberErrorCode.SHAPE_UNKNOWN),
        ("injection moulding", NumberErrorCode.SHAPE_UNKNOWN),
        ("EP1234567A1; DROP TABLE", NumberErrorCode.SHAPE_UNKNOWN),
    ],
)
def test_refuses_with_a_code(text: str, code: NumberErrorCode) -> None:
    with pytest.raises(NumberNotRead) as caught:
        parse(text)
    assert caught.value.code == code
    assert try_parse(text) is None


def test_reads_at_the_bound_and_refuses_one_past_it() -> None:
    text = "US 10123456".ljust(MAX_NOTATION_CHARS)
    assert parse(text).key == "US10123456"
    assert try_parse(text + " ") is None


@pytest.mark.parametrize(
    ("text", "right_class"),
    [
        ("US10123456B2", RightClass.PATENT),
        ("USD533981S1", RightClass.DESIGN),
        ("USPP12956P2", RightClass.PLANT),
        ("CN112345678A", RightClass.PATENT),
        ("CN212345678U", RightClass.UTILITY_MODEL),
        ("CN212345678", RightClass.UTILITY_MODEL),
        ("CN312345678", RightClass.DESIGN),
        ("CN2134517Y", RightClass.UTILITY_MODEL),
        ("TWM270139", RightClass.UTILITY_MODEL),
        ("KR200143043", RightClass.UTILITY_MODEL),
        ("DE20216517U1", RightClass.UTILITY_MODEL),
        ("EP1234567", RightClass.PATENT),
    ],
)
def test_class_of_right(text: str, right_class: RightClass) -> None:
    assert parse(text).right_class == right_class


@pytest.mark.parametrize(
    ("text", "is_grant"),
    [
        ("US10123456B2", True),
        ("US3982033A", True),
        ("US20050004437A1", False),
        ("USPP12956P3", True),
        ("EP1234567A1", False),
        ("EP1234567B1", True),
        ("WO2020123456A1", False),
        ("CN112345678A", False),
        ("CN112345678B", True),
        ("CN212345678U", True),
        ("JPH05123456U", False),
        ("EP1234567", False),
    ],
)
def test_announces_a_grant(text: str, is_grant: bool) -> None:
    assert parse(text).is_grant is is_grant


def test_sorts_by_number_not_by_text() -> None:
    texts = ["US10123456B2", "US9358892B1", "EP1234567A1", "USD533981S1"]
    assert [number.key for number in sorted(map(parse, texts), key=lambda number: number.sort_key)] == [
        "EP1234567A1",
        "US9358892B1",
        "US10123456B2",
        "USD533981S1",
    ]


def test_is_a_value() -> None:
    assert parse("US 10,123,456 B2") == PublicationNumber("US", "10123456", "B2")
    assert {parse("US10123456B2"), parse("US.10123456.B2")} == {PublicationNumber("US", "10123456", "B2")}
    assert parse("US10123456B2").without_kind == PublicationNumber("US", "10123456")


@given(st.text(max_size=80))
def test_raises_nothing_else(text: str) -> None:
    number = try_parse(text)
    if number is not None:
        assert parse(number.key) == number


_notations = st.builds(
    lambda office, prefix, digits, separator, kind: f"{office}{separator}{prefix}{digits}{separator}{kind}",
    st.sampled_from(sorted(OFFICES)),
    st.sampled_from(["", "", "", "D", "PP", "H", "S", "M", "I", "PI"]),
    st.integers(min_value=1, max_value=999_999_999_999).map(str),
    st.sampled_from(["", " ", ".", "-", "\u00a0"]),
    st.sampled_from(["", "A", "A1", "B", "B2", "U", "C", "S1", "Y1"]),
)


@given(_notations)
def test_whatever_is_read_is_written_and_read_back(text: str) -> None:
    number = try_parse(text)
    if number is None:
        return
    assert parse(number.key) == number
    assert parse(number.docdb) == number
    assert parse(number.display) == number
    assert parse(number.epodoc).number == number.number
    assert number.office in OFFICES
    assert number.number.isascii()


@given(st.integers(min_value=1978, max_value=2077), st.integers(min_value=1, max_value=99_999))
def test_two_and_four_year_digits_mean_the_same_publication(year: int, serial: int) -> None:
    assert parse(f"WO {year % 100:02d}/{serial:05d}") == parse(f"WO{year}/{serial:06d}") == parse(f"WO{year}{serial:06d}")


@given(st.integers(min_value=2001, max_value=2099), st.integers(min_value=1, max_value=999_999))
def test_docdb_and_office_form_of_a_pre_grant_publication_are_one(year: int, serial: int) -> None:
    assert parse(f"US{year}{serial:06d}A1") == parse(f"US {year}/{serial:07d} A1") == parse(f"US{year}{serial:07d}A1")
