"""A change of rows becomes a change of documents through the outbox; a rebuild and a comparison agree with both."""

import json
from collections.abc import Sequence
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.actor import VISITOR
from ipmarket.kernel.outbox import relay
from ipmarket.kernel.outbox.services import emit
from patents.events import RIGHT_CHANGED
from patents.models import ProductionTechnology, Right
from search.documents.mapping import SCHEMA_VERSION
from search.engines.port import Engine, EngineUnavailableError, Query, Term, Write, WriteReport
from search.enums import GenerationState
from search.indexing.rebuild import needs_rebuild, rebuild
from search.indexing.refresh import refresh_documents
from search.indexing.verify import compare
from search.models import IndexGeneration
from search.selectors.search_catalogue import search_catalogue
from search.selectors.search_request import SearchRequest
from tests.factories.records import AT, make_right, make_right_text
from tests.integration.search.conftest import ENGLISH, ON

pytestmark = pytest.mark.django_db

Catalogue = dict[str, Right | ProductionTechnology]


def _ids(engine: Engine, audience: str, word: str) -> list[str]:
    return sorted(hit.id for hit in engine.search(audience, Query(Term("text_stem", word))).hits)


def _changed(right: Right) -> None:
    emit(topic=RIGHT_CHANGED, aggregate_type="patents.right", aggregate_id=right.id, payload={"rightId": str(right.id)}, at=AT)


def _right(catalogue: Catalogue, name: str) -> Right:
    row = catalogue[name]
    assert isinstance(row, Right)
    return row


def test_rebuild_puts_each_record_where_it_may_be_read(engine: Engine, catalogue: Catalogue) -> None:
    report = rebuild(engine=engine, at=AT)
    assert (report.documents, report.drift) == ({"public": 3, "registered": 4}, 0)
    assert _ids(engine, "public", "clamp") == [str(catalogue["machine"].id)]
    assert _ids(engine, "registered", "clamp") == sorted(str(catalogue[name].id) for name in ("machine", "registered"))
    assert not needs_rebuild(engine)


def test_a_change_reaches_the_index_through_the_outbox(engine: Engine, catalogue: Catalogue) -> None:
    rebuild(engine=engine, at=AT)
    machine = _right(catalogue, "machine")
    make_right_text(machine, "zh-Hans", title="带分离式锁模的注塑机 anodising")
    added = make_right("EP1234567A1", titles={"en": "Anodised heat sink"})
    _changed(machine)
    _changed(added)
    report = relay.drain(lanes=("index",))
    assert (report.delivered, report.failed) == (2, 0)
    assert _ids(engine, "public", "anod") == sorted([str(machine.id), str(added.id)])


def test_what_is_hidden_or_gone_leaves_the_index(engine: Engine, catalogue: Catalogue) -> None:
    rebuild(engine=engine, at=AT)
    machine, battery = _right(catalogue, "machine"), _right(catalogue, "battery")
    Right.objects.filter(pk=machine.pk).update(audience=Audience.REGISTERED)
    _changed(machine)
    battery_id = battery.id
    _changed(battery)
    battery.delete()
    relay.drain(lanes=("index",))
    assert engine.search("public", Query()).total == 1
    assert engine.search("registered", Query()).total == 3
    assert str(battery_id) not in {entry.id for entry in engine.entries("registered", engine.serving("registered") or "")}
    generations = {audience: engine.serving(audience) or "" for audience in ("public", "registered")}
    assert [drift.count for drift in compare(engine, generations)] == [0, 0]


def test_events_before_the_first_rebuild_are_no_failure(engine: Engine, catalogue: Catalogue) -> None:
    _changed(_right(catalogue, "machine"))
    report = relay.drain(lanes=("index",))
    assert (report.delivered, report.failed) == (1, 0)
    assert needs_rebuild(engine)


