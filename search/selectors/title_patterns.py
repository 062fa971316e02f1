"""A query as regular expressions over titles, for the time when no engine answers. Pure.

What the engine would find too: a word by its beginning, a Chinese run unbroken and in either script, a phrase as it stands.
"""

import re
from collections.abc import Sequence

from patents.numbers import try_parse
from patents.selectors.plain_lookup import Wanted
from search.analysis.folding import spellings
from search.analysis.tokens import Token
from search.language.readings import SMALL_WORDS, Reading, ReadingKind, runs

# Each pattern costs the database a pass over the titles that it leaves.
MAX_PATTERNS = 8
# PostgreSQL: the beginning of a word, its end, and what may stand between two words.
_BEGIN, _END, _BETWEEN = r"\m", r"\M", r"\W+"


def wanted_pieces(readings: Sequence[Reading]) -> tuple[list[Wanted], bool]:
    """What a record must have, piece by piece, and whether that is all that was asked: words beyond the eighth are left out."""
    pieces: list[Wanted] = []
    left = MAX_PATTERNS
    is_whole = True
    for reading in readings:
        piece = _wanted(reading)
        kept = piece.patterns[:left]
        is_whole = is_whole and len(kept) == len(piece.patterns)
        left -= len(kept)
        if kept == piece.patterns:
            pieces.append(piece)
        elif kept:
            pieces.append(Wanted(kept, piece.number, piece.symbol))
    return pieces, is_whole


def _wanted(reading: Reading) -> Wanted:
    if reading.kind is ReadingKind.PHRASE:
        return Wanted(patterns=phrase_patterns(reading.value))
    if reading.kind is ReadingKind.WORDS:
        return Wanted(patterns=word_patterns(reading.text))
    words = word_patterns(reading.text) if reading.unsure else ()
    if reading.kind is ReadingKind.CLASS:
        return Wanted(patterns=words, symbol=reading.value)
    return Wanted(patterns=words, number=try_parse(reading.text))


def word_patterns(text: str) -> tuple[str, ...]:
    """One pattern a word or unbroken run; small words only where there is nothing else."""
    found: list[tuple[str, bool]] = []
    for run in runs(text):
        if run[0].is_cjk:
            found.append((_either_script(text, run), False))
        else:
            found += [(_BEGIN + _literal(text, token), token.text in SMALL_WORDS) for token in run]
    telling = [pattern for pattern, is_small in found if not is_small]
    return tuple(dict.fromkeys(telling or [pattern for pattern, _ in found]))


def phrase_patterns(text: str) -> tuple[str, ...]:
    """One pattern: the words side by side, as they are written but for case and script."""
    words: list[str] = []
    for run in runs(text):
        if run[0].is_cjk:
            words.append(_either_script(text, run))
        else:
            words += [f"{_BEGIN}{_literal(text, token)}{_END}" for token in run]
    if any(run[0].is_cjk for run in runs(text)):
        # Chinese stands beside Latin letters without a gap, where the database sees no word boundary.
        return (r"\W*".join(word.removeprefix(_BEGIN).removesuffix(_END) for word in words),)
    return (_BETWEEN.join(words),) if words else ()


def _literal(text: str, token: Token) -> str:
    return re.escape(text[token.start : token.end])


def _either_script(text: str, run: Sequence[Token]) -> str:
    return "".join(_class(each) for each in text[run[0].start : run[-1].end])


def _class(character: str) -> str:
    same = spellings(character)
    return f"[{same}]" if len(same) > 1 else re.escape(character)
