"""Authorisation by field: who may see a thing does not yet see everything of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ipmarket.accounts import credentials
from ipmarket.accounts.models import (
    Invitation,
    Mandate,
    Membership,
    Organisation,
    RoleProposal,
    Signatory,
    Suspension,
    User,
    VerificationCase,
)
from ipmarket.accounts.selectors import mandates_listed, organisation_evidence, organisations_seen, policies
from ipmarket.accounts.selectors.policies import Who
from ipmarket.kernel.clock import now
from tests.factories.people import add_address, join, make_document, make_domain, make_person
from tests.factories.records import AT, make_operator, make_organisation
from tests.support.attacks import browser, nothing_changes, opened_to, seen, send
from tests.support.authorisation_table import UNKNOWN_ID

pytestmark = pytest.mark.django_db
# Everything confidential about the organisation carries one of these words.
ADDRESS, EMPLOYEES, SECRET_STREET, REFUSED_FOR, SUSPENDED_FOR = "quokka", 7_654_321, "Numbat Street", "wombat", "bilby"
MARKS = (ADDRESS, str(EMPLOYEES), SECRET_STREET, REFUSED_FOR, SUSPENDED_FOR)
Mutant = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture
def works() -> Organisation:
    """An organisation of which everything that may be told to some only is filled in."""
    works = make_organisation(
        name_en="Works", employees=EMPLOYEES, address=f"1 {SECRET_STREET}", verification="refused", registration_number="12345678",
        registration_kind="hk_br",
    )  # fmt: skip
    owner = make_person(f"{ADDRESS}-owner@works.example", name="Owner")
    join(owner, works, "owner")
    holder = make_person(f"{ADDRESS}-member@works.example", name="Member")
    place = join(holder, works, "member")
    operator = make_operator(email="decided@desk.example")
    User.objects.filter(id=operator.id).update(name="Deciding Operator")
    document = make_document(works)
    Signatory.objects.create(membership=place, document=document, proposed_by=owner, proposed_at=AT)
    VerificationCase.objects.create(
        organisation=works, state="refused", submitted_by=owner, submitted_at=AT, decided_by=operator, decided_at=AT, reason=REFUSED_FOR
    )
    Suspension.objects.create(
        organisation=works, reason=SUSPENDED_FOR, starts_at=AT, ends_at=AT + timedelta(days=1), started_by=operator, ended_by=operator,
        end_reason=SUSPENDED_FOR,
    )  # fmt: skip
    Invitation.objects.create(
        organisation=works, email=f"{ADDRESS}-invited@works.example", role="member", token_digest="0" * 64, invited_by=owner,
        created_at=AT, expires_at=now() + timedelta(days=9),
    )  # fmt: skip
    Mandate.objects.create(
        organisation=works, email=f"{ADDRESS}-agent@works.example", kind="patent_agent", scopes=["read"], starts_date=AT.date(),
        offered_by=owner, offered_at=AT,
    )  # fmt: skip
    return works


def reader(who: str, works: Organisation) -> Client:
    """The browser of a visitor, of a stranger with an organisation, of a member of some role, or of somebody with a mandate to read."""
    if who == "visitor":
        return Client(raise_request_exception=False)
    person = make_person(f"{who}@reader.example", name="Reader")
    if who == "stranger":
        elsewhere = make_organisation(name_en="Elsewhere")
        join(person, elsewhere, "owner")
        return browser(person, elsewhere)
    if who == "mandate":
        Mandate.objects.create(
            organisation=works, user=person, kind="patent_agent", scopes=["read"], state="active", starts_date=AT.date(),
            offered_by=Membership.objects.get(organisation=works, role="owner").user, offered_at=AT,
        )  # fmt: skip
    else:
        join(person, works, who)
    return browser(person, works)


PAGES = ("", "/members", "/signatories", "/invitations", "/mandates", "/documents", "/verification-cases", "/domains", "/closure")


def marks_seen(client: Client, works: Organisation) -> set[str]:
    """Which of the confidential words stand in anything that this reader may open, with every field asked for too."""
    found = set()
    for tail in PAGES:
        path = f"/api/app/organisations/{works.id}{tail}"
        answers = [client.get(path), client.get(path, {"fields": "id,person,email,reason,address,employees"})]
        answers += [client.get("/api/app/organisations"), client.get(f"/api/app/admin/organisations/{works.id}")]
        found |= {mark for answer in answers for mark in MARKS if mark.encode() in answer.content}
    return found


SEEN = {
    "visitor": set(),
    "stranger": set(),
    "viewer": {str(EMPLOYEES), SECRET_STREET, REFUSED_FOR},
    "member": {str(EMPLOYEES), SECRET_STREET, REFUSED_FOR},
    "mandate": {str(EMPLOYEES), SECRET_STREET, REFUSED_FOR},
    "manager": {str(EMPLOYEES), SECRET_STREET, REFUSED_FOR, ADDRESS},
    "owner": {str(EMPLOYEES), SECRET_STREET, REFUSED_FOR, ADDRESS},
}


@pytest.mark.parametrize("who", SEEN)
def test_each_reader_sees_the_fields_that_are_theirs(who: str, works: Organisation) -> None:
    client = reader(who, works)
    with nothing_changes():
        assert marks_seen(client, works) == SEEN[who]


# Who, the guard, and what they would see beside what is theirs.
OPENED: dict[str, tuple[str, Mutant, set[str]]] = {
    "row accounts.members.read_addresses": (
        "viewer",
        lambda patch: opened_to(patch, "accounts.members.read_addresses", Who.VIEWER),
        {ADDRESS},
    ),
    "row accounts.invitations.read": ("member", lambda patch: opened_to(patch, "accounts.invitations.read", Who.MEMBER), {ADDRESS}),
    "row accounts.mandates.read": ("member", lambda patch: opened_to(patch, "accounts.mandates.read", Who.MEMBER), {ADDRESS}),
    "row accounts.organisation.read": (
        "visitor",
        lambda patch: opened_to(patch, "accounts.organisation.read", Who.VISITOR),
        {str(EMPLOYEES), SECRET_STREET, REFUSED_FOR},
    ),
    "row accounts.verification.read": (
        "stranger",
        lambda patch: opened_to(patch, "accounts.verification.read", Who.PERSON),
        {REFUSED_FOR},
    ),
    "row accounts.organisations.read_all": (
        "owner",
        lambda patch: opened_to(patch, "accounts.organisations.read_all", Who.PERSON),
        {SUSPENDED_FOR},
    ),
    "organisations_seen._sees_inside": (
        "stranger",
        lambda patch: patch.setattr(organisations_seen, "_sees_inside", lambda actor, organisation, at: True),
        {str(EMPLOYEES), SECRET_STREET, REFUSED_FOR},
    ),
}


@pytest.mark.parametrize("guard", OPENED)
def test_without_its_guard_a_field_is_open(guard: str, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    who, mutant, more = OPENED[guard]
    client = reader(who, works)
    mutant(monkeypatch)
    assert marks_seen(client, works) == SEEN[who] | more


def test_who_sees_the_people_does_not_see_their_addresses_by_that(works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two guards in a row: with the list open, the addresses are still closed."""
    opened_to(monkeypatch, "accounts.members.read", Who.PERSON)
    client = reader("stranger", works)
    listed = client.get(f"/api/app/organisations/{works.id}/members").json()["items"]
    assert [item["person"]["email"] for item in listed] == [None] * len(listed)
    assert len(listed) > 1
    original = policies.can
    always = lambda actor, action, target=None: action.endswith("read_addresses") or original(actor, action, target)  # noqa: E731 - said in one line
    monkeypatch.setattr(policies, "can", always)
    assert ADDRESS.encode() in client.get(f"/api/app/organisations/{works.id}/members").content


