"""The own account over HTTP: profile, choices, terms, the copy of one's data, erasure."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ipmarket.accounts.enums import JobState
from ipmarket.accounts.models import DataExport, User
from ipmarket.accounts.services.load_terms import load_terms
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.outbox.relay import drain
from ipmarket.reference.services.load_rows import load_rows
from tests.conftest import AT
from tests.factories.records import make_organisation, make_user
from tests.support.sessions import sign_in
from tests.support.traces import traces

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    load_rows(actor=SYSTEM, at=AT)
    load_terms(actor=SYSTEM, at=AT)


@pytest.fixture
def ada() -> User:
    return make_user(email="ada@example.test", name="Ada Lam", organisation=make_organisation())


@pytest.fixture
def her(client: Client, ada: User) -> Client:
    sign_in(client, ada, is_strong=False)
    return client


def _send(client: Client, method: str, path: str, body: Any) -> Any:
    return getattr(client, method)(f"/api/app/{path}", json.dumps(body), content_type="application/json")


def test_the_profile_is_read_and_changed(her: Client, ada: User) -> None:
    assert her.get("/api/app/account").json() == {
        "id": str(ada.id),
        "name": "Ada Lam",
        "email": "ada@example.test",
        "language": "en",
        "timeZone": "Asia/Hong_Kong",
    }
    changed = _send(her, "patch", "account", {"name": "Ada Wong", "language": "zh-Hans", "timeZone": "Asia/Shanghai"})
    assert (changed.status_code, changed.json()["name"], changed.json()["language"]) == (200, "Ada Wong", "zh-Hans")
    assert changed["Cache-Control"] == "no-store"


CRAFTED = ({"email": "eve@example.test"}, {"isActive": False}, {"isDemo": True}, {"erasedAt": "2026-11-21T00:00:00Z"})


@pytest.mark.parametrize("extra", CRAFTED, ids=lambda extra: next(iter(extra)))
def test_nothing_but_the_profile_is_changed_by_a_crafted_body(her: Client, ada: User, extra: dict[str, Any]) -> None:
    before = User.objects.filter(id=ada.id).values("email", "is_active", "is_demo", "erased_at").get()
    _send(her, "patch", "account", {"name": "Ada Wong", **extra})
    assert User.objects.filter(id=ada.id).values("email", "is_active", "is_demo", "erased_at").get() == before


def test_a_wrong_profile_is_refused_and_says_where(her: Client) -> None:
    before = traces()
    response = _send(her, "patch", "account", {"language": "fr"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["pointer"] for error in response.json()["errors"]] == ["/language"]
    zone = _send(her, "patch", "account", {"timeZone": "Mars/Olympus"})
    assert (zone.status_code, zone.json()["code"]) == (400, "unknown_time_zone")
    assert traces() == before


def test_consents_change_only_where_they_are_named(her: Client) -> None:
    assert her.get("/api/app/account/consents").json() == {"news": False, "statistics": False}
    assert _send(her, "put", "account/consents", {"news": True}).json() == {"news": True, "statistics": False}
    assert _send(her, "put", "account/consents", {"statistics": True}).json() == {"news": True, "statistics": True}
    assert _send(her, "put", "account/consents", {"news": False}).json() == {"news": False, "statistics": True}


def test_the_terms_are_read_by_everybody_and_accepted_by_people(client: Client, ada: User) -> None:
    page = client.get("/api/app/terms/terms", headers={"Accept-Language": "zh-Hant"}).json()
    assert (page["version"], page["language"], page["blocks"][0]) == ("2026-11", "zh-Hant", {"kind": "title", "text": "使用條款"})
    assert client.get("/api/app/terms/cookies").status_code == 404
    assert _send(client, "post", "account/terms", {"kind": "terms", "version": "2026-11"}).status_code in {401, 403}
    sign_in(client, ada)
    accepted = _send(client, "post", "account/terms", {"kind": "terms", "version": "2026-11"})
    assert [(row["kind"], row["version"], row["language"]) for row in accepted.json()["items"]] == [("terms", "2026-11", "en")]
    stale = _send(client, "post", "account/terms", {"kind": "privacy", "version": "2020-01"})
    assert (stale.status_code, stale.json()["code"]) == (409, "terms_not_current")


def test_a_copy_is_asked_for_made_by_the_worker_and_fetched(her: Client, ada: User) -> None:
    asked = her.post("/api/app/account/exports")
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    path = f"/api/app/account/exports/{asked.json()['id']}/file"
    assert her.get(path).status_code == 404
    again = her.post("/api/app/account/exports")
    assert (again.status_code, again.json()["code"]) == (409, "export_under_way")
    drain()
    assert [row["state"] for row in her.get("/api/app/account/exports").json()["items"]] == ["ready"]
    answer = her.get(path)
    content = answer.getvalue()
    assert (answer["Content-Disposition"], answer["X-Content-Type-Options"]) == ('attachment; filename="my-data.zip"', "nosniff")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert json.loads(archive.read("data.json"))["account"][0]["email"] == "ada@example.test"
    sign_in(her, make_user(email="eve@example.test"))
    other, unknown = her.get(path), her.get("/api/app/account/exports/00000000-0000-7000-8000-000000000000/file")
    assert (other.status_code, unknown.status_code) == (404, 404)
    # The two answers differ in nothing but the id of the request.
    assert {**other.json(), "requestId": ""} == {**unknown.json(), "requestId": ""}


def test_asking_for_a_copy_and_erasing_need_a_recent_proof(her: Client) -> None:
    session = her.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    before = traces()
    for path, body in (("account/exports", {}), ("account/erasure", {"confirm": "ada@example.test"})):
        response = _send(her, "post", path, body)
        assert (response.status_code, response.json()["code"]) == (401, "reauthentication_needed")
    assert (traces(), DataExport.objects.count()) == (before, 0)


def test_erasing_ends_the_session_and_leaves_nothing_to_sign_in_with(her: Client, ada: User) -> None:
    plan = her.get("/api/app/account/erasure").json()
    assert (plan["isPossible"], plan["blocks"], plan["memberships"]) == (True, [], 1)
    slip = _send(her, "post", "account/erasure", {"confirm": "eve@example.test"})
    assert (slip.status_code, slip.json()["code"], Message.objects.count()) == (422, "confirmation_wrong", 0)
    erased = _send(her, "post", "account/erasure", {"confirm": "ada@example.test"})
    assert (erased.status_code, erased.json()) == (200, {"erased": True})
    assert her.get("/api/app/session").json()["authenticated"] is False
    assert not Session.objects.exists()
    ada.refresh_from_db()
    assert (ada.name, ada.is_active) == ("", False)
    drain()
    assert Message.objects.filter(template="accounts/account_erased").count() == 1


def test_an_expired_copy_is_gone(her: Client, ada: User) -> None:
    her.post("/api/app/account/exports")
    drain()
    export = DataExport.objects.get()
    DataExport.objects.update(state=JobState.EXPIRED, path="")
    answer = her.get(f"/api/app/account/exports/{export.id}/file")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
