"""The operator's imports over HTTP: who may, what comes back, what is refused, and that a refusal keeps nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from patents.enums import BatchState
from patents.models import ImportBatch, QuarantinedRecord
from tests.factories.records import AT, make_operator, make_organisation, make_user
from tests.support.sessions import sign_in
from tests.support.traces import Traces, traces
from tests.support.wire import as_wired

pytestmark = pytest.mark.django_db
URL = "/api/app/imports"
CONTENT = b'{"id": "US-1", "title": "Clamp"}\n'


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def upload(client: Client, content: bytes = CONTENT, *, name: str = "records.jsonl", key: str | None = None, **fields: str) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(URL, {"file": SimpleUploadedFile(name, content), **fields}, headers=headers)


def make_batch(state: BatchState = BatchState.QUEUED, **values: Any) -> ImportBatch:
    return ImportBatch.objects.create(**{"file_name": "a.xml", "file_sha256": "0" * 64, "created_at": AT, "state": state} | values)


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_an_upload_is_queued(operator_client: Client, media: Path) -> None:
    answer = upload(operator_client)
    assert answer.status_code == 202
    batch = ImportBatch.objects.get()
    assert answer.json() == {
        "id": str(batch.id),
        "fileName": "records.jsonl",
        "source": "auto",
        "state": "queued",
        "read": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "quarantined": 0,
        "seconds": 0.0,
        "progress": 0.0,
        "cancelRequested": False,
        "message": None,
        "createdAt": as_wired(batch.created_at),
        "finishedAt": None,
        "by": "Operator",
    }
    (stored,) = kept(media)
    assert stored.read_bytes() == CONTENT
    assert [e[0] for e in traces().entries] == ["patents.queue_import"]
    assert [e[0] for e in traces().events] == ["patents.import_queued"]
    assert operator_client.get(f"{URL}/{batch.id}").json() == answer.json()
    assert operator_client.get(URL).json() == {"items": [answer.json()], "next": None}


PEOPLE = ("visitor", "member", "adviser", "desk_manager", "auditor")


def _client(who: str, client: Client, as_person: Callable[..., Client]) -> Client:
    if who == "visitor":
        return client
    return as_person(make_user(organisation=make_organisation(), roles=() if who == "member" else (who,)))


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_else_is_refused(who: str, client: Client, as_person: Callable[..., Client], media: Path) -> None:
    reader = _client(who, client, as_person)
    batch = make_batch()
    refused = [upload(reader), reader.post(f"{URL}/{batch.id}/cancellation"), reader.post(f"{URL}/{uuid4()}/cancellation")]
    reads = [reader.get(f"{URL}{path}") for path in ("", f"/{batch.id}", f"/{batch.id}/quarantine", f"/{uuid4()}")]
    if who == "auditor":
        assert [answer.status_code for answer in reads] == [200, 200, 200, 404]
    else:
        refused += reads
    refusal = (401, "sign_in_needed") if who == "visitor" else (403, "forbidden")
    assert {(a.status_code, a.json()["code"], a["Content-Type"]) for a in refused} == {(*refusal, "application/problem+json")}
    assert ImportBatch.objects.values_list("state", "cancel_requested_at").get() == ("queued", None)
    assert traces() == Traces([], [])
    assert kept(media) == []


def test_a_signed_in_upload_needs_the_csrf_token(media: Path) -> None:
    operator = Client(enforce_csrf_checks=True)
    sign_in(operator, make_operator())
    answer = upload(operator)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert (ImportBatch.objects.count(), kept(media)) == (0, [])


def test_an_idempotency_key_repeats_the_answer(operator_client: Client) -> None:
    first, second = (upload(operator_client, key="upload-0001") for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert ImportBatch.objects.count() == 1
    assert len(traces().events) == 1


def test_a_key_for_another_file_is_refused(operator_client: Client) -> None:
    upload(operator_client, key="upload-0001")
    answer = upload(operator_client, b"other content", key="upload-0001")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    assert upload(operator_client, key="short").json()["code"] == "idempotency_key_invalid"
    assert ImportBatch.objects.count() == 1


def test_without_a_key_the_same_file_may_be_handed_in_again(operator_client: Client, media: Path) -> None:
    upload(operator_client)
    upload(operator_client)
    assert ImportBatch.objects.count() == 2
    assert len(kept(media)) == 1


@pytest.mark.parametrize(
    ("content", "fields", "status", "code"),
    [
        (CONTENT, {"source": "gossip"}, 400, "import_source_unknown"),
        (CONTENT, {"source": "x" * 41}, 400, "invalid"),
        (CONTENT, {"source": "a\x00b"}, 400, "invalid"),
        (b"", {}, 400, "invalid"),
        (b"x" * 2001, {}, 400, "file_too_large"),
        (b"x" * 100_000, {}, 413, "body_too_large"),
    ],
    ids=["unknown source", "long source", "control character", "empty file", "over the limit", "far over the limit"],
)
def test_refused_uploads(
    content: bytes, fields: dict[str, str], status: int, code: str, operator_client: Client, media: Path, settings: Settings
) -> None:
    settings.IMPORT_UPLOAD_LIMIT_BYTES = 2000
    answer = upload(operator_client, content, **fields)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (status, "application/problem+json", code)
    assert (ImportBatch.objects.count(), kept(media)) == (0, [])
    assert traces() == Traces([], [])


def test_an_unknown_source_is_answered_with_the_known_ones(operator_client: Client) -> None:
    assert upload(operator_client, source="gossip").json()["params"] == {"sources": ["auto", "epo-ops", "labelled", "lens", "uspto-xml"]}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{}", "application/json", 415, "unsupported_media_type"),
        ("file=a", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("no parts at all", "multipart/form-data; boundary=b", 400, "invalid"),
        ("x", "multipart/form-data", 400, "malformed_body"),
    ],
)
def test_bodies_of_other_kinds(body: str, kind: str, status: int, code: str, operator_client: Client) -> None:
    answer = operator_client.post(URL, body, content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\u202egnp.xml", "agnp.xml"),
        ("<script>.xml", "<script>.xml"),
        ("x" * 300 + ".xml", ("x" * 300 + ".xml")[-120:]),
    ],
)
def test_names_of_files_are_only_shown(name: str, shown: str, operator_client: Client, media: Path) -> None:
    assert upload(operator_client, name=name).json()["fileName"] == shown
    (stored,) = kept(media)
    assert (len(stored.name), stored.parent.parent) == (64, media / "imports")


def test_calling_off_a_queued_import(operator_client: Client) -> None:
    batch = make_batch()
    answer = operator_client.post(f"{URL}/{batch.id}/cancellation")
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["cancelRequested"]) == ("cancelled", True)
    again = operator_client.post(f"{URL}/{batch.id}/cancellation")
    assert (again.status_code, again.json()["code"]) == (409, "transition_refused")
    assert again.json()["params"] == {"state": "cancelled", "event": "cancel", "allowed": []}
    assert [e[0] for e in traces().entries] == ["patents.cancel_import"]


def test_calling_off_a_running_import(operator_client: Client) -> None:
    batch = make_batch(BatchState.RUNNING)
    for _ in range(2):
        answer = operator_client.post(f"{URL}/{batch.id}/cancellation")
        assert (answer.status_code, answer.json()["state"], answer.json()["cancelRequested"]) == (200, "running", True)
    assert [e[0] for e in traces().entries] == ["patents.cancel_import"]


def test_there_is_no_such_import(operator_client: Client) -> None:
    answers = [
        operator_client.get(f"{URL}/{uuid4()}"),
        operator_client.get(f"{URL}/{uuid4()}/quarantine"),
        operator_client.post(f"{URL}/{uuid4()}/cancellation"),
        operator_client.get(f"{URL}/nonsense"),
    ]
    assert {(a.status_code, a["Content-Type"], a.json()["code"]) for a in answers} == {(404, "application/problem+json", "not_found")}


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_imports_newest_first(limit: int, operator_client: Client, walk: Callable[..., list[dict[str, Any]]]) -> None:
    ids = [str(make_batch(created_at=AT + timedelta(minutes=n // 2)).id) for n in range(7)]
    assert [item["id"] for item in walk(operator_client, URL, limit=limit)] == ids[::-1]
    (first, *_) = walk(operator_client, URL, fields="id,state")
    assert set(first) == {"id", "state"}


def test_the_quarantine_in_the_order_of_the_file(operator_client: Client, walk: Callable[..., list[dict[str, Any]]]) -> None:
    batch, other = make_batch(), make_batch()
    for position in (3, 1, 2):
        QuarantinedRecord.objects.create(
            batch=batch, position=position, place=f"line {position}", reason="not_read", detail="No number.", excerpt="<a>"
        )
    QuarantinedRecord.objects.create(batch=other, position=1, place="line 1", reason="not_read", detail="")
    items = walk(operator_client, f"{URL}/{batch.id}/quarantine", limit=1)
    assert items == [
        {"position": n, "place": f"line {n}", "reason": "not_read", "detail": "No number.", "excerpt": "<a>"} for n in (1, 2, 3)
    ]
    cursor = operator_client.get(f"{URL}/{batch.id}/quarantine", {"limit": 1}).json()["next"]
    assert operator_client.get(f"{URL}/{other.id}/quarantine", {"cursor": cursor}).json()["code"] == "bad_cursor"


@pytest.mark.parametrize("limit", [1, 20, 100])
def test_statements_do_not_grow_with_the_page(limit: int, operator_client: Client) -> None:
    operator = make_operator(email="other@example.test")
    batch = make_batch()
    for n in range(30):
        make_batch(created_by=operator)
        QuarantinedRecord.objects.create(batch=batch, position=n, place="", reason="not_read", detail="")
    for url in (URL, f"{URL}/{batch.id}/quarantine"):
        operator_client.get(url)
        with CaptureQueriesContext(connection) as statements:
            page = operator_client.get(url, {"limit": limit}).json()
        assert len(page["items"]) == min(limit, 30 if "quarantine" in url else 31)
        # Session, person, memberships, roles, and one statement for each table on the page.
        assert len(statements) == (6 if "quarantine" in url else 5)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"limit": "0"}, "invalid_parameter"),
        ({"limit": "101"}, "invalid_parameter"),
        ({"state": "queued"}, "unknown_parameter"),
        ({"sort": "state"}, "invalid_parameter"),
        ({"fields": "storedPath"}, "unknown_field"),
        ({"cursor": "x"}, "bad_cursor"),
    ],
)
def test_refused_parameters(parameters: dict[str, str], code: str, operator_client: Client) -> None:
    batch = make_batch()
    for url in (URL, f"{URL}/{batch.id}/quarantine"):
        answer = operator_client.get(url, parameters)
        assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_where_files_lie_is_nobodys_business(operator_client: Client) -> None:
    upload(operator_client)
    batch = ImportBatch.objects.get()
    for url in (URL, f"{URL}/{batch.id}"):
        content = operator_client.get(url).content.decode()
        assert batch.stored_path not in content
        assert batch.file_sha256 not in content
    assert operator_client.get(f"{URL}/{batch.id}")["Cache-Control"] == "no-store"
