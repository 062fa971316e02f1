"""Two spellings of one mail address, and two addresses that only look alike."""

import pytest

from ipmarket.accounts.mail_addresses import is_unmistakable, small_letters


@pytest.mark.parametrize(
    ("address", "small", "is_clear"),
    [
        ("Ada.Lam@Works.Example", "ada.lam@works.example", True),
        ("ada@公司.香港", "ada@公司.香港", True),
        ("\u212aim@works.example", "\u212aim@works.example", False),
        ("kim@wor\u212as.example", "kim@wor\u212as.example", False),
        ("\u0130@works.example", "\u0130@works.example", False),
        ("\u0131@works.example", "\u0131@works.example", True),
    ],
)
def test_only_a_to_z_have_small_letters(address: str, small: str, is_clear: bool) -> None:
    assert (small_letters(address), is_unmistakable(address)) == (small, is_clear)
