"""Two spellings of one name fold to one; two names do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmarket.accounts.organisation_names import folded_name, match_keys, why_alike


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Sample Mould Works Limited", "samplemouldworks"),
        ("SAMPLE MOULD WORKS CO., LTD.", "samplemouldworks"),
        ("Sample-Mould Works", "samplemouldworks"),
        ("Ｓａｍｐｌｅ　Mould Works Company Limited", "samplemouldworks"),
        ("Smith & Sons Ltd", "smithandsons"),
        ("樣例模具廠有限公司", "樣例模具廠"),
        ("樣例 模具廠 有限公司", "樣例模具廠"),
        ("样例模具厂股份有限公司", "样例模具厂"),
        ("Co Ltd", ""),
        ("", ""),
    ],
)
def test_folding(name: str, folded: str) -> None:
    assert folded_name(name) == folded


@given(st.text(max_size=80))
def test_folding_looks_at_neither_case_nor_blanks_around(name: str) -> None:
    assert folded_name(f"  {name} ") == folded_name(name)
    assert folded_name(folded_name(name)) == folded_name(folded_name(folded_name(name)))


def test_keys_of_an_organisation() -> None:
    keys = match_keys(["Sample Works Ltd", "樣例有限公司", ""], "AB-123")
    assert keys == ["n:sampleworks", "n:樣例", "r:AB123"]
    assert match_keys(["Ltd", "", ""], "") == []


def test_why_two_may_be_one() -> None:
    mine = match_keys(["Sample Works", "", ""], "AB-123")
    assert why_alike(mine, match_keys(["SAMPLE works", "", ""], "")) == ["name"]
    assert why_alike(mine, match_keys(["Other", "", ""], "ab 123")) == ["registration"]
    assert why_alike(mine, match_keys(["Other", "", ""], "124")) == []
    assert why_alike(mine, mine) == ["registration", "name"]
