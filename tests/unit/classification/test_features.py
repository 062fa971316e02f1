"""Hashed features on miniatures, compared with a plain listing."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from patents.classification.features import occurrences, read_characters
from patents.classification.text import CodeTable

TABLE = CodeTable({})


def listed(text: str, *, latin: bool, ideographs: bool) -> Counter[str]:
    """What each occurrence covers, in the folded text."""
    characters = read_characters([text], TABLE)
    found = occurrences(characters, TABLE, latin=latin, ideographs=ideographs)
    codes = "".join(chr(code) for code in characters.codes)
    return Counter(codes[first:last] if first >= 0 else "?" for first, last in zip(found.start, found.end, strict=True))


def test_the_features_of_a_short_english_text() -> None:
    assert listed("Gas pump", latin=True, ideographs=False) == {
        "gas": 2, "pump": 2, "gas pump": 1, "as ": 1, " ga": 1, " gas": 1, " gas ": 1, " pu": 1, "pum": 1, "ump": 1, "mp ": 1,
        "gas ": 1, " pum": 1, "ump ": 1, " pump": 1, "pump ": 1,
    }  # fmt: skip


def test_the_features_of_a_short_chinese_text() -> None:
    assert listed("LED灯泡座", latin=False, ideographs=True) == {"led": 1, "灯": 1, "泡": 1, "座": 1, "灯泡": 1, "泡座": 1, "灯泡座": 1}


def test_no_feature_crosses_from_one_text_to_the_next() -> None:
    together = occurrences(read_characters(["gas", "pump 泵"], TABLE), TABLE, latin=True, ideographs=True)
    alone = [occurrences(read_characters([text], TABLE), TABLE, latin=True, ideographs=True) for text in ("gas", "pump 泵")]
    for place, one in enumerate(alone):
        inside = together.feature[together.document == place]
        assert set(one.feature) <= set(inside)
        assert Counter(inside.tolist())[int(one.feature[0])] == Counter(one.feature.tolist())[int(one.feature[0])]


def test_no_texts_and_empty_texts_have_no_features() -> None:
    assert occurrences(read_characters([], TABLE), TABLE, latin=True, ideographs=True).feature.size == 0
    assert occurrences(read_characters(["", ""], TABLE), TABLE, latin=True, ideographs=True).feature.size == 0


@given(st.lists(st.text(alphabet="ab 泵机-", max_size=12), max_size=6))
def test_words_hash_alike_wherever_they_stand(texts: list[str]) -> None:
    joined = occurrences(read_characters(texts, TABLE), TABLE, latin=False, ideographs=True)
    for place, text in enumerate(texts):
        own = occurrences(read_characters([text], TABLE), TABLE, latin=False, ideographs=True)
        assert np.array_equal(np.sort(own.feature), np.sort(joined.feature[joined.document == place]))
