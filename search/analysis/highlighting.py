"""Highlighting: which pieces of the original text a query spoke of, found by offsets, never by markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from search.analysis.folding import fold
from search.analysis.stemming import stem
from search.analysis.tokens import Token, tokens

# A summary line on a phone holds about this much; Chinese characters are twice as wide and say twice as much.
SNIPPET_CHARACTERS = 220
SNIPPET_CJK_CHARACTERS = 120
# A snippet is looked for in this much of a text, so that one record's claims cannot slow a page of results.
MAX_SCANNED_CHARACTERS = 20_000
_CUT_WINDOW = 24


class Segment(TypedDict):
    """A piece of the original text; ``match`` says whether the query spoke of it."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What a query looks for in text: folded words, their stems, and bigrams or single characters."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    characters: frozenset[str] = frozenset()

    def speaks_of(self, token: Token) -> bool:
        if token.text in self.words:
            return True
        if token.is_cjk:
            return any(each in self.characters for each in token.text)
        return stem(token.text) in self.stems


def sought(texts: Sequence[str]) -> Sought:
    """Cut the texts of a query the way documents are cut."""
    words: set[str] = set()
    found_stems: set[str] = set()
    characters: set[str] = set()
    for text in texts:
        for token in tokens(text):
            words.add(token.text)
            if not token.is_cjk:
                found_stems.add(stem(token.text))
            elif len(token.text) == 1:
                characters.add(token.text)
    return Sought(frozenset(words), frozenset(found_stems), frozenset(characters))


def _ranges(text: str, wanted: Sought) -> list[tuple[int, int]]:
    """Offsets of what matched, merged where bigrams overlap, in order."""
    found: list[tuple[int, int]] = []
    for token in tokens(text):
        if not wanted.speaks_of(token):
            continue
        start, end = token.start, token.end
        if token.is_cjk and token.text not in wanted.words:
            start = next(at for at in range(start, end) if token.text[at - token.start] in wanted.characters)
            end = start + 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def speaks_of(text: str, wanted: Sought) -> bool:
    """Whether a snippet of the text would have something marked."""
    return any(wanted.speaks_of(token) for token in tokens(text[:MAX_SCANNED_CHARACTERS]))


def _segments(text: str, ranges: Sequence[tuple[int, int]], start: int, end: int) -> list[Segment]:
    parts: list[Segment] = []
    at = start
    for first, last in ranges:
        from_, to = max(first, start), min(last, end)
        if from_ >= to:
            continue
        if from_ > at:
            parts.append({"text": text[at:from_], "match": False})
        parts.append({"text": text[from_:to], "match": True})
        at = to
    if at < end:
        parts.append({"text": text[at:end], "match": False})
    return parts


def highlight(text: str, wanted: Sought) -> list[Segment]:
    """The whole text in segments; joined, they are the text."""
    head = text[:MAX_SCANNED_CHARACTERS]
    return _segments(text, _ranges(head, wanted), 0, len(text))


def snippet(text: str, wanted: Sought) -> list[Segment]:
    """The stretch of the text with the most matches, cut at word boundaries and marked with an ellipsis where something was left out."""
    head = text[:MAX_SCANNED_CHARACTERS]
    ranges = _ranges(head, wanted)
    length = _snippet_length(head)
    words = [stem(fold(text[from_:to])) for from_, to in ranges]
    # Cutting at word boundaries takes a little at both ends; what matched shall not fall into it.
    start = _best_start(words, ranges, length - 2 * _CUT_WINDOW, len(text)) if len(text) > length else 0
    start = _after_word_boundary(text, start)
    end = _before_word_boundary(text, min(start + length, len(text)))
    parts = _segments(text, ranges, start, end)
    if start > 0:
        parts.insert(0, {"text": "… ", "match": False})
    if end < len(text):
        parts.append({"text": " …", "match": False})
    return parts


def _snippet_length(text: str) -> int:
    sample = text[:400]
    wide = sum(1 for each in sample if each >= "\u2e80")
    return SNIPPET_CJK_CHARACTERS if wide * 3 > len(sample) else SNIPPET_CHARACTERS


def _best_start(words: Sequence[str], ranges: Sequence[tuple[int, int]], length: int, total: int) -> int:
    """The start of the window that speaks of the most different words; the earliest of equals, and the beginning when it is as good."""
    if total <= length or not ranges:
        return 0
    best, best_count = 0, len({word for word, (_, to) in zip(words, ranges, strict=True) if to <= length})
    for first, (from_, _) in enumerate(ranges):
        seen: set[str] = set()
        for word, (_, to) in zip(words[first:], ranges[first:], strict=True):
            if to > from_ + length:
                break
            seen.add(word)
        if len(seen) > best_count:
            best, best_count = from_, len(seen)
    if best == 0:
        return 0
    return max(0, min(best - _CUT_WINDOW, total - length - 2 * _CUT_WINDOW))


def _after_word_boundary(text: str, at: int) -> int:
    if at == 0:
        return 0
    space = text.find(" ", at, at + _CUT_WINDOW)
    return space + 1 if space >= 0 else at


def _before_word_boundary(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - _CUT_WINDOW, at)
    return space if space > 0 else at
