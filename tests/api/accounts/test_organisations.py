"""Organisations over HTTP: founding, the card, editing by version, evidence, the operator's pages."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from ipmarket.accounts.models import Document, Organisation, User
from ipmarket.accounts.selectors.actors import SESSION_METHODS
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.models import Look
from ipmarket.kernel.mail.models import Message
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.organisations import PDF, evidence, named_organisation, operator, owner_of, png, submitted
from tests.factories.records import make_user
from tests.support.sessions import sign_in
from tests.support.traces import traces

pytestmark = pytest.mark.django_db
FOUNDING: dict[str, Any] = {
    "kind": "manufacturer",
    "name": {"en": "Sample Mould Works Limited", "zhHant": "樣例模具廠有限公司"},
    "country": "HK",
    "registrationKind": "hk_br",
    "registrationNumber": "12345678-000-12-26-A",
    "sector": "C",
    "employees": 99,
}
PUBLIC = {
    "id", "kind", "name", "state", "mergedInto", "country", "registrationKind", "registrationNumber", "district", "sector", "website",
    "logo", "verification", "isDemo",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _reference(db: None, at: datetime) -> None:
    load_rows(actor=SYSTEM, at=at)


def client_for(user_id: Any, organisation: Organisation | None = None) -> Client:
    client = Client()
    sign_in(client, User.objects.get(id=user_id), organisation_id=organisation.id if organisation else None)
    return client


@pytest.fixture
def owned(db: None) -> tuple[Client, Organisation]:
    organisation = named_organisation()
    return client_for(owner_of(organisation).user_id, organisation), organisation


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, body, content_type="application/json", headers=headers)


def test_founding_makes_the_founder_owner_and_switches_to_it() -> None:
    client = client_for(make_user().id)
    response = post(client, "/api/app/organisations", FOUNDING)
    assert response.status_code == 201, response.content
    card = response.json()
    assert (card["registrationNumber"], card["standing"], card["version"]) == ("12345678", "owner", 1)
    assert card["size"] == {
        "class": "sme",
        "rule": "Manufacturing: fewer than 100 people employed in Hong Kong",
        "source": (
            "Intellectual Property Department, form of the free IP consultation service (who counts as an SME), read in a secondary source"
        ),
        "validFrom": None,
    }
    assert card["sector"] == {"code": "C", "label": "Manufacturing"}
    assert "accounts.organisation.edit" in card["allowed"]
    assert "accounts.person.suspend" not in card["allowed"]
    assert client.get("/api/app/session").json()["organisation"]["id"] == card["id"]
    assert [item["id"] for item in client.get("/api/app/organisations").json()["items"]] == [card["id"]]


def test_founding_twice_with_one_key_founds_once() -> None:
    client = client_for(make_user().id)
    first = post(client, "/api/app/organisations", FOUNDING, **{"Idempotency-Key": "a-key-of-the-test"})
    again = post(client, "/api/app/organisations", FOUNDING, **{"Idempotency-Key": "a-key-of-the-test"})
    assert (first.status_code, again.status_code, again.json()["id"]) == (201, 201, first.json()["id"])
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("crafted", ["state", "verification", "isDemo", "verifiedAt", "version", "mergedInto", "logoPath"])
def test_a_crafted_field_founds_and_changes_nothing_more(crafted: str, owned: tuple[Client, Organisation]) -> None:
    values = {"state": "suspended", "verification": "verified", "isDemo": True, "version": 9}
    response = post(
        client_for(make_user().id),
        "/api/app/organisations",
        {**FOUNDING, crafted: values.get(crafted, "x"), "registrationNumber": "87654321"},
    )
    assert response.status_code == 201
    stored = Organisation.objects.get(id=response.json()["id"])
    assert (stored.state, stored.verification, stored.is_demo, stored.version, stored.merged_into_id) == (
        "active",
        "unverified",
        False,
        1,
        None,
    )
    client, organisation = owned
    path = f"/api/app/organisations/{organisation.id}"
    edited = client.patch(path, {crafted: values.get(crafted, "x")}, content_type="application/json", headers={"If-Match": "*"})
    assert edited.status_code == 200
    assert edited.json()["version"] == 1


def test_what_is_wrong_is_named() -> None:
    client = client_for(make_user().id)
    response = post(client, "/api/app/organisations", {**FOUNDING, "registrationNumber": "123"})
    assert (response.status_code, response.json()["code"]) == (422, "registration_refused")
    assert response.json()["detail"].startswith("Expected: the 8 digits of the business registration number")
    response = post(client, "/api/app/organisations", {**FOUNDING, "name": {"en": " "}})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/name")
    assert post(Client(), "/api/app/organisations", FOUNDING).status_code == 401
    assert Organisation.objects.count() == 0


def test_others_see_the_public_card(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    path = f"/api/app/organisations/{organisation.id}"
    submitted(owner_of(organisation, email="second@example.test"), organisation)
    for stranger in (Client(), client_for(make_user().id)):
        card = stranger.get(path).json()
        assert set(card) == PUBLIC
        assert card["verification"] == {"state": "unverified"}
    assert client.get(path).json()["verification"]["state"] == "submitted"


def test_a_member_who_acts_for_another_still_reads(owned: tuple[Client, Organisation]) -> None:
    _, organisation = owned
    other = named_organisation("Other Works", "87654321")
    actor = owner_of(organisation, email="both@example.test", role="viewer")
    assert actor.user_id is not None
    other.memberships.create(user_id=actor.user_id, role="owner", starts_at=organisation.created_at)
    card = client_for(actor.user_id, other).get(f"/api/app/organisations/{organisation.id}").json()
    assert (card["standing"], card["version"]) == ("viewer", 1)
    assert "accounts.organisation.edit" not in card["allowed"]


def test_a_suspended_organisation_is_seen_by_its_members_alone(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    Organisation.objects.filter(id=organisation.id).update(state="suspended")
    path = f"/api/app/organisations/{organisation.id}"
    card = client.get(path)
    assert (card.status_code, card.json()["state"], card.json()["standing"]) == (200, "suspended", "viewer")
    assert not [name for name in card.json()["allowed"] if name.split(".")[2] in {"edit", "add", "submit", "close", "invite"}]
    unknown = Client().get("/api/app/organisations/00000000-0000-7000-8000-000000000000")
    hidden = Client().get(path)
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_editing_needs_the_version_that_was_read(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    path = f"/api/app/organisations/{organisation.id}"
    tag = client.get(path).headers["ETag"]
    change = {"district": "Tai Po"}
    assert client.patch(path, change, content_type="application/json").status_code == 428
    assert client.patch(path, change, content_type="application/json", headers={"If-Match": '"old"'}).status_code == 412
    edited = client.patch(path, change, content_type="application/json", headers={"If-Match": tag})
    assert (edited.status_code, edited.json()["district"], edited.json()["version"]) == (200, "Tai Po", 2)
    again = client.patch(path, {"district": "Sha Tin"}, content_type="application/json", headers={"If-Match": tag})
    assert (again.status_code, Organisation.objects.get().district) == (412, "Tai Po")
    assert edited.headers["ETag"] == client.get(path).headers["ETag"] != tag


def test_the_logo_comes_back_inert(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    path = f"/api/app/organisations/{organisation.id}/logo"
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("logo.png", png())})
    card = client.put(path, body, content_type=MULTIPART_CONTENT)
    assert card.status_code == 200, card.content
    picture = Client().get(card.json()["logo"])
    assert (picture.status_code, picture["Content-Type"], picture["X-Content-Type-Options"]) == (200, "image/webp", "nosniff")
    assert picture.getvalue()[8:12] == b"WEBP"
    assert client.delete(path).json()["logo"] is None
    assert Client().get(path).status_code == 404


def test_evidence_leaves_as_an_attachment_and_each_look_is_recorded(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    path = f"/api/app/organisations/{organisation.id}/documents"
    added = client.post(path, {"kind": "registration", "file": SimpleUploadedFile("certificate.pdf.exe", PDF)})
    assert added.status_code == 201, added.content
    assert added.json()["name"] == "certificate.pdf.pdf"
    assert Look.objects.count() == 0
    response = client.get(f"{path}/{added.json()['id']}")
    assert response["Content-Disposition"] == 'attachment; filename="certificate.pdf.pdf"'
    assert response.getvalue() == PDF
    look = Look.objects.get()
    assert (look.object_type, look.object_id, look.what) == ("accounts.document", added.json()["id"], "download")
    assert [item["id"] for item in client.get(path).json()["items"]] == [added.json()["id"]]


def test_a_document_under_another_organisations_address_is_none(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    other = named_organisation("Other Works", "87654321")
    foreign = evidence(owner_of(other, email="other@example.test"), other)
    mine, theirs = f"/api/app/organisations/{organisation.id}/documents", f"/api/app/organisations/{other.id}/documents"
    unknown = client.get(f"{mine}/{organisation.id}")
    for path in (f"{mine}/{foreign.id}", f"{theirs}/{foreign.id}", theirs):
        response = client.get(path)
        assert (response.status_code, response.content) == (404, unknown.content)
    assert client.delete(f"{mine}/{foreign.id}").status_code == 404
    assert Document.objects.get().removed_at is None
    assert Look.objects.count() == 0


def test_verification_from_the_owner_to_the_operator(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    path = f"/api/app/organisations/{organisation.id}"
    document = evidence(owner_of(organisation, email="second@example.test"), organisation)
    case = post(client, f"{path}/verification", {"documentIds": [str(document.id)], "note": "Please."})
    assert (case.status_code, case.json()["state"]) == (201, "submitted")
    staff = client_for(operator().user_id)
    queue = staff.get("/api/app/admin/verification-cases").json()["items"]
    assert [(item["id"], item["organisation"]["name"]["en"], item["claimed"]["note"]) for item in queue] == [
        (case.json()["id"], "Sample Mould Works Limited", "Please.")
    ]
    before = traces()
    refusal = post(staff, f"/api/app/admin/organisations/{organisation.id}/verification-decision", {"decision": "refuse"})
    assert (refusal.status_code, refusal.json()["code"], traces() == before) == (422, "reason_needed", True)
    decided = post(
        staff, f"/api/app/admin/organisations/{organisation.id}/verification-decision", {"decision": "refuse", "reason": "Not legible."}
    )
    assert (decided.status_code, decided.json()["cases"][0]["reason"]) == (200, "Not legible.")
    card = client.get(path).json()
    assert card["verification"] == {"state": "refused", "verifiedAt": None, "reason": "Not legible."}
    assert client.get(f"{path}/verification-cases").json()["items"][0]["documents"][0]["id"] == str(document.id)
    assert Message.objects.filter(template="accounts/organisation_refused").count() == 2


def test_the_operators_list_is_searched_by_name_and_number() -> None:
    named_organisation("Sample Mould Works Limited", "12345678", name_zh_hant="樣例模具廠有限公司")
    named_organisation("Other Works", "87654321", kind="buyer")
    staff = client_for(operator().user_id)

    def found(**query: str) -> list[str]:
        response = staff.get("/api/app/admin/organisations", query_params=query)
        assert response.status_code == 200, response.content
        return sorted(item["name"]["en"] for item in response.json()["items"])

    assert found() == ["Other Works", "Sample Mould Works Limited"]
    assert found(q="mould works") == found(q="模具") == found(q="345678") == ["Sample Mould Works Limited"]
    assert found(q="%") == found(q="_") == []
    assert found(kind="buyer") == ["Other Works"]
    assert found(verification="verified") == found(state="closed") == []
    assert staff.get("/api/app/admin/organisations", query_params={"q": "x" * 101}).status_code == 400


def test_merging_leaves_a_pointer() -> None:
    into, duplicate = named_organisation(), named_organisation("SAMPLE Mould Works Ltd", "")
    staff = client_for(operator().user_id)
    path = f"/api/app/admin/organisations/{duplicate.id}"
    assert [row["why"] for row in staff.get(path).json()["duplicates"]] == [["name"]]
    merged = post(staff, f"{path}/merge", {"into": str(into.id), "reason": "Entered twice."})
    assert (merged.status_code, merged.json()["id"]) == (200, str(into.id))
    pointer = Client().get(f"/api/app/organisations/{duplicate.id}").json()
    assert (pointer["state"], pointer["mergedInto"]) == ("merged", str(into.id))


def test_closing_is_shown_first_and_asks_who_one_is(owned: tuple[Client, Organisation]) -> None:
    client, organisation = owned
    path = f"/api/app/organisations/{organisation.id}/closure"
    assert client.get(path).json() == {"members": 1, "openInvitations": 0, "mandates": 0, "tokens": 0, "assets": 0, "blocks": []}
    stale = client_for(User.objects.get(email="owner@example.test").id, organisation)
    session = stale.session
    session[SESSION_METHODS] = [{"method": "password", "at": 0.0}]
    session.save()
    assert post(stale, path, {"reason": "We stop."}).json()["code"] == "reauthentication_needed"
    closed = post(client, path, {"reason": "We stop."})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert client.get("/api/app/session").json()["organisation"] is None
    assert client.get("/api/app/organisations").json()["items"] == []


def test_people_are_found_suspended_and_brought_back() -> None:
    person, staff = make_user(email="lau@example.test", name="Lau Ka Yan"), client_for(operator().user_id)
    path = f"/api/app/admin/people/{person.id}"
    assert [row["email"] for row in staff.get("/api/app/admin/people", query_params={"q": "ka yan"}).json()["items"]] == [
        "lau@example.test"
    ]
    assert staff.get(path).json()["state"] == "active"
    assert Look.objects.get().object_id == str(person.id)
    suspended = post(staff, f"{path}/suspension", {"reason": "Complaints."})
    assert (suspended.status_code, suspended.json()["state"], suspended.json()["suspensions"][0]["reason"]) == (
        200,
        "suspended",
        "Complaints.",
    )
    assert [row["id"] for row in staff.get("/api/app/admin/people", query_params={"state": "suspended"}).json()["items"]] == [
        str(person.id)
    ]
    back = staff.delete(f"{path}/suspension", {"reason": "Cleared up."}, content_type="application/json")
    assert (back.status_code, back.json()["state"]) == (200, "active")
    itself = User.objects.get(email="operator@example.test")
    refused = post(staff, f"/api/app/admin/people/{itself.id}/suspension", {"reason": "x"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_oneself")
