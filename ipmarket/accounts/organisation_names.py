"""Names of organisations, folded so that two spellings of one name are found to be the same. Pure.

Folding keeps the script: Traditional and Simplified names are compared each with its own, since an organisation states both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from ipmarket.accounts.registration import comparable

# Words that say what legal form a company has, and nothing about which one it is. Longest first where one ends in another.
# They help to find records that may be one and the same; a person decides whether they are. No law and no date hangs on them, so they are
# no dated rows: another word changes what is found from now on, and `match_keys` is worked out anew for all.
_LATIN_FORMS: Final = frozenset(
    [
        "limited",
        "ltd",
        "company",
        "co",
        "corporation",
        "corp",
        "incorporated",
        "inc",
        "llc",
        "llp",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "bv",
        "pte",
        "pty",
    ]
)
_CHINESE_FORMS: Final = (
    "股份有限公司", "有限責任公司", "有限责任公司", "有限公司", "股份公司", "公司",
)  # fmt: skip
_WORDS: Final = re.compile(r"\w+")
_NAME: Final = "n:"
_REGISTRATION: Final = "r:"


def folded_name(name: str) -> str:
    """Return the name without case, width, punctuation, blanks and legal form; "" for one that is nothing but a legal form."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace("&", " and ")
    words = _WORDS.findall(plain)
    while words and words[-1] in _LATIN_FORMS:
        words.pop()
    joined = "".join(words).replace("_", "")
    for form in _CHINESE_FORMS:
        if joined.endswith(form):
            return joined.removesuffix(form)
    return joined


def match_keys(names: Iterable[str], registration_number: str) -> list[str]:
    """Return what two records of one organisation would share: each folded name, and the bare registration number. In a fixed order."""
    keys = {f"{_NAME}{folded}" for folded in map(folded_name, names) if folded}
    if bare := comparable(registration_number):
        keys.add(f"{_REGISTRATION}{bare}")
    return sorted(keys)


def why_alike(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """Return why two organisations may be one: "registration", "name", both or nothing."""
    shared = set(mine) & set(theirs)
    return [word for word, prefix in (("registration", _REGISTRATION), ("name", _NAME)) if any(key.startswith(prefix) for key in shared)]
