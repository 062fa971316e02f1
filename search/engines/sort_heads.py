"""Heads of sort keys: a number that keeps the order of the first characters of a text.

An engine that cannot ask for a range of text asks for a range of heads, and passes over the few keys that share the cursor's head.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

_Item = TypeVar("_Item")

# Sorted by code point. A character between two of these counts as the lower one followed by the highest of all: order is kept.
_ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
# 65 values in 10 places fit a signed 64-bit number.
_LENGTH = 10


# The numbers of two neighbouring characters: keys of the usual characters are read in pairs. A missing character counts as the lowest.
_PAIRS = {first + second: high * len(_ALPHABET) + low for high, first in enumerate(_ALPHABET) for low, second in enumerate(_ALPHABET)}


def head_of(key: str) -> int:
    """A number that never decreases as the key grows. Keys with equal first characters have equal heads."""
    head = key[:_LENGTH].ljust(_LENGTH, _ALPHABET[0])
    number = 0
    try:
        for at in range(0, _LENGTH, 2):
            number = number * len(_PAIRS) + _PAIRS[head[at : at + 2]]
    except KeyError:
        return _head_of_unusual(key)
    return number


def _head_of_unusual(key: str) -> int:
    number = 0
    rest = 0
    known = True
    for at in range(_LENGTH):
        code = rest
        if known and at < len(key):
            found = bisect_right(_ALPHABET, key[at]) - 1
            code = max(found, 0)
            if found < 0 or _ALPHABET[found] != key[at]:
                known, rest = False, 0 if found < 0 else len(_ALPHABET) - 1
        number = number * len(_ALPHABET) + code
    return number


def first_in_order(
    ranked: Sequence[tuple[float, Any]], read: Callable[[float, Sequence[Any]], list[_Item]], wanted: int, *, complete: bool
) -> list[_Item] | None:
    """The first items of a ranked list whose ties are put in order by ``read``, which may also leave some out.

    A run of equal ranks at the end may go on beyond what was asked; unless the list is complete, the answer is None then: ask for more.
    """
    found: list[_Item] = []
    at = 0
    while at < len(ranked) and len(found) < wanted:
        rank = ranked[at][0]
        end = at
        while end < len(ranked) and ranked[end][0] == rank:
            end += 1
        if end == len(ranked) and not complete:
            return None
        found.extend(read(rank, [address for _, address in ranked[at:end]]))
        at = end
    return None if len(found) < wanted and not complete else found
