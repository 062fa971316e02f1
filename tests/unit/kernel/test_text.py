"""Translated text, content languages, file names and canonical JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmarket.kernel.api.names import to_camel
from ipmarket.kernel.api.negotiation import best_language, language_named
from ipmarket.kernel.canonical import canonical_json
from ipmarket.kernel.files import display_name
from ipmarket.kernel.text import LANGUAGES, Language, Translated


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (Translated(en="a", zh_hant="甲", zh_hans="乙"), "zh-Hans", ("乙", "zh-Hans")),
        (Translated(en="a", zh_hant="甲"), "zh-Hans", ("甲", "zh-Hant")),
        (Translated(en="a"), "zh-Hant", ("a", "en")),
        (Translated(zh_hans="乙"), "en", ("乙", "zh-Hans")),
        (Translated(), "zh-Hant", ("", "zh-Hant")),
    ],
)
def test_the_best_text_for_a_reader(text: Translated, language: Language, expected: tuple[str, Language]) -> None:
    assert text.best(language) == expected


def test_only_what_there_is_counts() -> None:
    assert not Translated()
    assert list(Translated(en="a", zh_hans="乙").items()) == [("en", "a"), ("zh-Hans", "乙")]
    assert [Translated(en="a", zh_hant="甲", zh_hans="乙").get(language) for language in LANGUAGES] == ["a", "甲", "乙"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("*", "en"),
        ("fr-FR, de;q=0.5", "en"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK,en;q=0.9", "zh-Hant"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant"),
        ("ZH_hans", "zh-Hans"),
        ("en;q=0.2, zh-MO;q=0.9", "zh-Hant"),
        ("en;q=0, zh-CN;q=0.1", "zh-Hans"),
        ("zh-TW;q=nan, en;q=0.1", "en"),
        ("zh-TW;q=9, en;q=0.1", "en"),
        ("zh-TW;q=x", "en"),
        ("english", "en"),
        (",;,;q=,", "en"),
    ],
)
def test_which_language_a_header_asks_for(header: str, language: Language) -> None:
    assert best_language(header) == language


@given(st.text(max_size=600))
def test_no_header_breaks_the_negotiation(header: str) -> None:
    assert best_language(header) in LANGUAGES


def test_names_of_other_languages_are_none_of_ours() -> None:
    assert [language_named(tag) for tag in ("fr", "", "e", "enx", "zhx")] == [None] * 5


@pytest.mark.parametrize(
    ("name", "camel"), [("unit_cost_minor", "unitCostMinor"), ("id", "id"), ("is_demo", "isDemo"), ("line_2", "line2"), ("asOf", "asOf")]
)
def test_names_on_the_wire(name: str, camel: str) -> None:
    assert to_camel(name) == camel


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1.0, None, True]}, '{"a":[1.0,null,true],"b":1}'),
        ({"d": Decimal("1.50"), "u": UUID(int=1)}, '{"d":"1.50","u":"00000000-0000-0000-0000-000000000001"}'),
        (
            {"t": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), "x": date(2026, 1, 2)},
            '{"t":"2026-01-02T03:04:05.000006Z","x":"2026-01-02"}',
        ),
        ({"s": {"b", "a"}, "é": "中"}, '{"s":["a","b"],"é":"中"}'),
    ],
)
def test_canonical_json(value: Any, text: str) -> None:
    assert canonical_json(value) == text.encode()


@pytest.mark.parametrize("value", [object(), {1: 2}, b"x"])
def test_what_has_no_canonical_form(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("claims.xml", "claims.xml"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\b.csv", "b.csv"),
        ("a\x00\n\u202egpj.exe", "agpj.exe"),
        ("...", "file"),
        ("", "file"),
        ("專利.jsonl", "專利.jsonl"),
    ],
)
def test_names_of_files_are_made_safe_to_show(given_name: str, shown: str) -> None:
    assert display_name(given_name) == shown


def test_a_long_name_keeps_its_end() -> None:
    assert display_name("x" * 300 + ".xml") == "x" * 116 + ".xml"
