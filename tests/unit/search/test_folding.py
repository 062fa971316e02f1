"""Folding keeps every offset, is its own fixed point, and makes one spelling of both scripts."""

import gzip
import json
from pathlib import Path

import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.folding import fold, folded_characters


@given(st.text())
@example("İ ß ﬃ ㎏ ½ Ⅷ ǆ")
@example("　ＡＢＣ\u00a0")
def test_one_character_stays_one_character(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert [each.isspace() for each in folded] == [each.isspace() for each in text]


def test_every_character_of_unicode() -> None:
    changed = 0
    for code in range(0x110000):
        character = chr(code)
        folded = fold(character)
        assert len(folded) == 1
        assert fold(folded) == folded
        changed += folded != character
    assert changed > 6_000


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("注塑機", "注塑机"),
        ("注塑机", "注塑机"),
        ("乾燥 後 發展 頭髮 裡面 裏面 著作 衞生 啓動", "干燥 后 发展 头发 里面 里面 着作 卫生 启动"),
        ("傢俱 家具 塗覆 涂复", "家具 家具 涂复 涂复"),
        ("ＡＢＣ１２３　ｶﾀｶﾅ", "abc123 カタカナ"),
        ("Straße ΣΑΣ", "straße σασ"),
        ("㎏ ½ ﬃ", "㎏ ½ ﬃ"),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_table_is_closed() -> None:
    pairs = dict(folded_characters())
    assert 5_000 < len(pairs) < 6_000
    assert not set(pairs.values()) & set(pairs)


@pytest.mark.parametrize("way", ["s2t", "s2hk", "s2tw", "t2s", "hk2s", "tw2s", "t2hk", "t2tw", "hk2t", "tw2t"])
def test_no_converter_leaves_the_group_of_a_character(way: str) -> None:
    converter = opencc.OpenCC(way)
    characters = [chr(code) for start, end in ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0)) for code in range(start, end)]
    converted = converter.convert("\n".join(characters)).split("\n")
    assert [each for each, other in zip(characters, converted, strict=True) if fold(each) != fold(other)] == []


@pytest.mark.parametrize("way", ["s2t", "s2hk", "s2tw"])
def test_real_titles_read_the_same_in_both_scripts(data_dir: Path, way: str) -> None:
    converter = opencc.OpenCC(way)
    with gzip.open(data_dir / "labelled" / "zh-titles.jsonl.gz", "rt", encoding="utf-8") as file:
        titles = [json.loads(line)["title"] for line in file]
    assert len(titles) == 7_346
    assert [title for title in titles if fold(converter.convert(title)) != fold(title)] == []
