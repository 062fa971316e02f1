"""How served pages cut, date and escape what they show."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmarket.kernel.text import LANGUAGES, Language, Translated
from ipmarket.pages import texts
from ipmarket.pages.addresses import alternates, page_path
from ipmarket.pages.languages import language_in_path
from ipmarket.pages.page import shortened, titled, written_day
from ipmarket.pages.structured_data import as_script
from ipmarket.pages.texts import PageText

JSON = st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)


@pytest.mark.parametrize(
    ("text", "limit", "result"),
    [
        ("short", 5, "short"),
        ("shorter", 6, "short…"),
        ("a word that is cut", 16, "a word that is…"),
        ("  two\n lines ", 20, "two lines"),
        ("一二三四五六", 4, "一二三…"),
        ("", 3, ""),
    ],
)
def test_texts_are_cut_at_a_word_where_there_is_one(text: str, limit: int, result: str) -> None:
    assert shortened(text, limit) == result


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_a_shortened_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    result = shortened(text, limit)
    assert len(result) <= limit
    assert "\n" not in result


@pytest.mark.parametrize(("language", "result"), [("en", "1 Feb 2026"), ("zh-Hant", "2026 年 2 月 1 日"), ("zh-Hans", "2026 年 2 月 1 日")])
def test_a_day_is_written_as_readers_write_it(language: Language, result: str) -> None:
    assert written_day(date(2026, 2, 1), language) == result.replace(" ", "\u00a0")


def test_a_title_ends_in_the_name_of_the_product() -> None:
    assert titled("en", "Clamp", "", "US 1") == "Clamp · US 1 · IP Market"
    assert titled("zh-Hant") == "知識產權市集"


@given(st.dictionaries(st.text(), JSON))
def test_structured_data_cannot_leave_its_script_and_means_the_same(data: dict[str, Any]) -> None:
    written = as_script(data)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == data


@given(st.sampled_from(LANGUAGES), st.lists(st.text(min_size=1, max_size=10), max_size=3))
def test_an_address_begins_with_its_language_and_has_one_piece_for_each(language: Language, pieces: list[str]) -> None:
    path = page_path(language, *pieces)
    assert language_in_path(path) == language
    assert path.count("/") == 1 + max(1, len(pieces))
    assert path.isascii()


def test_alternates_name_every_language_once() -> None:
    assert alternates("https://x.example", "classes", "B29C 45/17") == [
        ("en", "https://x.example/en/classes/B29C%2045%2F17"),
        ("zh-Hant", "https://x.example/zh-hant/classes/B29C%2045%2F17"),
        ("zh-Hans", "https://x.example/zh-hans/classes/B29C%2045%2F17"),
        ("x-default", "https://x.example/en/classes/B29C%2045%2F17"),
    ]


def test_every_text_stands_in_three_languages() -> None:
    found = [value for value in vars(texts).values() if isinstance(value, Translated)]
    pages = [value for value in vars(texts).values() if isinstance(value, PageText)]
    found += [text for page in pages for text in (page.heading, page.description)]
    assert len(found) > 30
    assert [text for text in found if not all(text.get(language) for language in LANGUAGES)] == []


def test_placeholders_are_the_same_in_every_language() -> None:
    marks = [value for value in vars(texts).values() if isinstance(value, Translated) and "{" in value.en]
    assert len(marks) == 4
    for text in marks:
        wanted = {piece.partition("}")[0] for piece in text.en.split("{")[1:]}
        for language in LANGUAGES:
            assert {piece.partition("}")[0] for piece in text.get(language).split("{")[1:]} == wanted
