"""The session of our own front end: what it tells, the organisation that is acted for, and the demo panel."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from ipmarket.accounts.enums import MandateState, OrganisationState
from ipmarket.accounts.models import Mandate, Membership, Organisation, User
from tests.factories.records import AT, PASSWORD, make_operator, make_organisation, make_user
from tests.support.sessions import sign_in
from tests.support.sign_in import auth, log_in
from tests.support.traces import Traces, entries, events, traces

pytestmark = pytest.mark.django_db
URL = "/api/app/session"
DAY = timedelta(days=1)


def told(answer: Any) -> dict[str, Any]:
    """The body without the token, which differs each time, and the permissions, which the table of policies tests."""
    body: dict[str, Any] = answer.json()
    token, permissions = body.pop("csrfToken"), body.pop("permissions")
    assert (len(token), permissions) == (64, sorted(permissions))
    return body


VISITOR: dict[str, Any] = {
    "authenticated": False, "isStrong": False, "person": None, "organisation": None, "organisations": [], "roles": [],
    "heldRoles": [], "termsDue": [], "isDemo": False, "demoAccounts": [],
}  # fmt: skip


def switch(client: Client, organisation_id: Any) -> Any:
    return client.put(f"{URL}/organisation", json.dumps({"organisationId": str(organisation_id)}), content_type="application/json")


def give_mandate(user: User, organisation: Organisation, **values: Any) -> Mandate:
    return Mandate.objects.create(
        user=user, organisation=organisation, kind="patent_agent", scopes=["read", "list"], state=values.pop("state", MandateState.ACTIVE),
        starts_date=values.pop("starts_date", AT.date()), offered_by=user, offered_at=AT, **values,
    )  # fmt: skip


def test_a_visitor(client: Client) -> None:
    answer = client.get(URL)
    assert (answer.status_code, told(answer), answer["Cache-Control"]) == (200, VISITOR, "no-store")


def test_a_member(client: Client) -> None:
    organisation = make_organisation(name_zh_hant="樣例模具廠", registration_number="SECRET-REG")
    user = make_operator()
    Membership.objects.create(user=user, organisation=organisation, role="owner", starts_at=AT)
    sign_in(client, user)
    place = {
        "id": str(organisation.id), "name": "樣例模具廠", "kind": "manufacturer", "standing": "owner", "state": "active",
        "viaMandate": False,
    }  # fmt: skip
    assert told(client.get(URL, headers={"Accept-Language": "zh-HK"})) == {
        **VISITOR,
        "authenticated": True,
        "isStrong": True,
        "person": {
            "id": str(user.id), "name": "Operator", "email": "operator@example.test", "language": "en", "timeZone": "Asia/Hong_Kong"
        },
        "organisation": place,
        "organisations": [place],
        "roles": ["operator"],
    }  # fmt: skip


def test_permissions_are_those_of_the_acting_organisation(client: Client) -> None:
    user = make_user(organisation=make_organisation())
    sign_in(client, user)
    assert "accounts.organisation.edit" not in client.get(URL).json()["permissions"]
    user.memberships.update(role="manager")
    assert "accounts.organisation.edit" in client.get(URL).json()["permissions"]
    assert client.get(URL).json()["permissions"] != Client().get(URL).json()["permissions"]


def test_nothing_private_goes_out(client: Client) -> None:
    user = make_user(organisation=make_organisation(registration_number="SECRET-REG"))
    log_in(client, user)
    body = client.get(URL).content.decode() + auth(client, "get", "auth/session").content.decode()
    user.refresh_from_db()
    for secret in (user.password, PASSWORD, "SECRET-REG", "is_demo", "lastLogin", "last_login", "createdAt"):
        assert secret not in body


def test_the_session_costs_a_bounded_number_of_statements(client: Client) -> None:
    user = make_operator()
    for number in range(12):
        Membership.objects.create(user=user, organisation=make_organisation(name_en=f"Works {number}"), role="viewer", starts_at=AT)
    sign_in(client, user)
    client.get(URL)
    with CaptureQueriesContext(connection) as ran:
        assert len(client.get(URL).json()["organisations"]) == 12
    assert len(ran) <= 9, [q["sql"][:90] for q in ran.captured_queries]


def test_switching_the_organisation(client: Client) -> None:
    first, second = make_organisation(name_en="First"), make_organisation(name_en="Second")
    user = make_user(organisation=first)
    Membership.objects.create(user=user, organisation=second, role="viewer", starts_at=AT + DAY * -1)
    sign_in(client, user)
    assert client.get(URL).json()["organisation"]["name"] == "Second"
    answer = switch(client, first.id)
    assert (answer.status_code, answer.json()["organisation"]["name"], client.get(URL).json()["organisation"]["name"]) == (
        200, "First", "First",
    )  # fmt: skip
    assert entries() == [
        (
            "accounts.switch_organisation", "accounts.organisation", str(first.id),
            {"organisationId": str(second.id)}, {"organisationId": str(first.id)},
        )
    ]  # fmt: skip
    assert events()[0][:3] == ("accounts.organisation_switched", "accounts.user", str(user.id))
    other = Client()
    sign_in(other, user)
    assert other.get(URL).json()["organisation"]["name"] == "Second"


def test_acting_by_a_mandate(client: Client) -> None:
    own, client_works = make_organisation(name_en="Agents"), make_organisation(name_en="Client Works")
    user = make_user(organisation=own)
    give_mandate(user, client_works)
    sign_in(client, user)
    assert client.get(URL).json()["organisation"]["name"] == "Agents"
    place = switch(client, client_works.id).json()["organisation"]
    assert (place["standing"], place["viaMandate"], place["name"]) == ("mandate", True, "Client Works")
    Mandate.objects.update(state=MandateState.ENDED)
    assert client.get(URL).json()["organisation"]["name"] == "Agents"


@pytest.mark.parametrize("case", ["unknown", "foreign", "left", "offered", "over", "mandate at rest", "closed"])
def test_an_organisation_without_an_open_place_is_answered_like_an_unknown_one(case: str, client: Client) -> None:
    own, other = make_organisation(name_en="Own"), make_organisation(name_en="Other")
    user = make_user(organisation=own)
    if case == "left":
        Membership.objects.create(user=user, organisation=other, role="owner", starts_at=AT - DAY, ends_at=AT)
    elif case == "offered":
        give_mandate(user, other, state=MandateState.OFFERED)
    elif case == "over":
        give_mandate(user, other, starts_date=AT.date() - 3 * DAY, ends_date=AT.date() - DAY)
    elif case == "mandate at rest":
        give_mandate(user, other)
        Organisation.objects.filter(id=other.id).update(state=OrganisationState.SUSPENDED)
    elif case == "closed":
        Membership.objects.create(user=user, organisation=other, role="owner", starts_at=AT)
        Organisation.objects.filter(id=other.id).update(state=OrganisationState.CLOSED)
    sign_in(client, user)
    target = "00000000-0000-7000-8000-000000000000" if case == "unknown" else other.id
    answer = switch(client, target)
    assert (answer.status_code, answer.json()) == (
        404,
        {
            "type": "urn:ipmarket:problem:not_found", "title": answer.json()["title"], "status": 404, "code": "not_found",
            "detail": "There is no such thing, or it is not visible to you.",
        },
    )  # fmt: skip
    assert (traces(), client.get(URL).json()["organisation"]["name"]) == (Traces([], []), "Own")


def test_a_suspended_organisation_stays_chosen_and_may_be_chosen(client: Client) -> None:
    own, other = make_organisation(name_en="Own"), make_organisation(name_en="Other")
    user = make_user()
    Membership.objects.create(user=user, organisation=own, role="owner", starts_at=AT - DAY)
    Membership.objects.create(user=user, organisation=other, role="manager", starts_at=AT)
    sign_in(client, user)
    assert switch(client, own.id).status_code == 200
    Organisation.objects.filter(id=own.id).update(state=OrganisationState.SUSPENDED)
    body = client.get(URL).json()
    assert [(o["name"], o["standing"], o["state"]) for o in (body["organisation"], *body["organisations"])] == [
        ("Own", "viewer", "suspended"),
        ("Own", "viewer", "suspended"),
        ("Other", "manager", "active"),
    ]
    assert "accounts.organisation.read" in body["permissions"]
    assert not {"accounts.organisation.edit", "accounts.members.invite", "accounts.organisation.close"} & set(body["permissions"])
    assert switch(client, other.id).json()["organisation"]["name"] == "Other"
    assert switch(client, own.id).json()["organisation"] == body["organisation"]
    Organisation.objects.filter(id=own.id).update(state=OrganisationState.ACTIVE)
    assert client.get(URL).json()["organisation"]["standing"] == "owner"


def test_a_visitor_switches_nothing(client: Client) -> None:
    answer = switch(client, make_organisation().id)
    assert (answer.status_code, answer.json()["code"], traces()) == (401, "sign_in_needed", Traces([], []))


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [("{}", 400, "invalid"), ('{"organisationId": "x"}', 400, "invalid"), ("{", 400, "malformed_body"), ("[]", 400, "invalid")],
)
def test_what_cannot_be_read_is_refused(body: str, status: int, code: str, client: Client) -> None:
    sign_in(client, make_user())
    answer = client.put(f"{URL}/organisation", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_parameters_and_methods_that_are_not_declared(client: Client) -> None:
    assert client.get(URL, {"email": "a"}).json()["code"] == "unknown_parameter"
    for method in ("post", "delete"):
        assert getattr(client, method)(URL, "{}", content_type="application/json").json()["code"] == "method_not_allowed"


def test_an_inactive_person_is_a_visitor_at_once(client: Client) -> None:
    user = make_operator()
    sign_in(client, user)
    assert client.get("/api/app/imports").status_code == 200
    User.objects.filter(id=user.id).update(is_active=False)
    assert told(client.get(URL)) == VISITOR
    assert client.get("/api/app/imports").status_code in {401, 403, 404}


def test_rate_limit_headers(client: Client) -> None:
    answer = client.get(URL)
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"], answer["RateLimit-Policy"]) == ("300", "299", "300;w=60")
    assert 1 <= int(answer["RateLimit-Reset"]) <= 60


# ── The demo panel ──


def demo(client: Client, email: str) -> Any:
    return client.post("/api/app/demo-session", json.dumps({"email": email}), content_type="application/json")


@pytest.fixture
def demo_people() -> list[User]:
    organisation = make_organisation(name_en="Demo Works", is_demo=True)
    make_user(email="real@example.test", name="Real", roles=("operator",))
    return [
        make_user(email="staff@example.test", name="Staff", is_demo=True, roles=("operator",), at=AT),
        make_user(email="member@demo.test", name="Member", is_demo=True, organisation=organisation, at=AT + DAY),
        make_user(email="gone@example.test", name="Gone", is_demo=True, is_active=False),
    ]


def test_demo_accounts_are_offered_in_the_demo_only(client: Client, settings: Settings, demo_people: list[User]) -> None:
    assert (client.get(URL).json()["demoAccounts"], client.get(URL).json()["isDemo"]) == ([], False)
    settings.DEMO = True
    body = client.get(URL).json()
    assert (body["isDemo"], body["demoAccounts"]) == (
        True,
        [
            {"email": "staff@example.test", "name": "Staff", "role": "operator", "organisation": "", "words": "operator"},
            {"email": "member@demo.test", "name": "Member", "role": "member", "organisation": "Demo Works", "words": "manufacturer"},
        ],
    )


def test_signing_in_as_a_demo_person_makes_a_strong_session(client: Client, settings: Settings, demo_people: list[User]) -> None:
    settings.DEMO = True
    answer = demo(client, "Staff@example.test")
    assert (answer.status_code, answer.json()["isStrong"], answer.json()["roles"]) == (200, True, ["operator"])
    assert client.get(URL).json()["person"]["name"] == "Staff"
    assert demo(client, "member@demo.test").json()["person"]["name"] == "Member"
    assert [(e[0], e[4]) for e in entries()] == [
        ("accounts.start_session", {"isNewPlace": False, "isStrong": True, "methods": ["demo"]}),
        ("accounts.end_session", {"sessions": 1}),
        ("accounts.start_session", {"isNewPlace": False, "isStrong": True, "methods": ["demo"]}),
    ]


@pytest.mark.parametrize("email", ["real@example.test", "gone@example.test", "unknown@example.test"])
def test_nobody_else_is_signed_in_by_it(email: str, client: Client, settings: Settings, demo_people: list[User]) -> None:
    settings.DEMO = True
    answer = demo(client, email)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (client.get(URL).json()["person"], traces()) == (None, Traces([], []))


def test_there_is_no_such_thing_outside_the_demo(client: Client, demo_people: list[User]) -> None:
    answer = demo(client, "staff@example.test")
    assert (answer.status_code, answer.json()["code"], traces()) == (404, "not_found", Traces([], []))


def test_one_place_may_try_only_so_often(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    cache.clear()
    statuses = [demo(client, f"somebody{n}@example.test").status_code for n in range(11)]
    assert statuses == [404] * 10 + [429]
