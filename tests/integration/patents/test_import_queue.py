"""Handing in a file and calling an import off: who may, what is refused, and that a refusal changes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings

from ipmarket.accounts.errors import SignInNeeded
from ipmarket.accounts.selectors.actors import person_actor
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from patents.enums import BatchState
from patents.models import ImportBatch, QuarantinedRecord
from patents.selectors.import_queue import next_imports
from patents.selectors.imports import import_card, import_for, imports_for, quarantine_of
from patents.services.cancel_import import cancel_import
from patents.services.queue_import import queue_import
from tests.factories.records import AT, make_operator, make_organisation, make_user
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
CONTENT = b"first line\nsecond line\n"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def operator(at: datetime) -> Actor:
    return person_actor(user=make_operator(at=at), at=at, is_strong=True)


def _kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def _batch(state: str = BatchState.QUEUED, **values: Any) -> ImportBatch:
    return ImportBatch.objects.create(**{"file_name": "a.xml", "file_sha256": "0" * 64, "created_at": AT, "state": state} | values)


def test_a_file_is_stored_and_its_import_queued(media: Path, operator: Actor, at: datetime) -> None:
    batch = queue_import(actor=operator, at=at, chunks=[CONTENT[:5], CONTENT[5:]], file_name="../../tmp/My file.jsonl", source="labelled")
    (kept,) = _kept(media)
    assert kept.read_bytes() == CONTENT
    stored = ImportBatch.objects.get()
    assert (stored.id, stored.file_name, stored.source, stored.state) == (batch.id, "My file.jsonl", "labelled", "queued")
    assert (media / stored.stored_path, stored.bytes_total, stored.created_by_id, stored.created_at) == (
        kept,
        len(CONTENT),
        operator.user_id,
        at,
    )
    assert (stored.position, stored.read_count, stored.started_at, stored.finished_at) == (0, 0, None, None)
    assert traces() == Traces(
        entries=[
            (
                "patents.queue_import",
                "patents.import",
                str(batch.id),
                None,
                {"fileName": "My file.jsonl", "fileSha256": stored.file_sha256, "sizeBytes": len(CONTENT), "source": "labelled"},
            )
        ],
        events=[("patents.import_queued", "patents.import", str(batch.id), {"importId": str(batch.id)})],
    )
    assert next_imports() == [batch.id]


def _people(at: datetime) -> dict[str, Actor]:
    organisation = make_organisation()
    return {
        "visitor": VISITOR,
        "member": person_actor(user=make_user(organisation=organisation, at=at), at=at),
        "adviser": person_actor(user=make_user(email="adviser@example.test", roles=("adviser",), at=at), at=at, is_strong=True),
        "auditor": person_actor(user=make_user(email="auditor@example.test", roles=("auditor",), at=at), at=at, is_strong=True),
        "system": Actor.system("test"),
    }


def _never_read(chunk: bytes) -> bytes:
    raise AssertionError("a stranger's file was read")


@pytest.mark.parametrize("who", ["visitor", "member", "adviser", "auditor", "system"])
def test_only_operators_hand_in_files_and_call_imports_off(who: str, media: Path, at: datetime) -> None:
    actor = _people(at)[who]
    batch = _batch()

    unread = map(_never_read, [CONTENT])
    attempts: list[Callable[[], object]] = [
        lambda: queue_import(actor=actor, at=at, chunks=unread, file_name="a"),
        lambda: cancel_import(actor=actor, at=at, import_id=batch.id),
    ]
    for attempt in attempts:
        with pytest.raises(SignInNeeded if who == "visitor" else Forbidden) as refused:
            attempt()
        assert refused.value.code == ("sign_in_needed" if who == "visitor" else "forbidden")
    assert list(ImportBatch.objects.values_list("id", "state", "cancel_requested_at")) == [(batch.id, "queued", None)]
    assert traces() == Traces([], [])
    assert _kept(media) == []


@pytest.mark.parametrize(
    ("content", "source", "code"),
    [
        (CONTENT, "gossip", "import_source_unknown"),
        (b"", "auto", "file_empty"),
        (b"x" * 101, "auto", "file_too_large"),
    ],
)
def test_a_refused_file_leaves_nothing(
    content: bytes, source: str, code: str, media: Path, operator: Actor, at: datetime, settings: Settings
) -> None:
    settings.IMPORT_UPLOAD_LIMIT_BYTES = 100
    with pytest.raises(InvalidInput) as refused:
        queue_import(actor=operator, at=at, chunks=[content], file_name="a", source=source)
    assert refused.value.code == code
    assert ImportBatch.objects.count() == 0
    assert traces() == Traces([], [])
    assert _kept(media) == []


def test_a_file_at_the_limit_is_taken(operator: Actor, at: datetime, settings: Settings) -> None:
    settings.IMPORT_UPLOAD_LIMIT_BYTES = 100
    assert queue_import(actor=operator, at=at, chunks=[b"x" * 100], file_name="a").bytes_total == 100


def test_a_queued_import_ends_at_once(operator: Actor, at: datetime) -> None:
    batch = _batch()
    cancel_import(actor=operator, at=at, import_id=batch.id)
    stored = ImportBatch.objects.get()
    assert (stored.state, stored.cancel_requested_at, stored.finished_at) == ("cancelled", at, at)
    assert traces() == Traces(
        entries=[
            ("patents.cancel_import", "patents.import", str(batch.id), {"state": "queued"}, {"state": "cancelled", "cancelRequested": True})
        ],
        events=[("patents.import_ended", "patents.import", str(batch.id), {"importId": str(batch.id)})],
    )


def test_a_running_import_is_asked_to_stop_once(operator: Actor, at: datetime) -> None:
    batch = _batch(BatchState.RUNNING)
    for minutes in (0, 1):
        cancel_import(actor=operator, at=at + timedelta(minutes=minutes), import_id=batch.id)
    stored = ImportBatch.objects.get()
    assert (stored.state, stored.cancel_requested_at, stored.finished_at) == ("running", at, None)
    assert [(e[0], e[3], e[4]) for e in traces().entries] == [
        ("patents.cancel_import", {"state": "running"}, {"state": "running", "cancelRequested": True})
    ]
    assert [e[1:] for e in traces().events] == [("patents.import", str(batch.id), {"importId": str(batch.id)})]


@pytest.mark.parametrize("state", [BatchState.FINISHED, BatchState.FAILED, BatchState.CANCELLED])
def test_what_has_ended_cannot_be_called_off(state: BatchState, operator: Actor, at: datetime) -> None:
    batch = _batch(state)
    with pytest.raises(Conflict) as refused:
        cancel_import(actor=operator, at=at, import_id=batch.id)
    assert (refused.value.code, refused.value.params) == ("transition_refused", {"state": state, "event": "cancel", "allowed": []})
    assert ImportBatch.objects.values_list("state", "cancel_requested_at", "finished_at").get() == (state.value, None, None)
    assert traces() == Traces([], [])


def test_there_is_no_such_import(operator: Actor, at: datetime) -> None:
    for ask in (
        lambda: cancel_import(actor=operator, at=at, import_id=uuid4()),
        lambda: import_for(operator, uuid4()),
        lambda: quarantine_of(operator, uuid4()),
    ):
        with pytest.raises(NotFound):
            ask()
    assert traces() == Traces([], [])


def test_the_worker_takes_uploads_that_have_not_ended_oldest_first() -> None:
    young = _batch(stored_path="imports/aa/1", created_at=AT + timedelta(minutes=2))
    running = _batch(BatchState.RUNNING, stored_path="imports/aa/2", created_at=AT + timedelta(minutes=1))
    for state in (BatchState.FINISHED, BatchState.FAILED, BatchState.CANCELLED):
        _batch(state, stored_path="imports/aa/3")
    _batch(BatchState.RUNNING)
    assert next_imports() == [running.id, young.id]
    assert next_imports(limit=1) == [running.id]


@pytest.mark.parametrize(("who", "may"), [("visitor", False), ("member", False), ("adviser", False), ("auditor", True)])
def test_who_sees_imports(who: str, may: bool, at: datetime) -> None:
    actor = _people(at)[who]
    batch = _batch()
    QuarantinedRecord.objects.create(batch=batch, position=0, place="line 1", reason="not_read", detail="")
    for ask in (lambda: list(imports_for(actor)), lambda: [import_for(actor, batch.id)], lambda: list(quarantine_of(actor, batch.id))):
        if may:
            assert len(ask()) == 1
        else:
            with pytest.raises(SignInNeeded if who == "visitor" else Forbidden):
                ask()


@pytest.mark.parametrize(
    ("values", "progress", "seconds"),
    [
        ({}, 0.0, 0.0),
        ({"state": "running", "bytes_total": 200, "bytes_read": 50, "started_at": AT - timedelta(seconds=3)}, 0.25, 3.0),
        ({"state": "running", "bytes_total": 200, "bytes_read": 250, "started_at": AT}, 1.0, 0.0),
        (
            {"state": "failed", "bytes_total": 200, "bytes_read": 50, "started_at": AT, "finished_at": AT + timedelta(seconds=1.26)},
            0.25,
            1.3,
        ),
        ({"state": "finished", "started_at": AT, "finished_at": AT + timedelta(seconds=2)}, 1.0, 2.0),
    ],
)
def test_how_far_an_import_is(values: dict[str, Any], progress: float, seconds: float) -> None:
    batch = _batch(**values)
    card = import_card(batch, at=AT)
    assert (card["progress"], card["seconds"]) == (progress, seconds)
