"""What is kept for as long as the dated rules allow, and forgotten then: what has rows of its own is tested in test_privacy."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from pytest_django import Settings

from ipmarket.accounts.enums import DocumentKind, JobState
from ipmarket.accounts.models import DataExport, Document
from ipmarket.accounts.selectors.retention import kept_since
from ipmarket.accounts.services import keep_retention as retention
from ipmarket.accounts.services.keep_retention import keep_retention
from ipmarket.kernel import files, process_cache
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.audit.models import Entry, Look
from ipmarket.kernel.audit.services import record_look
from ipmarket.kernel.clock import now
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.mail.enums import MessageState
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.outbox.models import Event
from ipmarket.reference.enums import RowList
from ipmarket.reference.models import Row
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.records import make_organisation, make_user
from tests.support.traces import traces

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _rules(at: datetime, tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    load_rows(actor=SYSTEM, at=at)


def _file(content: str, written_at: datetime, *, folder: str = "exports") -> str:
    path = files.store([content.encode()], name="copy.zip", folder=folder, max_bytes=100).path
    os.utime(default_storage.path(path), (written_at.timestamp(), written_at.timestamp()))
    return path


def test_files_of_copies_that_no_row_names_go_after_a_day(at: datetime) -> None:
    named, unnamed, young = _file("named", at - 9 * DAY), _file("cut off", at - DAY - MOMENT), _file("on its way", at - DAY)
    evidence = _file("another folder", at - 9 * DAY, folder="evidence")
    DataExport.objects.create(
        user=make_user(), state=JobState.READY, path=named, size_bytes=5, requested_at=at, ready_at=at, expires_at=at + DAY
    )
    assert keep_retention(actor=SYSTEM, at=at)["unnamed_copies"] == 1
    assert [default_storage.exists(path) for path in (named, unnamed, young, evidence)] == [True, False, True, True]
    entry = Entry.objects.get(action="accounts.keep_retention")
    assert (entry.target_type, entry.target_id, entry.after) == ("accounts.retention", "unnamed_copies", {"forgotten": 1})
    assert list(Event.objects.filter(topic="accounts.retention_kept").values_list("aggregate_id", flat=True)) == ["unnamed_copies"]

    seen = traces()
    assert keep_retention(actor=SYSTEM, at=at)["unnamed_copies"] == 0
    assert traces() == seen
    assert keep_retention(actor=SYSTEM, at=at + MOMENT)["unnamed_copies"] == 1
    assert [default_storage.exists(path) for path in (named, young, evidence)] == [True, False, True]


def test_a_run_takes_so_many_and_the_next_one_the_rest(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    paths = [_file(f"cut off {number}", at - 2 * DAY) for number in range(4)]
    assert keep_retention(actor=SYSTEM, at=at)["unnamed_copies"] == 3
    assert sum(default_storage.exists(path) for path in paths) == 1
    assert keep_retention(actor=SYSTEM, at=at)["unnamed_copies"] == 1
    assert sum(default_storage.exists(path) for path in paths) == 0


def _message(address: str, state: MessageState, at: datetime) -> Message:
    is_sent = state is MessageState.SENT
    return Message.objects.create(
        template="accounts/account_erased", language="en", time_zone="UTC", to_address=address, state=state, queued_at=at,
        sent_at=at if is_sent else None, sealed_values="" if is_sent else "sealed", message_id=f"<{address}>",
    )  # fmt: skip


def test_addresses_of_messages_go_when_their_rule_says_so(at: datetime) -> None:
    sent, waiting = _message("ada@example.test", MessageState.SENT, at), _message("eve@example.test", MessageState.QUEUED, at)
    last = at + 90 * DAY
    assert keep_retention(actor=SYSTEM, at=last)["mail_addresses"] == 0
    assert keep_retention(actor=SYSTEM, at=last + MOMENT)["mail_addresses"] == 1
    assert (Message.objects.get(id=sent.id).to_address, Message.objects.get(id=waiting.id).to_address) == ("", "eve@example.test")


def test_looks_go_when_their_rule_says_so() -> None:
    # The database compares with its own clock.
    today, second = now(), timedelta(seconds=1)
    for age in (2562 * DAY + second, 2562 * DAY - second):
        record_look(actor=Actor(kind="person", user_id=new_id()), at=today - age, object_type="accounts.document", object_id="one")
    assert keep_retention(actor=SYSTEM, at=today)["looks"] == 1
    assert list(Look.objects.values_list("at", flat=True)) == [today - 2562 * DAY + second]


@pytest.mark.parametrize(("code", "days"), [("mail_addresses", 90), ("looks", 2562), ("unnamed_copies", 1)])
def test_a_rule_is_a_dated_row(code: str, days: int, at: datetime) -> None:
    """Another row from a day on is another rule from that day on."""
    assert kept_since(code, at=at) == at - days * DAY
    row = Row.objects.get(list=RowList.RETENTION_RULE, code=code)
    Row.objects.filter(id=row.id).update(valid_to=at.date() + DAY)
    row.id, row.valid_from, row.details = new_id(), at.date() + DAY, {**row.details, "days": str(days + 5)}
    row.save(force_insert=True)
    process_cache.forget()
    assert [kept_since(code, at=day) for day in (at, at + DAY)] == [at - days * DAY, at - (days + 4) * DAY]


def _document(path: str, created_at: datetime, *, removed_at: datetime | None = None) -> Document:
    return Document.objects.create(
        organisation=make_organisation(), kind=DocumentKind.REGISTRATION, path=path, sha256="0" * 64, size_bytes=8, name="br.pdf",
        media_type="application/pdf", uploaded_by=make_user(email=f"{new_id()}@example.test"), created_at=created_at, removed_at=removed_at,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["data_exports", "removed_documents"])
def test_a_fault_leaves_rows_with_their_files(code: str, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    old = at - 4000 * DAY
    if code == "data_exports":
        path = _file("copy", at)
        DataExport.objects.create(
            user=make_user(), state=JobState.READY, path=path, size_bytes=4, requested_at=old, ready_at=old, expires_at=at
        )
        rows: Any = DataExport.objects
    else:
        path = _file("evidence", at, folder="evidence")
        _document(path, old, removed_at=old)
        rows = Document.objects
    before, traced = list(rows.values()), traces()

    def broken(**values: Any) -> None:
        raise RuntimeError(values["aggregate_id"])

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "emit", broken)
        with pytest.raises(RuntimeError, match=f"^{code}$"):
            keep_retention(actor=SYSTEM, at=at)
    assert (list(rows.values()), traces(), default_storage.exists(path)) == (before, traced, True)

    assert keep_retention(actor=SYSTEM, at=at)[code] == 1
    assert (rows.get().path, default_storage.exists(path)) == ("", False)


def test_a_file_that_another_document_names_stays(at: datetime) -> None:
    old = at - 4000 * DAY
    path = _file("evidence", at, folder="evidence")
    removed, kept = _document(path, old, removed_at=old), _document(path, old)
    assert keep_retention(actor=SYSTEM, at=at)["removed_documents"] == 1
    assert [Document.objects.get(id=row.id).path for row in (removed, kept)] == ["", path]
    assert default_storage.exists(path)


def test_sessions_that_ran_out_go_in_batches(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    for number in range(5):
        Session.objects.create(session_key=f"old{number}", session_data="", expire_date=at - MOMENT * (number + 1))
    Session.objects.create(session_key="young", session_data="", expire_date=at)
    assert keep_retention(actor=SYSTEM, at=at)["expired_sessions"] == 3
    assert set(Session.objects.values_list("session_key", flat=True)) == {"old0", "old1", "young"}
    assert keep_retention(actor=SYSTEM, at=at)["expired_sessions"] == 2
    assert keep_retention(actor=SYSTEM, at=at)["expired_sessions"] == 0
    assert Session.objects.get().session_key == "young"
