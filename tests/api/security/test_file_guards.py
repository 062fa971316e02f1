"""Files: only whose they are gets them, whatever the id, the name or the type says, and no spreadsheet runs what stands in a copy.

What a name, a type and a path may do to the store itself is shown by tests/unit/kernel/test_uploads.py; here the same over HTTP.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from ipmarket.accounts.api import audit_export
from ipmarket.accounts.models import DataExport, Document, Organisation, User
from ipmarket.accounts.selectors import organisations_seen
from ipmarket.kernel import files, uploads
from ipmarket.kernel.clock import now
from tests.factories.organisations import PDF, png
from tests.factories.people import join, make_person
from tests.factories.records import AT, make_organisation, make_user
from tests.support.attacks import browser, nothing_changes, seen, send, without_condition
from tests.support.authorisation_table import UNKNOWN_ID

pytestmark = pytest.mark.django_db
SECRET = b"% the certificate of the others"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"outside the store")
    return tmp_path


def owned(name: str) -> tuple[Organisation, User, Client]:
    works = make_organisation(name_en=name)
    owner = make_person(f"owner@{name.lower()}.example")
    join(owner, works, "owner")
    return works, owner, browser(owner, works)


def hand_in(client: Client, works: Organisation, name: str = "certificate.pdf", content: bytes = PDF + SECRET + b"\n%%EOF\n") -> Any:
    form = {"kind": "registration", "file": SimpleUploadedFile(name, content)}
    return client.post(f"/api/app/organisations/{works.id}/documents", form)


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


# ── Whose it is ──


def test_the_id_of_anothers_document_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, _, they = owned("Theirs")
    mine, _, i = owned("Mine")
    document_id = hand_in(they, theirs).json()["id"]
    unknown = seen(i.get(f"/api/app/organisations/{mine.id}/documents/{UNKNOWN_ID}"))
    for organisation in (mine, theirs):
        with nothing_changes():
            answer = i.get(f"/api/app/organisations/{organisation.id}/documents/{document_id}")
        assert seen(answer) == unknown
    assert unknown[0] == 404
    without_condition(monkeypatch, Document, "organisation_id")
    assert SECRET in body_of(i.get(f"/api/app/organisations/{mine.id}/documents/{document_id}"))


def test_a_document_that_was_taken_back_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    works, _, owner = owned("Works")
    document_id = hand_in(owner, works).json()["id"]
    path = f"/api/app/organisations/{works.id}/documents/{document_id}"
    assert owner.delete(path).status_code == 204
    with nothing_changes():
        assert owner.get(path).status_code == 404
    without_condition(monkeypatch, Document, "removed_at__isnull")
    assert SECRET in body_of(owner.get(path))


def test_each_look_at_a_document_is_recorded_before_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    works, _, owner = owned("Works")
    document_id = hand_in(owner, works).json()["id"]

    def broken(**values: Any) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("ipmarket.accounts.api.organisation_evidence.record_look", broken)
    answer = owner.get(f"/api/app/organisations/{works.id}/documents/{document_id}")
    assert (answer.status_code, SECRET in body_of(answer)) == (500, False)


def copies(person: User) -> DataExport:
    stored = files.store([b"the copy of somebody"], name="copy.zip", folder="exports", max_bytes=99)
    return DataExport.objects.create(
        user=person, state="ready", path=stored.path, size_bytes=20, requested_at=AT, ready_at=AT, expires_at=now().replace(year=2099)
    )


def test_the_id_of_anothers_copy_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, i = owned("Mine")
    _, they, theirs = owned("Theirs")
    path = f"/api/app/account/exports/{copies(they).id}/file"
    assert body_of(theirs.get(path)) == b"the copy of somebody"
    with nothing_changes():
        assert seen(i.get(path)) == seen(i.get(f"/api/app/account/exports/{UNKNOWN_ID}/file"))
        assert Client().get(path).status_code == 401
    without_condition(monkeypatch, DataExport, "user_id")
    assert body_of(i.get(path)) == b"the copy of somebody"


def test_a_logo_of_a_suspended_organisation_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    works, _, owner = owned("Works")
    _, _, stranger = owned("Else")
    stored = uploads.store_image([png()], name="logo.png", folder="logos")
    Organisation.objects.filter(id=works.id).update(logo_path=stored.path, state="suspended")
    path = f"/api/app/organisations/{works.id}/logo"
    unknown = seen(stranger.get(f"/api/app/organisations/{UNKNOWN_ID}/logo"))
    assert (owner.get(path).status_code, seen(stranger.get(path)), seen(Client().get(path))[0]) == (200, unknown, 404)
    monkeypatch.setattr(organisations_seen, "_sees_inside", lambda actor, organisation, at: True)
    assert stranger.get(path).status_code == 200


# ── What a row, a name and a type may not do ──

OUTSIDE = ["../outside.txt", "../../outside.txt", "evidence/../../outside.txt", "/etc/passwd", "..%2foutside.txt", ""]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_row_that_names_another_place_opens_nothing(path: str) -> None:
    works, _, owner = owned("Works")
    document_id = hand_in(owner, works).json()["id"]
    Document.objects.update(path=path)
    answer = owner.get(f"/api/app/organisations/{works.id}/documents/{document_id}")
    assert (answer.status_code, b"outside the store" in body_of(answer)) == (404, False)


def test_without_the_form_of_a_path_the_storage_is_the_second_guard(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is files.open_stored. Behind it Django's storage refuses what leaves its folder; without both the file is read."""
    works, _, owner = owned("Works")
    document_id = hand_in(owner, works).json()["id"]
    Document.objects.update(path="../outside.txt")
    path = f"/api/app/organisations/{works.id}/documents/{document_id}"
    monkeypatch.setattr(files, "_STORED", re.compile(r".*"))
    assert owner.get(path).status_code == 400
    monkeypatch.setattr(default_storage, "open", lambda name, mode: (media / "media" / name).open(mode))
    assert body_of(owner.get(path)) == b"outside the store"


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x.pdf", "..\\..\\boot.pdf", "/etc/passwd", "a\u202efdp.exe", "x.html", "x.svg"])
def test_a_name_leads_nowhere(name: str, media: Path) -> None:
    works, _, owner = owned("Works")
    card = hand_in(owner, works, name).json()
    assert not {"/", "\\", "\u202e", ".."} & set(card["name"])
    assert card["name"].endswith(".pdf")
    answer = owner.get(f"/api/app/organisations/{works.id}/documents/{card['id']}")
    assert answer["Content-Disposition"].startswith("attachment; ")
    stored = sorted(path.relative_to(media / "media").as_posix() for path in (media / "media").rglob("*") if path.is_file())
    assert [files._STORED.fullmatch(path) is not None for path in stored] == [True]
    body_of(answer)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "page.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.png"),
        (b"GIF89a<script>", "picture.jpg"),
        (b"PK\x03\x04", "letter.pdf"),
        (b"MZ\x90\x00", "program.pdf"),
        (b"%PDF-1.4\n/JavaScript (app.alert(1))\n%%EOF\n", "active.pdf"),
    ],
)
def test_what_is_no_document_is_not_kept_whatever_it_is_called(content: bytes, name: str, media: Path) -> None:
    works, _, owner = owned("Works")
    with nothing_changes():
        answer = hand_in(owner, works, name, content)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [path for path in media.rglob("*") if path.is_file() and path.name != "outside.txt"] == []


