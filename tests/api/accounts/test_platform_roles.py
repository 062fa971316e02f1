"""Platform roles: two people for giving one, one for taking it, never the last operator's, and asleep without a second factor."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from ipmarket.accounts.models import PlatformRoleGrant, RoleProposal, User
from ipmarket.kernel.mail.models import Message
from tests.factories.records import make_operator, make_user
from tests.support.sessions import sign_in
from tests.support.traces import entries, traces

pytestmark = pytest.mark.django_db
PROPOSALS, ROLES = "/api/app/admin/role-proposals", "/api/app/admin/roles"


def client_of(person: User, *, is_strong: bool = True) -> Client:
    client = Client()
    sign_in(client, person, is_strong=is_strong)
    return client


@pytest.fixture
def person() -> User:
    return make_user(email="adviser-to-be@example.test", name="Lau Ka Yan")


@pytest.fixture
def first() -> Client:
    return client_of(make_operator())


@pytest.fixture
def second() -> Client:
    return client_of(make_operator(email="second@example.test"))


def propose(client: Client, person: User, **values: Any) -> Any:
    body = {"userId": str(person.id), "role": "adviser", "reason": "Joins the desk.", **values}
    return client.post(PROPOSALS, body, content_type="application/json")


def decide(client: Client, proposal_id: str, decision: str = "grant") -> Any:
    return client.post(
        f"{PROPOSALS}/{proposal_id}/decision", {"decision": decision, "reason": "Known to us."}, content_type="application/json"
    )


def state() -> tuple[Any, ...]:
    return (
        traces(),
        list(RoleProposal.objects.order_by("id").values_list("state", "decided_by")),
        list(PlatformRoleGrant.objects.order_by("id").values_list("role", "ends_at")),
        Message.objects.count(),
    )


def test_two_people_give_a_role_and_its_holder_is_told(first: Client, second: Client, person: User) -> None:
    answer = propose(first, person)
    made = answer.json()
    assert (answer.status_code, made["state"], made["allowed"]) == (201, "proposed", ["withdraw"])
    assert second.get(PROPOSALS).json()["items"][0]["allowed"] == ["grant", "refuse"]
    assert list(Message.objects.values_list("template", "to_address")) == [("accounts/platform_role_proposed", "second@example.test")]
    decided = decide(second, made["id"]).json()
    assert (decided["state"], decided["decidedBy"]["name"], decided["allowed"]) == ("granted", "Operator", [])
    grant = PlatformRoleGrant.objects.get(user=person)
    assert (grant.role, str(grant.proposal_id)) == ("adviser", made["id"])
    assert set(Message.objects.values_list("template", "to_address")) == {
        ("accounts/platform_role_proposed", "second@example.test"),
        ("accounts/platform_role_granted", "adviser-to-be@example.test"),
    }
    # Beside the signing in of the two.
    assert [entry[0] for entry in entries() if "role" in entry[0]] == ["accounts.propose_platform_role", "accounts.decide_role_proposal"]
    roles = {each["person"]["email"]: each for each in first.get(ROLES).json()["items"]}
    assert roles["adviser-to-be@example.test"]["proposedBy"]["name"] == "Operator"
    assert roles["second@example.test"]["proposedBy"] is None


def test_the_address_names_a_person_too(first: Client, person: User) -> None:
    body = {"email": " Adviser-To-Be@example.test".strip(), "role": "auditor", "reason": "Reads."}
    answer = first.post(PROPOSALS, body, content_type="application/json")
    assert (answer.status_code, answer.json()["person"]["id"]) == (201, str(person.id))
    for wrong in ({}, {"userId": str(person.id), "email": "a@example.test"}):
        assert first.post(PROPOSALS, {"role": "auditor", "reason": "r", **wrong}, content_type="application/json").status_code == 400
    assert first.post(PROPOSALS, {**body, "email": "nobody@example.test"}, content_type="application/json").status_code == 404


def test_nobody_decides_alone(first: Client, second: Client, person: User) -> None:
    proposal = propose(first, person).json()["id"]
    PlatformRoleGrant.objects.create(user=person, role="operator", starts_at=timezone.now())
    before = state()
    for client in (first, client_of(person)):
        refused = decide(client, proposal)
        assert (refused.status_code, refused.json()["code"]) == (403, "second_person_needed")
    assert second.delete(f"{PROPOSALS}/{proposal}").status_code == 403
    assert decide(second, str(uuid4())).status_code == 404
    myself = propose(first, User.objects.get(email="operator@example.test"))
    assert (myself.status_code, myself.json()["code"]) == (409, "not_oneself")
    again = propose(second, person)
    assert (again.status_code, again.json()["code"]) == (409, "role_proposed_already")
    assert state() == before


def test_a_proposal_is_closed_once(first: Client, second: Client, person: User) -> None:
    proposal = propose(first, person).json()["id"]
    assert first.delete(f"{PROPOSALS}/{proposal}").json()["state"] == "withdrawn"
    before = state()
    assert decide(second, proposal).status_code == 409
    assert first.delete(f"{PROPOSALS}/{proposal}").status_code == 409
    assert state() == before
    other = propose(first, person).json()["id"]
    assert decide(second, other, "refuse").json()["state"] == "refused"
    assert not PlatformRoleGrant.objects.filter(user=person).exists()
    assert Message.objects.filter(template="accounts/platform_role_granted").count() == 0


def test_somebody_suspended_in_the_meantime_gets_nothing(first: Client, second: Client, person: User) -> None:
    proposal = propose(first, person).json()["id"]
    User.objects.filter(id=person.id).update(is_active=False)
    before = state()
    refused = decide(second, proposal)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_active")
    assert propose(first, person, role="auditor").status_code == 404
    assert state() == before


def test_a_role_that_is_held_is_not_given_twice(first: Client, person: User) -> None:
    PlatformRoleGrant.objects.create(user=person, role="adviser", starts_at=timezone.now())
    refused = propose(first, person)
    assert (refused.status_code, refused.json()["code"], RoleProposal.objects.count()) == (409, "role_held_already", 0)


def test_a_role_ends_at_once_and_the_last_operators_stays(first: Client, second: Client) -> None:
    ours, theirs = (PlatformRoleGrant.objects.get(user__email=f"{name}@example.test") for name in ("operator", "second"))
    ended = first.delete(f"{ROLES}/{theirs.id}", {"reason": "Left."}, content_type="application/json")
    assert ended.status_code == 204
    assert second.get(ROLES).status_code == 403, "the very next request has no role"
    assert list(Message.objects.values_list("template", "to_address")) == [("accounts/platform_role_ended", "second@example.test")]
    before = state()
    for grant_id, code, status in ((ours.id, "last_operator", 409), (theirs.id, "not_found", 404), (uuid4(), "not_found", 404)):
        refused = first.delete(f"{ROLES}/{grant_id}", {"reason": "Left."}, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert first.delete(f"{ROLES}/{ours.id}", {"reason": " "}, content_type="application/json").status_code == 400
    assert state() == before


def test_a_suspended_operator_does_not_count_as_another(first: Client) -> None:
    make_user(email="asleep@example.test", roles=("operator",), is_active=False)
    ours = PlatformRoleGrant.objects.get(user__email="operator@example.test")
    refused = first.delete(f"{ROLES}/{ours.id}", {"reason": "Left."}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_operator")


def test_a_role_sleeps_without_a_second_factor(person: User) -> None:
    weak = client_of(make_operator(), is_strong=False)
    before = state()
    assert weak.get(ROLES).status_code == 403
    assert propose(weak, person).status_code == 403
    assert state() == before


@pytest.mark.parametrize("body", [{"roles": ["operator"]}, {"role": "operator", "isStaff": True}, {"platformRoles": ["operator"]}])
def test_no_role_is_gained_by_a_crafted_body(person: User, body: dict[str, Any]) -> None:
    client = client_of(person)
    client.patch("/api/app/account", {"name": "Lau Ka Yan", **body}, content_type="application/json")
    client.get("/api/app/session", query_params={})
    assert not PlatformRoleGrant.objects.exists()
    assert client.get(ROLES).status_code == 403


def test_the_first_operator_is_appointed_by_a_command_once(person: User) -> None:
    with pytest.raises(CommandError, match="sign up"):
        call_command("appoint_first_operator", "nobody@example.test")
    call_command("appoint_first_operator", " Adviser-to-be@example.test ")
    grant = PlatformRoleGrant.objects.get()
    assert (grant.user_id, grant.role, grant.proposal_id) == (person.id, "operator", None)
    assert [entry[0] for entry in entries()] == ["accounts.appoint_first_operator"]
    before = state()
    with pytest.raises(CommandError, match="already"):
        call_command("appoint_first_operator", make_user(email="another@example.test").email)
    assert state() == before
