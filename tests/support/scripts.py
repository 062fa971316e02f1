"""In which Chinese script a text is written, as far as its letters tell."""

from functools import cache

import opencc

# Letters that Hong Kong writes as they are, although the converter knows another form.
_BOTH = frozenset("台床厘划干斗唇群峰皂后里")


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def is_simplified(text: str) -> bool:
    """True when nothing in the text would become simpler."""
    return bool(_converter("t2s").convert(text) == text)


def is_traditional(text: str) -> bool:
    """True when no letter of the text is one that only Simplified Chinese uses."""
    return all(letter in _BOTH or _converter("s2t").convert(letter) == letter for letter in set(text))
