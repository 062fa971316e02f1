"""Cutting: folded text into words and CJK bigrams, each with its offsets in the original text.

The cutting follows the word boundaries of Unicode's UAX #29 as Lucene's standard tokenizer applies them, and forms bigrams
as Lucene's ``cjk_bigram`` filter does: overlapping pairs of adjacent Han, kana or Hangul characters, and a lone character alone.
A contract test compares the two.

One difference is wanted: the iteration mark 々 forms bigrams like the character that it stands for, so that 人々 is one token and is found
as it is written; Lucene makes the mark a token of its own and cuts 人々 into 人 and 々.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis.folding import fold

# Longer texts are cut here before anything else happens: an abstract has a few thousand characters, a claim set rarely more.
MAX_CHARACTERS = 200_000
# Lucene's and Elasticsearch's tokenizers chop longer words at this length.
MAX_WORD_LENGTH = 255

# One ASCII letter for each class of character, so that the boundaries become one regular expression over a string of the same length.
_HAN, _KATAKANA, _HANGUL, _LETTER, _DIGIT, _EXTEND = "H", "K", "G", "L", "N", "X"
_JOIN, _MID_LETTER, _MID_NUMBER, _MID_BOTH, _OTHER = "_", ":", ",", ".", " "
_MIDS = {
    ":": _MID_LETTER,
    "·": _MID_LETTER,
    "‧": _MID_LETTER,
    ",": _MID_NUMBER,
    ";": _MID_NUMBER,
    ".": _MID_BOTH,
    "'": _MID_BOTH,
    "’": _MID_BOTH,
    "‘": _MID_BOTH,
}

_TOKEN = re.compile(
    r"""
    (?P<cjk>[HKG][HKGX]*)
    |(?P<word>_*[LN](?:[LNX_]|(?<=[LX])[:.](?=L)|(?<=[NX])[,.](?=N))*)
    """,
    re.VERBOSE,
)


# The same for folded ASCII alone, straight on the text: most of what is loaded is English, and this is many times as fast.
_ASCII_TOKEN = re.compile(r"_*[a-z0-9](?:[a-z0-9_]|(?<=[a-z])[:.'](?=[a-z])|(?<=[0-9])[,;.'](?=[0-9]))*")


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is folded; ``start`` and ``end`` are character offsets into the original text, half-open."""

    text: str
    start: int
    end: int
    is_cjk: bool = False


def _class_of(character: str) -> str:
    code = ord(character)
    if character in _MIDS:
        return _MIDS[character]
    category = unicodedata.category(character)
    if category in {"Mn", "Mc", "Me"} or (category == "Cf" and code != 0x200B):
        return _EXTEND
    if category == "Nd":
        return _DIGIT
    if category == "Pc":
        return _JOIN
    if category[0] == "L" or category == "Nl":
        return _letter_class(code)
    return _OTHER


def _letter_class(code: int) -> str:
    if 0x3041 <= code <= 0x309F or code in {0x3005, 0x3007, 0x303B} or 0x3021 <= code <= 0x3029 or 0x3038 <= code <= 0x303A:
        return _HAN
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF:
        return _HAN
    if 0x30A1 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF or 0xFF66 <= code <= 0xFF9F:
        return _KATAKANA
    if 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F or 0xA960 <= code <= 0xA97F or 0xAC00 <= code <= 0xD7FF:
        return _HANGUL
    return _LETTER


class _ClassTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = found = _class_of(chr(code))
        return found


_CLASSES = _ClassTable()


def tokens(text: str) -> Iterator[Token]:
    """Cut the text in order. Text beyond :data:`MAX_CHARACTERS` is not read."""
    folded = fold(text[:MAX_CHARACTERS])
    for match in _TOKEN.finditer(folded.translate(_CLASSES)):
        start, end = match.span()
        if match.lastgroup == "cjk":
            yield from _bigrams(folded, start, end)
        else:
            for at in range(start, end, MAX_WORD_LENGTH):
                stop = min(at + MAX_WORD_LENGTH, end)
                yield Token(folded[at:stop], at, stop)


def _bigrams(folded: str, start: int, end: int) -> Iterator[Token]:
    if end - start == 1:
        yield Token(folded[start:end], start, end, is_cjk=True)
    for at in range(start, end - 1):
        yield Token(folded[at : at + 2], at, at + 2, is_cjk=True)


def token_texts(text: str) -> list[str]:
    """The tokens' texts alone, the form that is indexed: the same cutting without the offsets, which is what makes loading fast."""
    folded = fold(text[:MAX_CHARACTERS])
    found: list[str] = []
    if folded.isascii():
        words: list[str] = _ASCII_TOKEN.findall(folded)
        if max(map(len, words), default=0) <= MAX_WORD_LENGTH:
            return words
    for match in _TOKEN.finditer(folded.translate(_CLASSES)):
        start, end = match.span()
        if match.lastgroup == "word" and end - start <= MAX_WORD_LENGTH:
            found.append(folded[start:end])
        elif match.lastgroup == "word":
            found.extend(folded[at : min(at + MAX_WORD_LENGTH, end)] for at in range(start, end, MAX_WORD_LENGTH))
        elif end - start == 1:
            found.append(folded[start:end])
        else:
            found.extend(folded[at : at + 2] for at in range(start, end - 1))
    return found


def cjk_characters(text: str) -> list[str]:
    """The distinct Han, kana and Hangul characters, sorted: what a query of one character looks in."""
    if text.isascii():
        return []
    distinct = set(fold(text[:MAX_CHARACTERS]))
    return sorted(each for each in distinct if _CLASSES[ord(each)] in "HKG")
