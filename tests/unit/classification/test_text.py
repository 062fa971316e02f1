"""Folding and the guess of the language."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patents.classification.text import CodeTable, Scripts, guess_language

SCRIPTS = Scripts(groups=("发發髮", "机機"), traditional=frozenset("發髮機"), simplified=frozenset("发机"))
TABLE = CodeTable(SCRIPTS.folding())


def folded(text: str) -> str:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    return "".join(chr(code) for code in TABLE.fold(codes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Injection Moulding", "injection moulding"),
        ("Ｈ０１Ｍ", "h01m"),
        ("Zündung à 5°", "zundung a 5 "),
        ("發電機、髮", "发电机 发".replace("电", "電")),
        ("注塑机(2)", "注塑机 2 "),
        ("a\tb\n", "a b "),
        ("\U0001f600\ud800", "  "),
    ],
)
def test_folding_by_example(text: str, expected: str) -> None:
    assert folded(text) == expected


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_one_character_stays_one_character_and_folding_again_changes_nothing(text: str) -> None:
    once = folded(text)
    assert len(once) == len(text)
    assert folded(once) == once


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("A mould for plastics", "en"),
        ("Dispositivo de cocción", "en"),
        ("注塑机的发动", "zh-Hans"),
        ("注塑機的發動", "zh-Hant"),
        ("LED灯", "zh-Hans"),
        ("A method named 注塑 by its inventor", "en"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    assert guess_language(text, SCRIPTS) == language