def test_no_list_is_sorted_or_filtered_by_a_field_that_is_not_shown(works: Organisation) -> None:
    """An order tells what it is by; a filter tells who fits."""
    client = reader("viewer", works)
    for query in ("sort=person.email", "sort=email", "q=quokka", "email=quokka-owner@works.example", "role=owner"):
        assert client.get(f"/api/app/organisations/{works.id}/members?{query}").status_code == 400


# ── How verification went, to others ──


def verification_of(client: Client, works: Organisation) -> Any:
    return client.get(f"/api/app/organisations/{works.id}").json()["verification"]


@pytest.mark.parametrize("state", ["submitted", "refused", "unverified"])
def test_others_learn_of_no_request_and_no_refusal(state: str, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    Organisation.objects.filter(id=works.id).update(verification=state)
    client = reader("stranger", works)
    assert verification_of(client, works) == {"state": "unverified"}
    monkeypatch.setattr(organisations_seen, "shown_verification", lambda value: value)
    assert verification_of(client, works) == {"state": state}


def test_the_organisation_does_not_learn_which_operator_decided(works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    client = reader("owner", works)
    shown = client.get(f"/api/app/organisations/{works.id}/verification-cases")
    operator = User.objects.get(email="decided@desk.example")
    assert shown.json()["items"][0]["reason"] == REFUSED_FOR
    assert not any(word.encode() in shown.content for word in (str(operator.id), operator.name, operator.email))
    original = organisation_evidence.case_card
    monkeypatch.setattr(
        "ipmarket.accounts.api.organisation_evidence.case_card", lambda case: {**original(case), "decided_by": case.decided_by_id}
    )
    assert str(operator.id).encode() in client.get(f"/api/app/organisations/{works.id}/verification-cases").content


# ── People ──


def test_whom_an_offer_reached_is_not_told_before_the_answer(works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of an offer shows no account, whether or not there is one."""
    agent = make_person(f"{ADDRESS}-agent@works.example", name="Agent Unanswered")
    Mandate.objects.filter(email=agent.email).update(user=agent)
    client, path = reader("owner", works), f"/api/app/organisations/{works.id}/mandates"
    assert client.get(path).json()["items"][0]["person"] is None
    original = mandates_listed.mandate_card
    monkeypatch.setattr(
        "ipmarket.accounts.api.mandates.mandate_card",
        lambda row: {**original(row), "person": row.user and {"id": row.user.id, "name": row.user.name}},
    )
    assert client.get(path).json()["items"][0]["person"]["name"] == agent.name


def test_the_session_tells_of_nobody_else(works: Organisation) -> None:
    other = make_operator(email="other@desk.example")
    RoleProposal.objects.create(
        user=User.objects.get(email=f"{ADDRESS}-member@works.example"), role="auditor", reason="Secretly proposed.", proposed_by=other,
        proposed_at=AT,
    )  # fmt: skip
    member = browser(User.objects.get(email=f"{ADDRESS}-member@works.example"), works)
    told = member.get("/api/app/session")
    assert b"Secretly" not in told.content
    assert b"auditor" not in told.content
    assert (told.json()["roles"], told.json()["heldRoles"]) == ([], [])


# ── What an address opens ──


def test_an_address_that_is_not_proven_opens_no_offer(works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Organisations that stand for a mail domain are offered to whoever has proven an address in it, and asking is refused to others."""
    Organisation.objects.filter(id=works.id).update(verification="verified", verified_at=AT)
    make_domain(works, "works.example")
    person = make_person("me@elsewhere.example")
    add_address(person, "me@works.example", is_proven=False)
    client = browser(person)
    with nothing_changes():
        assert client.get("/api/app/join-offers").json()["items"] == []
        asked = send(client, "post", "join-requests", {"organisationId": str(works.id)})
        assert seen(asked) == seen(send(client, "post", "join-requests", {"organisationId": UNKNOWN_ID}))
    assert asked.status_code == 404
    monkeypatch.setattr(credentials, "verified_addresses", lambda user_id: ["me@works.example"])
    assert [item["id"] for item in client.get("/api/app/join-offers").json()["items"]] == [str(works.id)]
