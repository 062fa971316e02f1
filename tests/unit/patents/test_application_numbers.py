"""Application numbers: the same filing by different sources has one key, and different filings never share one."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patents.application_numbers import Form, parse_application, read_application, try_read_application
from patents.numbers import NumberErrorCode, NumberNotRead


@pytest.mark.parametrize(
    ("office", "number", "kind", "filed", "form", "key"),
    [
        ("US", "13648029", "", date(2012, 10, 9), "original", "US2012648029A"),
        ("US", "13/648,029", "", date(2012, 10, 9), "original", "US2012648029A"),
        ("US", "201213648029", "A", None, "docdb", "US2012648029A"),
        ("US", "65784810", "A", date(2010, 1, 29), "docdb", "US2010657848A"),
        ("US", "US20040023667", "", date(2004, 12, 28), "epodoc", "US2004023667A"),
        ("US", "61674787", "", date(2012, 7, 23), "original", "US2012674787P"),
        ("US", "201261674787", "P", None, "docdb", "US2012674787P"),
        ("US", "US20020396363P", "", date(2002, 7, 15), "epodoc", "US2002396363P"),
        ("US", "22309605", "F", date(2005, 2, 9), "docdb", "US2005223096F"),
        ("US", "9504489", "W", None, "docdb", "US1995004489W"),
        ("US", "2011/0045678", "W", None, "docdb", "US2011045678W"),
        ("IN", "2014000690", "W", None, "docdb", "IN2014000690W"),
        ("WO", "WO2004US12345", "", None, "epodoc", "US2004012345W"),
        ("EP", "99203729", "A", None, "docdb", "EP1999203729A"),
        ("EP", "EP19990203729", "", None, "epodoc", "EP1999203729A"),
        ("EP", "99203729.4", "", None, "original", "EP1999203729A"),
        ("NL", "NL19981010536", "", date(1998, 11, 12), "epodoc", "NL1010536A"),
        ("NL", "1010536", "A", None, "docdb", "NL1010536A"),
        ("JP", "JP20050505120", "", None, "epodoc", "JP2005505120A"),
        ("JP", "2005505120", "A", None, "docdb", "JP2005505120A"),
        ("GB", "0313893", "A", date(2003, 6, 16), "docdb", "GB20030013893A"),
        ("GB", "GB20030013893", "", None, "epodoc", "GB20030013893A"),
        ("KR", "10-2004-0012345", "", None, "original", "KR20040012345A"),
        ("CN", "201921234567", "", None, "original", "CN201921234567U"),
    ],
)
def test_one_key_for_one_filing(office: str, number: str, kind: str, filed: date | None, form: Form, key: str) -> None:
    assert read_application(office, number, kind, filed=filed, form=form).key == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("PCT/CN2020/123456", "CN2020123456W"),
        ("PCT/US99/12345", "US1999012345W"),
        ("ZL201910123456.7", "CN201910123456A"),
        ("EP 99203729.4", "EP1999203729A"),
        ("US.201213648029.A", "US2012648029A"),
    ],
)
def test_reads_free_notation(text: str, key: str) -> None:
    assert parse_application(text).key == key


@pytest.mark.parametrize("number", ["", "0", "1234567D", "1258190X", "x" * 65])
def test_refuses_what_names_no_filing(number: str) -> None:
    assert try_read_application("DE", number, "A", form="docdb") is None


def test_refuses_an_unknown_office() -> None:
    with pytest.raises(NumberNotRead) as caught:
        read_application("QQ", "123", "A")
    assert caught.value.code == NumberErrorCode.OFFICE_UNKNOWN


@given(st.text(max_size=3), st.text(max_size=70), st.text(max_size=3), st.sampled_from(["original", "docdb", "epodoc"]))
def test_raises_nothing_else(office: str, number: str, kind: str, form: Form) -> None:
    try_read_application(office, number, kind, form=form)


@given(st.text(max_size=70))
def test_free_reading_raises_nothing_else(text: str) -> None:
    with contextlib.suppress(NumberNotRead):
        assert parse_application(text).number


@given(st.integers(min_value=2001, max_value=2099), st.integers(min_value=1, max_value=999_999), st.sampled_from(["10", "13", "16", "17"]))
def test_office_and_docdb_forms_agree(year: int, serial: int, series: str) -> None:
    filed = date(year, 6, 1)
    office = read_application("US", f"{series}{serial:06d}", "", filed=filed)
    assert office == read_application("US", f"{year}{series}{serial:06d}", "A", form="docdb")
