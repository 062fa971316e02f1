"""What the members of a suspended organisation may do: read it as viewers do, and nothing else. What others see does not change."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ipmarket.accounts.enums import AccessLevel, Audience, MandateState, MemberRole, OrganisationState, TokenScope
from ipmarket.accounts.models import AccessGrant, ApiToken, Mandate, Membership, Organisation, User
from ipmarket.accounts.selectors.suspensions import Told, suspensions_told
from ipmarket.accounts.services.invite_member import invite_member
from ipmarket.accounts.services.reactivate_organisation import reactivate_organisation
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.kernel.actor import SYSTEM
from ipmarket.reference.services.load_rows import load_rows
from patents.selectors.visible import RIGHT
from tests.factories.organisations import operator
from tests.factories.people import join, make_member, make_owned, make_person, token_of
from tests.factories.records import AT, make_organisation, make_right
from tests.support.people_refusals import everything
from tests.support.sessions import sign_in

pytestmark = pytest.mark.django_db
WHY = "Complaints by three buyers."
ROLES = list(MemberRole.values)


def browser(user_id: Any, organisation: Organisation) -> Client:
    client = Client()
    sign_in(client, User.objects.get(id=user_id), organisation_id=organisation.id)
    return client


@pytest.fixture
def works() -> Organisation:
    return make_owned("Works at rest")[0]


def member(works: Organisation, role: str) -> Client:
    actor, _ = make_member(role, works, f"{role}@at-rest.example")
    return browser(actor.user_id, works)


def suspend(works: Organisation) -> None:
    suspend_organisation(actor=operator(), at=AT, organisation_id=works.id, reason=WHY)


def base(works: Organisation) -> str:
    return f"/api/app/organisations/{works.id}"


@pytest.mark.parametrize("role", ROLES)
def test_every_member_reads_as_a_viewer_does(role: str, works: Organisation) -> None:
    client, plain = member(works, role), member(works, "viewer") if role != "viewer" else None
    suspend(works)
    card = client.get(base(works)).json()
    assert (card["state"], card["standing"]) == ("suspended", "viewer")
    assert card["suspension"] == {"since": AT.isoformat().replace("+00:00", "Z"), "reason": WHY if role == "owner" else ""}
    # What somebody may do who is signed in, and what a viewer reads.
    assert card["allowed"] == [
        "accounts.invitations.answer",
        "accounts.invitations.see",
        "accounts.join_requests.make",
        "accounts.members.read",
        "accounts.organisation.found",
        "accounts.organisation.read",
        "accounts.organisation.read_card",
        "accounts.signatories.read",
    ]
    people = client.get(f"{base(works)}/members").json()["items"]
    assert {person["person"]["email"] for person in people} == {None}
    if plain is not None:
        assert plain.get(base(works)).json()["allowed"] == card["allowed"]
    # What managers alone read is hidden, as it is from viewers.
    for part in ("documents", "invitations", "verification-cases", "domains", "mandates", "join-requests"):
        assert client.get(f"{base(works)}/{part}").status_code == 404


WRITES: dict[str, tuple[str, str, Any]] = {
    "edit": ("patch", "", {"district": "Tai Po"}),
    "invite": ("post", "/invitations", {"email": "guest@example.test", "role": "viewer", "language": "en"}),
    "offer a mandate": (
        "post",
        "/mandates",
        {"email": "a@b.example", "kind": "adviser", "scopes": ["read"], "startsDate": "2026-12-01"},
    ),
    "add a domain": ("post", "/domains", {"domain": "works.example"}),
    "take the verification back": ("delete", "/verification", None),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("role", ROLES)
def test_every_write_is_refused_with_a_sentence(write: str, role: str, works: Organisation) -> None:
    client = member(works, role)
    suspend(works)
    method, path, body = WRITES[write]
    before = everything()
    answer = getattr(client, method)(f"{base(works)}{path}", body, content_type="application/json", headers={"If-Match": "*"})
    assert everything() == before
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "organisation_not_active")
    # Owners are told why, as in the letter they got.
    told = {"state": "suspended", "since": AT.isoformat()} | ({"reason": WHY} if role == "owner" else {})
    assert problem["params"] == told
    assert problem["detail"].startswith("The organisation is suspended since 2026-11-21:")
    assert (WHY in problem["detail"]) is (role == "owner")


def test_it_ends_with_the_suspension(works: Organisation) -> None:
    load_rows(actor=SYSTEM, at=AT)
    client = member(works, "manager")
    suspend(works)
    reactivate_organisation(actor=operator(email="second@example.test"), at=AT, organisation_id=works.id, reason="Cleared up.")
    assert client.get(base(works)).json()["standing"] == "manager"
    changed = client.patch(base(works), {"district": "Tai Po"}, content_type="application/json", headers={"If-Match": "*"})
    assert (changed.status_code, changed.json()["district"]) == (200, "Tai Po")


def test_nobody_else_sees_it(works: Organisation) -> None:
    elsewhere = member(make_organisation(name_en="Elsewhere"), "owner")
    agent = make_member("owner", make_organisation(name_en="Agents"), "agent@agents.example")[0].user_id
    Mandate.objects.create(
        organisation=works, user_id=agent, kind="patent_agent", scopes=["read", "report"], state=MandateState.ACTIVE,
        starts_date=AT.date(), offered_by=Membership.objects.filter(organisation=works)[0].user, offered_at=AT,
    )  # fmt: skip
    through_mandate = browser(agent, works)
    assert through_mandate.get(f"{base(works)}/members").status_code == 200
    suspend(works)
    unknown = "/api/app/organisations/00000000-0000-7000-8000-000000000000"
    parts = ("", "/members", "/documents", "/mandates", "/logo")
    others = {"stranger": elsewhere, "visitor": Client(), "mandatary": through_mandate}
    for client in others.values():
        for part in parts:
            suspended, missing = client.get(f"{base(works)}{part}"), client.get(f"{unknown}{part}")
            assert (suspended.status_code, suspended.content) == (missing.status_code, missing.content)
    # Members alone have lists to read, which a visitor is asked to sign in for; to everybody else there is nothing.
    seen = {name: [client.get(f"{base(works)}{part}").status_code for part in parts] for name, client in others.items()}
    assert seen == {"stranger": [404] * 5, "visitor": [404, 401, 401, 401, 404], "mandatary": [404] * 5}
    assert through_mandate.get("/api/app/session").json()["organisation"]["name"] == "Agents"


def test_the_own_list_tells_of_suspensions_in_one_statement() -> None:
    person = make_person("many@example.test")
    places = []
    for number, role in enumerate(["owner", "viewer", "owner", "manager"]):
        works = make_owned(f"Works {number}")[0]
        join(person, works, role)
        places.append(works)
    client = Client()
    sign_in(client, person)
    costs = []
    # Once before, for what the process keeps.
    for suspended in (0, 1, 4):
        for works in places[:suspended]:
            if Organisation.objects.get(id=works.id).state == OrganisationState.ACTIVE:
                suspend_organisation(actor=operator(email=f"{works.id}@staff.example"), at=AT, organisation_id=works.id, reason=WHY)
        with CaptureQueriesContext(connection) as queries:
            items = client.get("/api/app/organisations").json()["items"]
        costs.append(len(queries))
    assert costs[1] == costs[2]
    told = {item["id"]: item["suspension"]["reason"] for item in items}
    assert told == {str(works.id): why for works, why in zip(places, [WHY, "", WHY, ""], strict=True)}
    assert {item["suspension"]["since"] for item in items} == {AT.isoformat().replace("+00:00", "Z")}


@pytest.mark.parametrize("which", ["not begun", "over"])
def test_the_reason_is_for_who_owns_it_now(which: str, works: Organisation) -> None:
    """A viewer whose place as owner begins tomorrow, or ended by a day that was set, is told what viewers are told."""
    person = make_person("heir@example.test")
    suspend(works)
    today, day = timezone.now(), timedelta(days=1)
    begins, ends = (today + day, None) if which == "not begun" else (AT - 2 * day, AT - day)
    Membership.objects.create(user=person, organisation=works, role="owner", starts_at=begins, ends_at=ends)
    told = suspensions_told(user_id=person.id, organisation_ids=[works.id])
    assert told == {works.id: Told(AT, "")}


def test_who_is_invited_does_not_learn_of_it() -> None:
    """The answer is the one that whoever was invited by somebody gets who may not invite any more."""
    answers = []
    for how in ("suspended", "inviter removed"):
        works, owner = make_owned(f"Works {how}")
        manager, membership = make_member("manager", works, f"manager.{works.id}@example.test")
        email = f"guest.{works.id}@example.test"
        invite_member(actor=manager, at=timezone.now(), organisation_id=works.id, email=email, role="viewer", language="en")
        if how == "suspended":
            suspend(works)
        else:
            remove_member(actor=owner, at=timezone.now(), organisation_id=works.id, membership_id=membership.id)
        client = Client()
        sign_in(client, make_person(email))
        link = f"/api/app/invitations/{token_of(email)}"
        before = everything()
        answer = client.post(f"{link}/acceptance", {}, content_type="application/json")
        assert everything() == before
        answers.append((client.get(link).json()["state"], answer.status_code, answer.content))
    assert answers[0] == answers[1]
    assert answers[0][:2] == ("revoked", 409)


def test_its_records_stay_as_public_as_they_were_and_its_members_see_their_own(works: Organisation) -> None:
    make_right("US7272630B2", audience=Audience.PUBLIC, owner_organisation=works)
    make_right("US7272632B2", audience=Audience.OWNER, owner_organisation=works)
    client = member(works, "member")
    suspend(works)
    seen = [(who.get(f"/api/app/patents/{ref}").status_code) for who in (client, Client()) for ref in ("US7272630B2", "US7272632B2")]
    assert seen == [200, 200, 200, 404]


def test_what_others_opened_to_it_is_closed_meanwhile(works: Organisation) -> None:
    secret = make_right("US7272632B2", audience=Audience.OWNER, owner_organisation=make_organisation(name_en="Owner of a secret"))
    AccessGrant.objects.create(
        organisation=works, object_type=RIGHT, object_id=secret.id, level=AccessLevel.DETAILS, basis="nda:example", starts_at=AT
    )
    clients = [member(works, role) for role in ("manager", "viewer")]
    path = "/api/app/patents/US7272632B2"
    assert [client.get(path).status_code for client in clients] == [200, 200]
    suspend(works)
    assert [client.get(path).status_code for client in clients] == [404, 404]
    Organisation.objects.filter(id=works.id).update(state=OrganisationState.ACTIVE)
    assert [client.get(path).status_code for client in clients] == [200, 200]


def test_no_token_is_made_for_it(works: Organisation) -> None:
    client = member(works, "manager")
    suspend(works)
    body = {"name": "Nightly", "scopes": [TokenScope.ORGANISATION_READ], "expiresInDays": 9, "organisationId": str(works.id)}
    before = everything()
    answer = client.post("/api/app/account/tokens", body, content_type="application/json", headers={"Idempotency-Key": "k" * 20})
    assert (answer.status_code, answer.json()["code"]) == (409, "organisation_not_active")
    assert everything() == before
    assert ApiToken.objects.filter(created_at__lte=timezone.now()).count() == 0
