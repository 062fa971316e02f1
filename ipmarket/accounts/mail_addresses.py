"""When two spellings are one mail address. Pure."""

from __future__ import annotations

import string
from typing import Final

_SMALL: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def small_letters(address: str) -> str:
    """The address with A to Z in small letters, and every other character as it is.

    Python's ``lower`` makes the same k of the sign for kelvin as of a K, so that two mailboxes would pass for one.
    """
    return address.translate(_SMALL)


def is_unmistakable(address: str) -> bool:
    """False for an address that small letters of other scripts' rules would turn into another one's."""
    return small_letters(address) == address.lower()