def sent_as(client: Client, works: Organisation, document_id: str) -> tuple[str, str, str]:
    answer = client.get(f"/api/app/organisations/{works.id}/documents/{document_id}")
    body_of(answer)
    return answer["Content-Type"], answer["X-Content-Type-Options"], answer["Content-Disposition"].partition(";")[0]


@pytest.mark.parametrize("claimed", ["text/html", "image/svg+xml", "application/javascript", "text/html; charset=utf-8", "x\r\nX-Y: 1"])
def test_a_type_in_a_row_makes_no_page_of_a_download(claimed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    works, _, owner = owned("Works")
    document_id = hand_in(owner, works).json()["id"]
    Document.objects.update(media_type=claimed)
    assert sent_as(owner, works, document_id) == ("application/octet-stream", "nosniff", "attachment")
    if "\r" not in claimed:
        monkeypatch.setattr(uploads, "_TYPES", {"": claimed})
        assert sent_as(owner, works, document_id)[0] == claimed


# ── What a spreadsheet would run ──

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("https://evil.example")', "=cmd|' /C calc'!A0"]


def cells(auditor: Client) -> list[str]:
    """Every cell of the audit trail as it is taken out."""
    answer: Any = auditor.get("/api/app/audit-entries/export")
    rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode().removeprefix("\ufeff"), newline=""))
    return [cell for row in rows for cell in row]


def written() -> None:
    """What people may write, through the routes, as formulas: names, addresses of pages, reasons."""
    for number, formula in enumerate(FORMULAS):
        person = make_person(f"person{number}@works.example")
        client = browser(person)
        answer = send(client, "patch", "account", {"name": formula})
        assert answer.status_code == 200, answer.content
        works = make_organisation(name_en=formula)
        join(person, works, "owner")
        closed = send(browser(person, works), "post", f"organisations/{works.id}/closure", {"reason": formula})
        assert closed.status_code == 200, closed.content


def test_no_cell_of_a_copy_of_the_trail_is_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    auditor = make_user(email="auditor@desk.example", roles=("auditor",))
    written()
    client = browser(auditor, is_strong=True)
    dangerous = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    told = cells(client)
    assert sum("HYPERLINK" in cell for cell in told) > 1
    assert [cell for cell in told if cell.startswith(dangerous) and not cell.lstrip("-").isdigit()] == []
    monkeypatch.setattr(audit_export, "safe_cell", lambda value: "" if value is None else str(value))
    assert [cell for cell in cells(client) if cell.startswith(dangerous)] != []


def test_a_copy_that_has_run_out_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    _, person, client = owned("Works")
    copy = copies(person)
    DataExport.objects.update(expires_at=now())
    assert client.get(f"/api/app/account/exports/{copy.id}/file").status_code == 404
