"""Turn batches of text into hashed features, with numpy alone.

Every feature is a 64-bit hash: words and pairs of words, character 3–5-grams inside words, and runs of one to three
ideographs.  The hashes of a whole batch are computed at once, because a Python loop over the two thousand features of
an abstract would cost more than everything else together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from patents.classification.text import CodeTable

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_SPACE = 32
_BASE = 0x9E3779B97F4A7C15 | 1
_MASK = (1 << 64) - 1
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
CHARACTER_GRAMS = (3, 4, 5)
IDEOGRAPH_GRAMS = (1, 2, 3)
MAX_CHARACTERS = 20_000
"""A text is cut after this many characters: the features of longer ones say nothing new and cost memory."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Each occurrence of a feature in a batch: the text it stands in, its hash, and the half-open span of characters."""

    document: I64
    feature: U64
    start: I64
    end: I64


@dataclass(frozen=True, slots=True)
class Characters:
    """The folded characters of a batch, one text after the other, with a space before each and one at the end."""

    codes: npt.NDArray[np.uint32]
    document: I64
    offset: I64
    """Position of the first character of each text in ``codes``."""


def read_characters(texts: Sequence[str], table: CodeTable) -> Characters:
    """Fold all texts into one array.  Folding keeps one character for one character, so that positions stay valid."""
    pieces = [text[:MAX_CHARACTERS] for text in texts]
    lengths = np.fromiter((len(piece) + 1 for piece in pieces), dtype=np.int64, count=len(pieces))
    # Every text has a space on both sides, the first and the last one too: else its features would depend on its neighbours.
    joined = "".join(" " + piece for piece in pieces) + " "
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    document = np.append(np.repeat(np.arange(len(pieces)), lengths), max(len(pieces) - 1, 0))
    return Characters(codes=table.fold(raw), document=document, offset=np.cumsum(lengths) - lengths + 1)


def occurrences(characters: Characters, table: CodeTable, *, latin: bool, ideographs: bool) -> Occurrences:
    """List the features of a batch.

    ``latin`` asks for word pairs and character grams, ``ideographs`` for runs of ideographs; single words are always listed,
    since Chinese titles name things like LED and 5G.
    """
    codes = characters.codes
    ideograph = table.is_ideograph(codes)
    word = (codes != _SPACE) & ~ideograph
    parts = [*_words(codes, word, characters.document, with_pairs=latin)]
    if latin:
        spaced = np.where(word, codes, _SPACE).astype(np.uint64)
        parts += [_grams(spaced, _inside_word(word, size), size, kind=10 + size) for size in CHARACTER_GRAMS]
    if ideographs:
        wide = codes.astype(np.uint64)
        parts += [_grams(wide, _all_of(ideograph, size), size, kind=20 + size) for size in IDEOGRAPH_GRAMS]
    feature = np.concatenate([part[0] for part in parts])
    start = np.concatenate([part[1] for part in parts])
    end = np.concatenate([part[2] for part in parts])
    return Occurrences(characters.document[start], feature, start, end)


def mix(values: U64, kind: int) -> U64:
    """Spread a hash over all 64 bits (the finaliser of splitmix64), so that any of its bits can serve as a bucket."""
    mixed = values + np.uint64((kind * 0xD1B54A32D192ED03) & _MASK)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


_Part = tuple[U64, I64, I64]


def _words(codes: npt.NDArray[np.uint32], word: Bools, document: I64, *, with_pairs: bool) -> tuple[_Part, ...]:
    edges = np.diff(word.astype(np.int8), prepend=0, append=0)
    start, end = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    powers, inverses = _powers(codes.size)
    sums = np.zeros(codes.size + 1, dtype=np.uint64)
    np.cumsum(codes.astype(np.uint64) * powers, out=sums[1:])
    hashes = (sums[end] - sums[start]) * inverses[start]
    single = (mix(hashes, 1), start, end)
    if not with_pairs:
        return (single,)
    neighbours = np.flatnonzero(document[start[1:]] == document[start[:-1]])
    pairs = hashes[neighbours] * np.uint64(_BASE) + (hashes[neighbours + 1] ^ np.uint64(0xA5A5A5A5A5A5A5A5))
    return (single, (mix(pairs, 2), start[neighbours], end[neighbours + 1]))


_kept_powers: list[tuple[U64, U64]] = []


def _powers(size: int) -> tuple[U64, U64]:
    """Powers of the base and of its inverse modulo 2**64, kept for the largest batch so far.

    Threads may both find the kept ones too short; each then goes on with its own, whichever is kept.
    """
    powers, inverses = _kept_powers[0] if _kept_powers else (np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64))
    if powers.size < size:
        length = max(size, 1 << 16)
        bases = np.full(length, _BASE, dtype=np.uint64)
        reverses = np.full(length, _BASE_INVERSE, dtype=np.uint64)
        bases[0] = reverses[0] = 1
        powers, inverses = np.cumprod(bases), np.cumprod(reverses)
        _kept_powers[:] = [(powers, inverses)]
    return powers[:size], inverses[:size]


def _grams(codes: U64, valid: Bools, size: int, *, kind: int) -> _Part:
    start = np.flatnonzero(valid)
    hashes = np.zeros(start.size, dtype=np.uint64)
    for shift in range(size):
        hashes = hashes * np.uint64(_BASE) + codes[start + shift]
    return mix(hashes, kind), start, start + size


def _inside_word(word: Bools, size: int) -> Bools:
    """Windows within one word and the spaces beside it: all but the first and last character belong to the word."""
    count = word.size - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.bool_)
    valid = np.ones(count, dtype=np.bool_)
    for shift in range(1, size - 1):
        valid &= word[shift : shift + count]
    return valid


def _all_of(mask: Bools, size: int) -> Bools:
    count = mask.size - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.bool_)
    valid = np.ones(count, dtype=np.bool_)
    for shift in range(size):
        valid &= mask[shift : shift + count]
    return valid