def test_an_engine_that_is_away_is_asked_again(engine: Engine, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild(engine=engine, at=AT)
    machine = _right(catalogue, "machine")
    make_right_text(machine, "zh-Hans", title="violet")
    _changed(machine)

    def refuse(*_: object) -> WriteReport:
        raise EngineUnavailableError("away")

    with monkeypatch.context() as broken:
        broken.setattr(engine, "write", refuse)
        report = relay.drain(lanes=("index",), limit=1)
        assert report.failed == 1
    assert _ids(engine, "public", "violet") == []


def test_a_second_generation_serves_and_the_first_is_kept(engine: Engine, catalogue: Catalogue) -> None:
    first = rebuild(engine=engine, at=AT)
    second = rebuild(engine=engine, at=AT.replace(minute=1))
    third = rebuild(engine=engine, at=AT.replace(minute=2))
    states = dict(IndexGeneration.objects.filter(audience="public").values_list("name", "state"))
    assert states == {second.generation: GenerationState.KEPT, third.generation: GenerationState.SERVING}
    assert engine.generations("public") == [second.generation, third.generation]
    assert first.generation not in engine.generations("registered")


def test_drift_is_found_and_repaired(engine: Engine, catalogue: Catalogue) -> None:
    rebuild(engine=engine, at=AT)
    serving = engine.serving("public") or ""
    machine, battery = _right(catalogue, "machine"), _right(catalogue, "battery")
    far = 10**12
    engine.write("public", serving, [Write(str(battery.id), far, None), Write(str(machine.id), far, {"text": "wrong"}, 1)])
    engine.write("public", serving, [Write("0197a000-0000-7000-8000-000000000000", far, {"text": "surplus"}, 1)])
    engine.refresh("public", serving)
    out = StringIO()
    with pytest.raises(CommandError, match="drift 3"):
        call_command("search_verify", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "engine": "tantivy",
        "drift": 3,
        "audiences": {
            "public": {"documents": 3, "missing": 1, "surplus": 1, "different": 1},
            "registered": {"documents": 4, "missing": 0, "surplus": 0, "different": 0},
        },
    }
    call_command("search_rebuild", verbosity=0, stdout=StringIO())
    out = StringIO()
    call_command("search_verify", stdout=out)
    assert out.getvalue().endswith("drift 0\n")


def test_rebuild_only_if_needed(engine: Engine, catalogue: Catalogue) -> None:
    call_command("search_rebuild", "--if-needed", verbosity=0, stdout=StringIO())
    serving = engine.serving("public")
    out = StringIO()
    call_command("search_rebuild", "--if-needed", stdout=out)
    assert out.getvalue() == "tantivy: the indexes are there and of the present schema\n"
    assert engine.serving("public") == serving


def test_a_later_reader_of_the_rows_wins(engine: Engine, catalogue: Catalogue) -> None:
    rebuild(engine=engine, at=AT)
    machine = _right(catalogue, "machine")
    assert refresh_documents({"patent": [machine.id]}) == 2
    entries = {entry.id: entry.version for entry in engine.entries("public", engine.serving("public") or "")}
    assert entries[str(machine.id)] == max(entries.values())
    late = engine.write("public", engine.serving("public") or "", [Write(str(machine.id), entries[str(machine.id)] - 1, {"text": "late"})])
    assert late == WriteReport(applied=0, stale=1)


@pytest.mark.elasticsearch
def test_the_same_on_a_cluster(cluster: Engine, catalogue: Catalogue) -> None:
    report = rebuild(engine=cluster, at=AT)
    assert (report.documents, report.drift) == ({"public": 3, "registered": 4}, 0)
    machine, battery = _right(catalogue, "machine"), _right(catalogue, "battery")
    make_right_text(machine, "zh-Hans", title="anodising")
    _changed(machine)
    _changed(battery)
    battery.delete()
    relay.drain(lanes=("index",))
    assert _ids(cluster, "public", "anod") == [str(machine.id)]
    assert cluster.search("public", Query()).total == 2
    generations = {audience: cluster.serving(audience) or "" for audience in ("public", "registered")}
    assert [drift.count for drift in compare(cluster, generations)] == [0, 0]
    second = rebuild(engine=cluster, at=AT.replace(minute=1))
    third = rebuild(engine=cluster, at=AT.replace(minute=2))
    assert cluster.generations("public") == [second.generation, third.generation]
    assert cluster.serving("public") == third.generation
    assert not needs_rebuild(cluster)
    found = search_catalogue(VISITOR, SearchRequest(text="注塑机"), language=ENGLISH, on=ON)
    assert (found["total"], found["engine"]) == (1, {"name": "elasticsearch", "degraded": False, "not_applied": []})


def test_what_changes_during_a_rebuild_is_in_both_indexes(engine: Engine, catalogue: Catalogue) -> None:
    first = rebuild(engine=engine, at=AT)
    machine = _right(catalogue, "machine")
    totals: list[int] = []

    def change(loaded: int) -> None:
        totals.append(engine.search("public", Query()).total)
        if loaded == 4:
            make_right_text(machine, "zh-Hans", title="anodising during the load")
            _changed(machine)
            assert relay.drain(lanes=("index",)).failed == 0
            assert _ids(engine, "public", "anod") == [str(machine.id)]

    second = rebuild(engine=engine, at=AT.replace(minute=1), progress=change)
    assert totals == [3, 3]
    assert (second.drift, engine.serving("public")) == (0, second.generation)
    assert second.generation != first.generation
    assert _ids(engine, "public", "anod") == [str(machine.id)]


def test_a_rebuild_that_fails_leaves_the_old_index_serving(engine: Engine, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rebuild(engine=engine, at=AT)
    original = engine.write

    def refuse(audience: str, generation: str, writes: Sequence[Write]) -> WriteReport:
        if generation != first.generation:
            raise EngineUnavailableError("disk full")
        return original(audience, generation, writes)

    with monkeypatch.context() as broken:
        broken.setattr(engine, "write", refuse)
        with pytest.raises(EngineUnavailableError):
            rebuild(engine=engine, at=AT.replace(minute=1))
    assert engine.serving("public") == first.generation
    assert set(IndexGeneration.objects.values_list("name", "state")) == {
        (first.generation, GenerationState.SERVING),
        (f"20261121040100-v{SCHEMA_VERSION}", GenerationState.FAILED),
    }
    _changed(_right(catalogue, "machine"))
    assert relay.drain(lanes=("index",)).failed == 0
    rebuild(engine=engine, at=AT.replace(minute=2))
    assert len(engine.generations("public")) == 2
