"""Which pieces of a text spoke for a symbol."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from patents.classification.documents import Document
from patents.classification.features import MAX_CHARACTERS, occurrences, read_characters
from patents.classification.model import Head, locate
from patents.classification.text import CodeTable

MOST_WORDS = 5
_SHORTEST_WORD = 3


def speaking_words(head: Head, table: CodeTable, document: Document, symbols: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each symbol up to five words or runs of ideographs, strongest first, as they stand in the text.

    What each feature adds to the score is spread over the characters that it covers; the words with the largest sums win.
    """
    located = locate([document], table, ideographs=head.is_ideographic)
    slot = head.slots(located.found.feature)
    known = slot >= 0
    _, distinct, value, _ = head.vectors(located, 1)
    if distinct.size == 0:
        return {}
    start, end, weight = located.found.start[known], located.found.end[known], located.weight[known]
    place = np.searchsorted(distinct, slot[known])
    times = np.bincount(place, weights=weight, minlength=distinct.size)
    # In the characters of a batch a space stands before the text.
    text = " " + document.text[:MAX_CHARACTERS]
    spans = _candidate_spans(text[1:], table, ideographs=head.is_ideographic)
    found: dict[str, tuple[str, ...]] = {}
    for symbol in symbols:
        added = head.contributions(distinct, value, head.symbols.index(symbol))
        share = added[place] * weight / times[place] / (end - start)
        edges = np.bincount(start, weights=share, minlength=len(text) + 2) - np.bincount(end, weights=share, minlength=len(text) + 2)
        found[symbol] = _strongest(text, spans, np.concatenate([[0.0], np.cumsum(np.cumsum(edges))]))
    return found


def _candidate_spans(text: str, table: CodeTable, *, ideographs: bool) -> list[tuple[int, int]]:
    listed = occurrences(read_characters([text], table), table, latin=False, ideographs=ideographs)
    spans = {(int(first), int(last)) for first, last in zip(listed.start, listed.end, strict=True)}
    least = 2 if ideographs else _SHORTEST_WORD
    return sorted((first, last) for first, last in spans if last - first >= least)


def _strongest(text: str, spans: Sequence[tuple[int, int]], sums: npt.NDArray[np.float64]) -> tuple[str, ...]:
    totals: dict[str, float] = {}
    taken: dict[str, list[tuple[int, int]]] = {}
    for first, last in spans:
        word = text[first:last].casefold()
        totals[word] = totals.get(word, 0.0) + float(sums[last] - sums[first]) / (last - first) ** 0.5
        taken.setdefault(word, []).append((first, last))
    chosen: list[str] = []
    covered: set[int] = set()
    for word in sorted(totals, key=lambda item: (-totals[item], item)):
        places = {position for first, last in taken[word] for position in range(first, last)}
        if totals[word] <= 0 or len(chosen) == MOST_WORDS:
            break
        if not places & covered:
            chosen.append(word)
            covered |= places
    return tuple(chosen)
