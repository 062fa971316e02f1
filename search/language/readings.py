"""What a person typed → how we read it → what the engine is asked. Pure; the readings are shown beside the results."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from patents.numbers import PublicationNumber, try_parse
from search.analysis.stemming import stem
from search.analysis.tokens import Token, tokens
from search.engines.port import All, Constant, Everything, Node, Nothing, Phrase, Some, Term

# A query's words beyond this are not read: nobody types more, and each costs the engine a little.
MAX_WORDS = 64
MAX_PHRASE_WORDS = 32
MAX_PIECES = 12
# Readings are numbered like the parts of a patent drawing, in even steps.
FIRST_NUMERAL, NUMERAL_STEP = 10, 2

_QUOTED = re.compile(r"[\"“”„]([^\"“”„]{1,300})[\"“”„]|「([^「」]{1,300})」|『([^『』]{1,300})』|《([^《》]{1,300})》")
_SYMBOL = re.compile(r"(?<![A-Za-z0-9])([A-HYa-hy]\d{2}[A-Za-z])(?:\s*(\d{1,4})\s*/\s*(\d{2,6}))?(?![A-Za-z0-9/])")
_CLASS = re.compile(r"(?<![A-Za-z0-9])([A-HY]\d{2})(?![A-Za-z0-9/.,-])")
_BARE_NUMBER = re.compile(r"[0-9][0-9 ,./'-]{3,30}[0-9]")
_NUMBER_SCORE = 100.0
_CLASS_SCORE = 1.0
# A number with an office and this many digits is meant as a number; with fewer it may be a model name.
_SURE_DIGITS = 6
_TITLE, _TEXT, _NAMES, _EXACT_TITLE, _SIDE_BY_SIDE = 1.5, 1.0, 1.5, 0.5, 2.0
# Of the bigrams of a longer Chinese run so many must be there: 環保包裝材料 also finds 環保的包裝材料.
_CJK_PART = 0.6
_SMALL_WORDS_TEXT = """
    a an and are as at be been by can for from has have how i in into is it its of on or our that the their then there these
    they this to using was we were what which with without your
