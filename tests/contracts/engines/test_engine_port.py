"""What every engine promises about writing, serving and refusing. The same tests run on each."""

import threading

import pytest

from search.documents.mapping import MAPPING
from search.engines.port import (
    AfterKey,
    AfterScore,
    All,
    Best,
    Constant,
    Engine,
    EngineUnavailableError,
    Entry,
    Everything,
    Filter,
    Nothing,
    Phrase,
    Query,
    Some,
    Term,
    Write,
)
from tests.contracts.engines.corpus import own_records, write_of

_RECORDS = own_records()


def _text(id_: str, text: str, version: int) -> Write:
    return Write(id=id_, version=version, fields={"text": text, "type": "patent", "by_number": id_}, digest=version)


def _ids(engine: Engine, generation: str, query: Query) -> list[str]:
    return [hit.id for hit in engine.search("public", query, generation=generation).hits]


@pytest.fixture
def written(engine: Engine, generation: str) -> str:
    engine.create_generation("public", generation, MAPPING)
    engine.write("public", generation, [_text("a", "red gear", 5), _text("b", "red red mould", 5), _text("c", "gear of red mould", 5)])
    engine.refresh("public", generation)
    return generation


def test_a_late_writer_loses(engine: Engine, written: str) -> None:
    report = engine.write("public", written, [_text("a", "blue", 4), _text("b", "blue", 5), _text("c", "blue", 6)])
    engine.refresh("public", written)
    assert (report.applied, report.stale) == (1, 2)
    assert _ids(engine, written, Query(Term("text", "blue"))) == ["c"]
    assert list(engine.entries("public", written)) == [Entry("a", 5, 5), Entry("b", 5, 5), Entry("c", 6, 6)]


def test_the_last_of_several_writes_in_one_batch_stays(engine: Engine, written: str) -> None:
    report = engine.write("public", written, [_text("d", "one", 1), _text("d", "two", 2), _text("d", "late", 1)])
    engine.refresh("public", written)
    assert (report.applied, report.stale) == (2, 1)
    assert _ids(engine, written, Query(Term("text", "two"))) == ["d"]
    assert engine.search("public", Query(), generation=written).total == 4


def test_a_deletion_is_remembered(engine: Engine, written: str) -> None:
    engine.write("public", written, [Write("a", 9, None), Write("never", 9, None)])
    engine.refresh("public", written)
    assert _ids(engine, written, Query(sort="by_number")) == ["b", "c"]
    report = engine.write("public", written, [_text("a", "late", 8), _text("never", "late", 8)])
    engine.refresh("public", written)
    assert (report.applied, report.stale) == (0, 2)
    assert _ids(engine, written, Query(sort="by_number")) == ["b", "c"]
    engine.write("public", written, [_text("a", "back", 10)])
    engine.refresh("public", written)
    assert _ids(engine, written, Query(sort="by_number")) == ["a", "b", "c"]


def test_the_alias_moves_in_one_step(engine: Engine, generation: str) -> None:
    for name in (generation + "1", generation + "2"):
        engine.create_generation("registered", name, MAPPING)
        engine.write("registered", name, [_text(name[-1], "same words", 1)])
        engine.refresh("registered", name)
    engine.serve("registered", generation + "1")
    answers: list[int] = []
    failures: list[EngineUnavailableError] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                answers.append(engine.search("registered", Query(Term("text", "words"))).total)
            except EngineUnavailableError as error:
                failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    for _ in range(10):
        engine.serve("registered", generation + "2")
        engine.serve("registered", generation + "1")
    engine.serve("registered", generation + "2")
    stop.set()
    thread.join()
    assert failures == []
    assert set(answers) == {1}
    assert engine.serving("registered") == generation + "2"
    assert [hit.id for hit in engine.search("registered", Query()).hits] == ["2"]
    assert {generation + "1", generation + "2"} <= set(engine.generations("registered"))
    with pytest.raises(ValueError, match="is serving"):
        engine.drop_generation("registered", generation + "2")
    engine.drop_generation("registered", generation + "1")
    assert generation + "1" not in engine.generations("registered")


def test_what_is_written_is_findable_after_refresh_alone(engine: Engine, written: str) -> None:
    engine.write("public", written, [_text("z", "violet", 7)])
    engine.refresh("public", written)
    assert _ids(engine, written, Query(Term("text", "violet"))) == ["z"]


@pytest.mark.parametrize(
    ("node", "ids"),
    [
        (Term("text", "red"), ["a", "b", "c"]),
        (Term("text", "Red"), []),
        (Phrase("text", ("red", "mould")), ["b", "c"]),
        (Phrase("text", ("red", "red")), ["b"]),
        (Phrase("text", ("red",)), ["a", "b", "c"]),
        (All((Term("text", "red"), Term("text", "gear"))), ["a", "c"]),
        (All((Term("text", "gear"),), optional=(Term("text", "mould"),)), ["a", "c"]),
        (Some((Term("text", "gear"), Term("text", "mould"), Term("text", "of"))), ["a", "b", "c"]),
        (Some((Term("text", "gear"), Term("text", "mould"), Term("text", "of")), at_least=2), ["c"]),
        (Best((Term("text", "of"), Term("text", "mould")), others=0.3), ["b", "c"]),
        (Constant(Term("text", "gear"), 3.0), ["a", "c"]),
        (Everything(), ["a", "b", "c"]),
        (Nothing(), []),
    ],
)
def test_the_query_tree(engine: Engine, written: str, node: object, ids: list[str]) -> None:
    query = Query(node, sort="by_number")  # type: ignore[arg-type]  # the table above holds nodes of every kind
    assert _ids(engine, written, query) == ids
    assert engine.search("public", query, generation=written).total == len(ids)


