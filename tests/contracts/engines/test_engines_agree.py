"""The engines are peers: the same matching sets, totals, facet counts and pages, and nearly the same order by relevance."""

from collections.abc import Sequence

import opencc
import pytest

from search.documents.mapping import FACET_FIELDS
from search.engines.port import RELEVANCE_DEPTH, AfterKey, AfterScore, Engine, Everything, Filter, Hits, Query
from search.language.bag_of_words import bag_of_words
from search.language.readings import read_query
from tests.contracts.engines.corpus import OWN_QUERIES, Record, own_records, real_queries

pytestmark = pytest.mark.elasticsearch

REAL_QUERIES = 320
_FACETS = tuple(FACET_FIELDS)


def _both(engines: tuple[Engine, Engine], audience: str, query: Query) -> tuple[Hits, Hits]:
    first, second = engines
    return first.search(audience, query), second.search(audience, query)


def _walk(engine: Engine, audience: str, query: Query) -> list[str]:
    """Every id, page by page."""
    found: list[str] = []
    after: AfterKey | AfterScore | None = None
    while True:
        page = engine.search(audience, Query(query.match, query.filters, sort=query.sort, after=after, limit=query.limit))
        found += [hit.id for hit in page.hits]
        if page.after is None:
            return found
        after = page.after


def _assert_same_answers(engines: tuple[Engine, Engine], audience: str, queries: Sequence[str]) -> float:
    """Sets, totals and facets are equal for each query; returns the mean overlap of the ten best."""
    overlaps = []
    for text in queries:
        node = read_query(text).node
        ours, theirs = _both(engines, audience, Query(node, sort="by_number", limit=1000, facets=_FACETS))
        assert ours.total == theirs.total, text
        assert [hit.id for hit in ours.hits] == [hit.id for hit in theirs.hits], text
        assert ours.facets == theirs.facets, text
        ours, theirs = _both(engines, audience, Query(node, limit=10))
        best, other = {hit.id for hit in ours.hits}, {hit.id for hit in theirs.hits}
        overlaps.append(len(best & other) / len(best) if best else 1.0)
    return sum(overlaps) / len(overlaps)


def test_own_corpus_gives_the_same_answers(own_on_both: tuple[Engine, Engine]) -> None:
    assert len(own_records()) == 160
    assert _assert_same_answers(own_on_both, "own", OWN_QUERIES) >= 0.9


def test_real_corpus_gives_the_same_answers(real_on_both: tuple[Engine, Engine], real: list[Record]) -> None:
    assert len(real) >= 3_000
    assert _assert_same_answers(real_on_both, "real", real_queries(real, REAL_QUERIES)) >= 0.9


def test_bags_of_words_rank_alike(real_on_both: tuple[Engine, Engine], real: list[Record]) -> None:
    overlaps = []
    for record in real[:: len(real) // 60]:
        ours, theirs = _both(real_on_both, "real", Query(bag_of_words(record.titles[0]), limit=10))
        assert ours.total == theirs.total
        overlaps.append(len({hit.id for hit in ours.hits} & {hit.id for hit in theirs.hits}) / max(len(ours.hits), 1))
    assert sum(overlaps) / len(overlaps) >= 0.9


@pytest.mark.parametrize("sort", ["by_newest", "by_oldest", "by_number", None])
def test_pages_are_the_same(own_on_both: tuple[Engine, Engine], sort: str | None) -> None:
    node = bag_of_words("low noise battery 電池") if sort is None else Everything()
    query = Query(node, (Filter("type", ("patent",)),), sort=sort, limit=7)
    walks = [_walk(engine, "own", query) for engine in own_on_both]
    assert len(walks[0]) == len(set(walks[0])) == own_on_both[0].search("own", query).total
    if sort is None:
        assert set(walks[0]) == set(walks[1])
    else:
        assert walks[0] == walks[1]


def test_chosen_facets_count_the_other_choices(own_on_both: tuple[Engine, Engine]) -> None:
    filters = (Filter("section", ("B", "H")), Filter("office", ("HK",)), Filter("year", ("1990", "1993", "1996")))
    ours, theirs = _both(own_on_both, "own", Query(Everything(), filters, facets=_FACETS, limit=50))
    assert ours.facets == theirs.facets
    assert ours.total == theirs.total
    # The office's own filter does not count against it: the other offices can still be chosen.
    assert set(ours.facets["office"]) == {"HK", "CN", "US"}
    assert ours.facets["office"]["HK"] == ours.total


def test_relevance_ends_at_its_stated_depth(real_on_both: tuple[Engine, Engine]) -> None:
    node = bag_of_words("a method of the device")
    for engine in real_on_both:
        last = engine.search("real", Query(node, limit=1000))
        assert last.total > RELEVANCE_DEPTH
        assert (len(last.hits), last.after, last.limit_reached) == (RELEVANCE_DEPTH, None, True)
        pages = _walk(engine, "real", Query(node, limit=300))
        assert pages == [hit.id for hit in last.hits]


@pytest.mark.parametrize("way", ["s2t", "s2hk", "s2tw"])
def test_either_script_finds_the_identical_list(real_on_both: tuple[Engine, Engine], real: list[Record], way: str) -> None:
    converter = opencc.OpenCC(way)
    queries = [text for text in real_queries(real, REAL_QUERIES) if not text.isascii()]
    assert len(queries) > 80
    for text in queries:
        # Conversion by words keeps the length here; the local vocabulary is another matter and has its own converters.
        converted = converter.convert(text)
        for engine in real_on_both:
            simplified = engine.search("real", Query(read_query(text).node, limit=100))
            traditional = engine.search("real", Query(read_query(converted).node, limit=100))
            assert simplified == traditional, (text, converted)