"""
SMALL_WORDS = frozenset(_SMALL_WORDS_TEXT.split())


class ReadingKind(StrEnum):
    NUMBER = "number"
    CLASS = "class"
    PHRASE = "phrase"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Reading:
    """One piece of the query: ``text`` is what was typed, ``value`` what it was taken for. ``unsure`` pieces are searched as words too."""

    numeral: int
    kind: ReadingKind
    value: str
    text: str
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """``sought`` are the texts to highlight."""

    readings: tuple[Reading, ...]
    node: Node
    sought: tuple[str, ...]
    has_words: bool


def read_query(text: str) -> ReadQuery:
    """Read a query. Every text has a reading; an empty one asks for everything."""
    text = " ".join(text.split())
    if not text:
        return ReadQuery((), Everything(), (), has_words=False)
    whole = _whole_number(text)
    if whole is not None:
        return whole
    pieces = list(islice(_pieces(text), MAX_PIECES))
    readings: list[Reading] = []
    nodes: list[Node] = []
    for at, (kind, value, piece) in enumerate(pieces):
        unsure = kind is ReadingKind.CLASS and len(value) == 3
        readings.append(Reading(FIRST_NUMERAL + NUMERAL_STEP * at, kind, value, piece, unsure))
        nodes.append(_piece_node(kind, value, piece))
    needed = tuple(dict.fromkeys(nodes))
    node = needed[0] if len(needed) == 1 else All(needed)
    sought = tuple(piece for kind, _, piece in pieces if kind in {ReadingKind.PHRASE, ReadingKind.WORDS})
    return ReadQuery(tuple(readings), node, sought, has_words=bool(sought))


def _whole_number(text: str) -> ReadQuery | None:
    """The whole query as one publication number, with an office or without."""
    number = try_parse(text) if len(text) <= 64 else None
    if number is not None:
        unsure = sum(each.isdigit() for each in number.number) < _SURE_DIGITS
        return _number_query(text, number.display, _number_terms(number), unsure=unsure)
    if _BARE_NUMBER.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        if len(digits) >= _SURE_DIGITS - 1:
            return _number_query(text, text, (Term("number", f"#{digits.lstrip('0')}"),), unsure=True)
    return None


def _number_query(text: str, value: str, terms: Sequence[Node], *, unsure: bool) -> ReadQuery:
    reading = Reading(FIRST_NUMERAL, ReadingKind.NUMBER, value, text, unsure)
    exact = Constant(Some(tuple(terms)), _NUMBER_SCORE)
    node = Some((exact, words_node(text))) if unsure else exact
    return ReadQuery((reading,), node, (text,) if unsure else (), has_words=unsure)


def _number_terms(number: PublicationNumber) -> tuple[Node, ...]:
    """With a kind: that document, or one whose source gave no kind. Without: every document of the number."""
    base = f"{number.office}{number.number}"
    if not number.kind:
        return (Term("number", base),)
    return (Term("number", number.key), Term("number", f"{base}="))


def number_keys(number: PublicationNumber) -> list[str]:
    """What a document holds of one of its publication numbers, for :func:`read_query` to find."""
    base = f"{number.office}{number.number}"
    bare = number.number.lstrip("0")
    return [number.key if number.kind else f"{base}=", base, *([f"#{bare}"] if bare.isdigit() else [])]


def _pieces(text: str) -> Iterator[tuple[ReadingKind, str, str]]:
    """Quoted phrases, class symbols and numbers in their order, with the words between them."""
    at = 0
    for quoted in _QUOTED.finditer(text):
        yield from _unquoted(text[at : quoted.start()])
        inner = next(group for group in quoted.groups() if group is not None).strip()
        if any(True for _ in tokens(inner)):
            yield ReadingKind.PHRASE, inner, inner
        at = quoted.end()
    yield from _unquoted(text[at:])


def _unquoted(text: str) -> Iterator[tuple[ReadingKind, str, str]]:
    found: list[tuple[int, int, ReadingKind, str]] = []
    for match in _SYMBOL.finditer(text):
        subclass, main, sub = match.group(1).upper(), match.group(2), match.group(3)
        found.append((*match.span(), ReadingKind.CLASS, f"{subclass} {int(main)}/{sub}" if main else subclass))
    for match in _CLASS.finditer(text):
        if not any(start <= match.start() < end for start, end, _, _ in found):
            found.append((*match.span(), ReadingKind.CLASS, match.group(1)))
    for match in re.finditer(r"\S{7,64}", text):
        number = try_parse(match.group())
        if number is not None and sum(each.isdigit() for each in number.number) >= _SURE_DIGITS:
            found.append((*match.span(), ReadingKind.NUMBER, number.display))
    at = 0
    for start, end, kind, value in sorted(found):
        if start < at:
            continue
        yield from _words(text[at:start])
        yield kind, value, text[start:end]
        at = end
    yield from _words(text[at:])


def _words(text: str) -> Iterator[tuple[ReadingKind, str, str]]:
    text = text.strip()
    if text:
        yield ReadingKind.WORDS, text, text


def _piece_node(kind: ReadingKind, value: str, piece: str) -> Node:
    if kind is ReadingKind.PHRASE:
        return phrase_node(value)
    if kind is ReadingKind.NUMBER:
        number = try_parse(piece)
        return Constant(Some(_number_terms(number)), _NUMBER_SCORE) if number else words_node(piece)
    if kind is ReadingKind.CLASS:
        return _class_node(value, piece)
    return words_node(piece)


def _class_node(value: str, piece: str) -> Node:
    if len(value) == 3:
        return Some((Constant(Term("class", value), _CLASS_SCORE), words_node(piece)))
    if len(value) == 4:
        return Constant(Term("subclass", value), _CLASS_SCORE)
    # A main group (…/00) stands for everything below it.
    return Constant(Term("symbol", value.removesuffix("/00")), _CLASS_SCORE)


def phrase_node(text: str) -> Node:
    """The words side by side, as they are written but for case, width and script."""
    cut = tuple(token.text for token in tokens(text))[:MAX_PHRASE_WORDS]
    if not cut:
        return Nothing()
    if len(cut) == 1 and len(cut[0]) == 1:
        return words_node(text)
    return Some((Phrase("title", cut, _TITLE), Phrase("text", cut, _TEXT), Phrase("names", cut, _NAMES)))


def words_node(text: str) -> Node:
    """Every word somewhere in the document, in any form; small words only weigh. A Chinese run matches by most of its bigrams."""
    needed: list[Node] = []
    small: list[Node] = []
    beside: list[Node] = []
    for run in runs(text):
        if run[0].is_cjk:
            needed.append(_cjk_run(run))
            if len(run) > 1:
                beside.append(Phrase("text", tuple(token.text for token in run), _SIDE_BY_SIDE))
            continue
        for token in run:
            (small if token.text in SMALL_WORDS else needed).append(_word(token.text))
        if 1 < len(run) <= MAX_PHRASE_WORDS:
            beside.append(Phrase("text", tuple(token.text for token in run), _SIDE_BY_SIDE))
    if not needed:
        needed, small = small, []
    if not needed:
        return Nothing()
    # A word typed twice is looked for once.
    distinct, optional = tuple(dict.fromkeys(needed)), tuple(dict.fromkeys(small + beside))
    return distinct[0] if len(distinct) == 1 and not optional else All(distinct, optional)


def runs(text: str) -> Iterator[list[Token]]:
    """Words that follow each other, and unbroken runs of CJK characters."""
    run: list[Token] = []
    for at, token in enumerate(tokens(text)):
        if at == MAX_WORDS:
            break
        if run and (token.is_cjk != run[-1].is_cjk or (token.is_cjk and token.start >= run[-1].end)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _cjk_run(run: Sequence[Token]) -> Node:
    if len(run) == 1:
        return _bigram(run[0].text) if len(run[0].text) > 1 else Term("characters", run[0].text)
    at_least = len(run) if len(run) == 2 else math.ceil(_CJK_PART * len(run))
    return Some(tuple(_bigram(token.text) for token in run), at_least)


def _bigram(text: str) -> Node:
    return Some((Term("title", text, _TITLE), Term("text", text, _TEXT), Term("names", text, _NAMES)))


def _word(text: str) -> Node:
    stemmed = stem(text)
    return Some(
        (
            Term("title_stem", stemmed, _TITLE),
            Term("text_stem", stemmed, _TEXT),
            Term("names", text, _NAMES),
            Term("title", text, _EXACT_TITLE),
        )
    )