def test_scores(engine: Engine, written: str) -> None:
    best = engine.search("public", Query(Term("text", "red")), generation=written).hits
    assert [hit.id for hit in best] == ["b", "a", "c"]
    constant = engine.search("public", Query(Constant(Term("text", "red"), 3.0)), generation=written).hits
    assert [(hit.id, hit.score) for hit in constant] == [("a", 3.0), ("b", 3.0), ("c", 3.0)]
    doubled = engine.search("public", Query(Term("text", "red", 2.0)), generation=written).hits
    assert [hit.score for hit in doubled] == pytest.approx([2 * hit.score for hit in best], rel=1e-5)


def test_equal_scores_are_paged_by_id(engine: Engine, generation: str) -> None:
    engine.create_generation("public", generation, MAPPING)
    ids = [f"x{at:03d}" for at in range(50)]
    engine.write("public", generation, [_text(id_, "same", 1) for id_ in reversed(ids)])
    engine.refresh("public", generation)
    found: list[str] = []
    after: AfterKey | AfterScore | None = None
    while True:
        page = engine.search("public", Query(Term("text", "same"), after=after, limit=7), generation=generation)
        found += [hit.id for hit in page.hits]
        after = page.after
        if after is None:
            break
    assert found == ids


def test_leaving_out_and_filtering(engine: Engine, written: str) -> None:
    assert _ids(engine, written, Query(sort="by_number", without_ids=("b",))) == ["a", "c"]
    assert _ids(engine, written, Query(Term("text", "gear"), (Filter("type", ("technology",)),))) == []
    assert _ids(engine, written, Query(Term("text", "gear"), (Filter("type", ("technology", "patent")),), sort="by_number")) == ["a", "c"]


def test_frequencies(engine: Engine, written: str) -> None:
    engine.serve("public", written)
    asked = [("text", "red"), ("text", "gear"), ("text", "nowhere")]
    assert engine.frequencies("public", asked) == {("text", "red"): 3, ("text", "gear"): 2, ("text", "nowhere"): 0}


def test_a_limit_of_none(engine: Engine, written: str) -> None:
    hits = engine.search("public", Query(limit=0, facets=("type",)), generation=written)
    assert (hits.total, hits.hits, hits.facets, hits.after) == (3, (), {"type": {"patent": 3}}, None)


def test_an_index_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(EngineUnavailableError):
        engine.search("nobody", Query())
    with pytest.raises(EngineUnavailableError):
        engine.search("public", Query(), generation="missing")
    assert engine.serving("nobody") is None
    assert engine.generations("nobody") == []


def test_bounds(engine: Engine, written: str) -> None:
    with pytest.raises(ValueError, match="limit 1001"):
        engine.search("public", Query(limit=1001), generation=written)
    with pytest.raises(ValueError, match="8000 clauses"):
        engine.search("public", Query(Some(tuple(Term("text", str(at)) for at in range(8_001)))), generation=written)
    with pytest.raises(ValueError, match="another order"):
        engine.search("public", Query(sort="by_number", after=AfterScore(1.0, "a", 1)), generation=written)
    many = Some(tuple(Term("text", str(at)) for at in range(1_000)))
    assert engine.search("public", Query(many), generation=written).total == 0


def test_entries_walk_past_a_page(engine: Engine, generation: str) -> None:
    engine.create_generation("public", generation, MAPPING)
    writes = [write_of(record) for record in _RECORDS] + [_text(f"y{at:05d}", "more", 3) for at in range(2_100)]
    engine.write("public", generation, writes)
    engine.refresh("public", generation)
    entries = [entry.id for entry in engine.entries("public", generation)]
    assert entries == sorted(write.id for write in writes)


def test_health(engine: Engine) -> None:
    assert engine.health().is_up


@pytest.mark.parametrize("sort", ["by_newest", "by_oldest", "by_number"])
def test_a_walk_while_documents_come_and_go(engine: Engine, generation: str, sort: str) -> None:
    engine.create_generation("public", generation, MAPPING)
    stable = [write_of(record) for record in _RECORDS[:100]]
    engine.write("public", generation, stable + [write_of(record) for record in _RECORDS[100:]])
    engine.refresh("public", generation)
    seen: list[str] = []
    after: AfterKey | AfterScore | None = None
    coming_and_going = [record.id for record in _RECORDS[100:]]
    for version in range(2, 40):
        page = engine.search("public", Query(sort=sort, after=after, limit=9), generation=generation)
        seen += [hit.id for hit in page.hits]
        after = page.after
        if after is None:
            break
        turn = [record for at, record in enumerate(_RECORDS[100:]) if at % 7 == version % 7]
        writes = [Write(record.id, version, None) if version % 2 else write_of(record, version) for record in turn]
        engine.write("public", generation, writes)
        engine.refresh("public", generation)
    kept = [id_ for id_ in seen if id_ not in coming_and_going]
    assert after is None
    assert sorted(kept) == sorted(write.id for write in stable)
    assert len(seen) == len(set(seen))
