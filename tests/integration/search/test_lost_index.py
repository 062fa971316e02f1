"""An index that is gone comes back by itself, and no change is lost or parked on the way."""

import shutil
import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection

from ipmarket.kernel.actor import VISITOR
from ipmarket.kernel.outbox import relay
from ipmarket.kernel.outbox.delivery import MAX_ATTEMPTS
from ipmarket.kernel.outbox.periodic import run_due_jobs
from ipmarket.kernel.outbox.registry import Event, temporary_handler
from ipmarket.kernel.outbox.selectors import parked
from ipmarket.kernel.outbox.services import emit
from patents.events import RIGHT_CHANGED
from patents.models import ProductionTechnology, Right
from search.engines.guard import guard
from search.engines.port import Engine, EngineUnavailableError, Health
from search.enums import GenerationState
from search.indexing import recovery
from search.indexing.rebuild import RebuildFailedError, rebuild
from search.indexing.verify import compare
from search.indexing.versions import rebuilding_alone
from search.models import IndexGeneration
from search.selectors.search_catalogue import search_catalogue
from search.selectors.search_request import SearchRequest
from tests.factories.records import AT, make_right
from tests.integration.search.conftest import ENGLISH, ON

pytestmark = pytest.mark.django_db

Catalogue = dict[str, Right | ProductionTechnology]


def _added(number: str, title: str) -> Right:
    right = make_right(number, titles={"en": title})
    emit(topic=RIGHT_CHANGED, aggregate_type="patents.right", aggregate_id=right.id, payload={"rightId": str(right.id)}, at=AT)
    return right


def _answer(text: str) -> tuple[object, object]:
    guard.forget()
    page = search_catalogue(VISITOR, SearchRequest(text=text), language=ENGLISH, on=ON)
    engine = page["engine"]
    assert isinstance(engine, dict)
    return engine["name"], page["total"]


def test_a_removed_folder_comes_back(engine: Engine, catalogue: Catalogue, settings: LazySettings) -> None:
    first = rebuild(engine=engine, at=AT)
    assert _answer("clamp") == ("tantivy", 1)
    shutil.rmtree(settings.SEARCH_INDEX_DIR)
    _added("EP1234567A1", "Clamp for anodising")
    report = relay.drain(lanes=("index",))
    assert (report.delivered, report.failed, report.parked) == (1, 0, 0)
    assert _answer("clamp") == ("database", 2)
    later = AT + timedelta(minutes=1)
    assert "search.recover" in run_due_jobs(at=later)
    assert _answer("clamp") == ("tantivy", 2)
    serving = {audience: engine.serving(audience) or "" for audience in ("public", "registered")}
    assert [drift.count for drift in compare(engine, serving)] == [0, 0]
    assert serving["public"] != first.generation
    _added("EP1234568A1", "Clamp after the loss")
    assert relay.drain(lanes=("index",)).failed == 0
    assert _answer("clamp") == ("tantivy", 3)
    assert recovery.recover_lost_index(at=later + timedelta(minutes=1)) is False
    assert engine.serving("public") == serving["public"]


def test_one_lost_index_does_not_hold_the_other_up(engine: Engine, catalogue: Catalogue, settings: LazySettings) -> None:
    built = rebuild(engine=engine, at=AT)
    shutil.rmtree(settings.SEARCH_INDEX_DIR / "registered" / built.generation)
    _added("EP1234567A1", "Clamp for anodising")
    assert relay.drain(lanes=("index",)).failed == 0
    assert _answer("clamp") == ("tantivy", 2)
    assert recovery.recover_lost_index(at=AT + timedelta(minutes=1)) is True
    assert _answer("clamp") == ("tantivy", 2)


def test_what_was_never_built_is_not_lost(engine: Engine, catalogue: Catalogue) -> None:
    assert recovery.recover_lost_index(at=AT) is False
    assert engine.generations("public") == []
    assert not IndexGeneration.objects.exists()


def test_an_engine_that_does_not_answer_is_waited_for(
    engine: Engine, catalogue: Catalogue, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = rebuild(engine=engine, at=AT)
    shutil.rmtree(settings.SEARCH_INDEX_DIR)

    def refuse(*_: object) -> None:
        raise EngineUnavailableError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(engine, "write", refuse)
        assert recovery.recover_lost_index(at=AT + timedelta(minutes=1)) is False
    assert engine.generations("public") == []
    serving = IndexGeneration.objects.filter(state=GenerationState.SERVING).values_list("name", flat=True)
    assert set(serving) == {first.generation}
    assert recovery.recover_lost_index(at=AT + timedelta(minutes=2)) is True
    assert _answer("clamp") == ("tantivy", 1)


@pytest.mark.django_db(transaction=True)
def test_two_rebuilds_do_not_run_beside_each_other(engine: Engine, catalogue: Catalogue) -> None:

    refusals: list[str] = []

    def other() -> None:
        try:
            rebuild(engine=engine, at=AT)
        except RebuildFailedError as refused:
            refusals.append(str(refused))
        finally:
            connection.close()

    with rebuilding_alone() as is_alone:
        assert is_alone
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert refusals == ["Another rebuild is at work."]
    assert engine.generations("public") == []
    assert rebuild(engine=engine, at=AT).drift == 0


def test_changes_parked_by_a_long_absence_go_out_by_themselves(
    engine: Engine, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild(engine=engine, at=AT)
    _added("EP1234567A1", "Clamp for anodising")

    def refuse(*_: object) -> None:
        raise EngineUnavailableError("away")

    with monkeypatch.context() as broken:
        broken.setattr(engine, "write", refuse)
        for attempt in range(MAX_ATTEMPTS):
            with time_machine.travel(AT + timedelta(minutes=10 * attempt), tick=False):
                report = relay.drain(lanes=("index",), limit=1)
        assert report.parked == 1
        broken.setattr(engine, "health", lambda: Health(is_up=False, detail="away"))
        assert recovery.release_parked_changes(at=AT) == 0
    later = AT + timedelta(hours=2)
    with temporary_handler("test.poison", _poison, name="test.poison", lane="index"):
        emit(topic="test.poison", aggregate_type="test", aggregate_id="1", payload={}, at=AT)
        for attempt in range(MAX_ATTEMPTS):
            with time_machine.travel(later + timedelta(minutes=10 * attempt), tick=False):
                relay.drain(lanes=("index",))
        assert [each.handler for each in parked()] == ["search.right_changed", "test.poison"]
        assert recovery.release_parked_changes(at=later) == 1
        assert recovery.release_parked_changes(at=later) == 0
        assert [each.handler for each in parked()] == ["test.poison"]
    with time_machine.travel(later, tick=False):
        assert relay.drain(lanes=("index",)).delivered == 1
    assert _answer("clamp") == ("tantivy", 2)


def _poison(_: Event) -> None:
    raise ValueError("never")
