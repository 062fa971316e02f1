"""Records like this one: our own query, built the same way for every engine, with the reasons for each."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from django.core.cache import cache

from ipmarket.accounts.selectors.visibility import index_audience
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Language
from patents.selectors.records import find_right
from patents.selectors.scheme import class_labels
from patents.selectors.search_rows import RecordRow, RecordType, family_members, rows_for_index
from patents.selectors.technologies import find_technology
from search.analysis.highlighting import Sought
from search.analysis.stemming import stem
from search.analysis.tokens import Token, tokens
from search.engines.choice import engine
from search.engines.guard import guard
from search.engines.port import Constant, EngineUnavailableError, Node, Nothing, Query, Some, Term
from search.language.readings import SMALL_WORDS
from search.selectors.items import cards_in_order, item_of, one_a_family
from search.selectors.walls import walled_off

log = structlog.get_logger(__name__)

MAX_SIMILAR = 12
_CANDIDATES, _WORDS, _SHOWN_WORDS = 60, 24, 5
_MIN_WORD_LENGTH = 3
# Members of one family are like each other and come together; so many are looked at, however few are shown, to have enough of others.
_CHOSEN_FROM = 30
_REMEMBERED_SECONDS = 60
_TITLE_WEIGHT = 3
_CLASS_SCORE = 4.0


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a record is about, as far as others can be like it. ``without_ids`` are the record and its family."""

    id: UUID
    without_ids: tuple[str, ...]
    stems: dict[str, int]
    subclasses: tuple[str, ...]


def similar_records(actor: Actor, which: RecordType, ref: str, *, limit: int, language: Language, on: date) -> list[dict[str, Any]]:
    """The records that share the most telling words and the classes of this one. Empty while no engine answers.

    The record's own family is left out, and of every other family the most similar member stands for all.

    Raises:
        NotFound: there is no such record, or this actor may not see it.
    """
    profile = _profile(which, ref)
    weighted, found = _asked(actor, profile)
    # The record itself goes through the visibility rule together with the others, in the same statements.
    own, *others = cards_in_order(actor, [profile.id, *found], language=language, on=on) or [{"id": None}]
    if own["id"] != profile.id:
        raise NotFound("There is no such record, or it is not public.", params={"ref": ref[:64]})
    chosen = one_a_family(others, without=own["family_id"])[: min(limit, MAX_SIMILAR)]
    items = [item_of(card, Sought()) for card in chosen]
    stemmed = _stems_of(items)
    return [{**item, "reasons": _reasons(item, stemmed[item["id"]], profile.subclasses, weighted, language)} for item in items]


def _profile(which: RecordType, ref: str) -> _Profile:
    """Remembered for a minute: a record is asked for by many, and what it is about hardly changes."""
    key = f"search.profile2:{which}:{sha256(ref.encode('utf-8', 'surrogatepass')).hexdigest()}"
    known: _Profile | None = cache.get(key)
    if known is None:
        finder = Actor.system("search")
        found = find_right(finder, ref) if which == "patent" else find_technology(finder, ref)
        family = family_members(getattr(found, "family_id", None))
        row = rows_for_index(which, [found.id])[found.id]
        without = tuple(str(each) for each in dict.fromkeys([found.id, *family]))
        known = _Profile(found.id, without, _counted(row), tuple(dict.fromkeys(symbol[:4] for symbol in row.symbols)))
        cache.set(key, known, _REMEMBERED_SECONDS)
    return known


def _asked(actor: Actor, profile: _Profile) -> tuple[dict[str, float], list[UUID]]:
    """The weights of the words that were asked for, and the ids found, best first."""
    chosen = engine()
    audience = index_audience(actor)
    try:
        frequencies = guard.frequencies(chosen, audience, [("text_stem", word) for word in profile.stems])
        weighted = _telling(profile.stems, frequencies)
        nodes: list[Node] = [Term("text_stem", word, weight) for word, weight in weighted.items()]
        nodes += [Constant(Term("subclass", symbol), _CLASS_SCORE) for symbol in profile.subclasses]
        without = (*profile.without_ids, *walled_off(actor))
        query = Query(Some(tuple(nodes)) if nodes else Nothing(), without_ids=without, limit=_CHOSEN_FROM)
        hits = guard.search(chosen, audience, query)
    except EngineUnavailableError as error:
        log.warning("search.similar_unavailable", engine=chosen.name, reason=str(error)[:200])
        return {}, []
    return weighted, [UUID(hit.id) for hit in hits.hits]


def _counted(row: RecordRow) -> dict[str, int]:
    """The stems that stand for the record, with how often; words of the title count more."""
    counts: Counter[str] = Counter()
    for texts, weight in ((row.titles, _TITLE_WEIGHT), (row.bodies, 1)):
        for text in texts:
            for token in tokens(text):
                if _is_telling(token):
                    counts[stem(token.text)] += weight
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked[:_CANDIDATES])


def _is_telling(token: Token) -> bool:
    if token.is_cjk:
        return len(token.text) > 1
    return len(token.text) >= _MIN_WORD_LENGTH and not token.text.isdigit() and token.text not in SMALL_WORDS


def _telling(counted: Mapping[str, int], frequencies: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """Weights by how rare a word is; a word that no other record has tells nothing about others."""
    largest = max(frequencies.values(), default=1)
    scored = {
        word: math.sqrt(times) * math.log(1 + largest / frequencies[("text_stem", word)])
        for word, times in counted.items()
        if frequencies[("text_stem", word)] > 1
    }
    best = sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))[:_WORDS]
    top = best[0][1] if best else 1.0
    return {word: round(score / top, 4) for word, score in best if score > 0}


def _stems_of(items: Sequence[dict[str, Any]]) -> dict[UUID, dict[str, str]]:
    """Item → stem → the word as its title or summary writes it."""
    found: dict[UUID, dict[str, str]] = {}
    for item in items:
        text = item["title"]["text"] + "\n" + "".join(part["text"] for part in item["summary_parts"])
        found[item["id"]] = {stem(token.text): text[token.start : token.end] for token in tokens(text)}
    return found


def _reasons(
    item: dict[str, Any], stemmed: Mapping[str, str], subclasses: Sequence[str], weighted: Mapping[str, float], language: Language
) -> list[dict[str, Any]]:
    labels = class_labels()
    shared = [each["symbol"] for each in item["classes"] if each["symbol"] in subclasses]
    words = [stemmed[word] for word in weighted if word in stemmed][:_SHOWN_WORDS]
    reasons: list[dict[str, Any]] = []
    if shared:
        reasons.append({"kind": "class", "values": [_named(symbol, labels, language) for symbol in shared]})
    if words:
        reasons.append({"kind": "words", "values": words})
    return reasons


def _named(symbol: str, labels: Mapping[str, Any], language: Language) -> str:
    label = labels[symbol].best(language)[0] if symbol in labels else ""
    return f"{symbol} {label}".strip()
