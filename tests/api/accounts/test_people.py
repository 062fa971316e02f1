"""Members, invitations, requests to join, signatories and mandates over HTTP, by people with sessions."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts import credentials
from ipmarket.accounts.models import ApiToken, Invitation, Mandate, Membership, Organisation, Signatory, User
from ipmarket.kernel.clock import now
from tests.factories.people import add_address, join, make_document, make_domain, make_person, token_of
from tests.factories.records import make_operator, make_organisation
from tests.support.people_refusals import everything
from tests.support.sessions import sign_in

pytestmark = pytest.mark.django_db
INVITED = "invited@example.test"


def browser(person: User, organisation: Organisation | None = None, *, is_strong: bool = False) -> Client:
    client = Client()
    sign_in(client, person, is_strong=is_strong, organisation_id=organisation.id if organisation else None)
    return client


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(client, method)(f"/api/app/{path}", headers=headers, **data)


@pytest.fixture
def works() -> Organisation:
    return make_organisation(verification="verified", verified_at=now())


@pytest.fixture
def ada(works: Organisation) -> User:
    person = make_person("ada@example.test", name="Ada Lam")
    join(person, works, "owner")
    return person


@pytest.fixture
def owner(ada: User, works: Organisation) -> Client:
    return browser(ada, works)


def _one(works: Organisation, tail: str) -> str:
    return f"organisations/{works.id}/{tail}"


def test_members_are_listed_as_the_reader_may_see_them(owner: Client, ada: User, works: Organisation) -> None:
    ken = make_person("ken@example.test", name="Ken Yip")
    membership = join(ken, works, "viewer")
    own, other = owner.get(f"/api/app/{_one(works, 'members')}").json()["items"]
    assert own == {
        "id": str(Membership.objects.get(user=ada).id),
        "person": {"id": str(ada.id), "name": "Ada Lam", "email": "ada@example.test"},
        "role": "owner",
        "startsAt": own["startsAt"],
        "signatory": None,
        "isMe": True,
        "isSuspended": False,
        "allowed": [
            "accounts.members.change_role",
            "accounts.members.leave",
            "accounts.members.remove",
            "accounts.signatories.propose",
        ],
    }
    assert (other["id"], other["allowed"]) == (
        str(membership.id),
        ["accounts.members.change_role", "accounts.members.remove", "accounts.ownership.hand_over", "accounts.signatories.propose"],
    )
    seen = browser(ken, works).get(f"/api/app/{_one(works, 'members')}").json()["items"]
    assert [(row["person"]["email"], row["allowed"]) for row in seen] == [(None, []), (None, ["accounts.members.leave"])]


def test_invite_sign_up_accept_and_be_removed(owner: Client, works: Organisation) -> None:
    sent = send(owner, "post", _one(works, "invitations"), {"email": INVITED, "role": "member", "language": "en"})
    assert (sent.status_code, sent.json()["email"], sent.json()["state"]) == (201, INVITED, "open")
    token = token_of(INVITED)
    assert token not in sent.content.decode()
    assert Client().get(f"/api/app/invitations/{token}").json() == {
        "organisation": {"id": str(works.id), "name": "Sample Mould Works"},
        "role": "member",
        "address": "i…@example.test",
        "state": "open",
        "expiresAt": sent.json()["expiresAt"],
        "isMine": False,
    }
    person = make_person(INVITED)
    theirs = browser(person)
    accepted = send(theirs, "post", f"invitations/{token}/acceptance")
    assert (accepted.status_code, accepted.json()["role"]) == (200, "member")
    members = f"/api/app/{_one(works, 'members')}"
    assert theirs.get(members).status_code == 200
    membership_id = accepted.json()["membershipId"]
    assert owner.delete(f"{members}/{membership_id}").status_code == 204
    # The next request has no standing any more, in the session that was open all the time.
    assert theirs.get(members).status_code == 404
    assert theirs.get("/api/app/session").json()["organisation"] is None


def test_the_acting_organisation_falls_back_when_one_is_removed(owner: Client, works: Organisation) -> None:
    other = make_organisation(name_en="Another Works")
    ken = make_person("ken@example.test")
    membership = join(ken, works, "manager")
    join(ken, other, "viewer")
    theirs = browser(ken, works)
    assert theirs.get("/api/app/session").json()["organisation"]["id"] == str(works.id)
    assert owner.delete(f"/api/app/{_one(works, 'members')}/{membership.id}").status_code == 204
    session = theirs.get("/api/app/session").json()
    assert (session["organisation"]["id"], session["organisation"]["standing"]) == (str(other.id), "viewer")


def test_a_token_does_not_outlive_its_membership(owner: Client, works: Organisation) -> None:
    ken = make_person("ken@example.test")
    membership = join(ken, works, "manager")
    ApiToken.objects.create(
        user=ken, organisation=works, name="t", prefix="ipm_test", digest="0" * 64, scopes=["organisation.read"],
        created_at=now(), expires_at=now() + timedelta(days=1),
    )  # fmt: skip
    assert owner.delete(f"/api/app/{_one(works, 'members')}/{membership.id}").status_code == 204
    assert ApiToken.objects.get().revoked_at is not None


def test_deleting_ones_own_membership_is_leaving(owner: Client, ada: User, works: Organisation) -> None:
    own = Membership.objects.get(user=ada)
    refused = owner.delete(f"/api/app/{_one(works, 'members')}/{own.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_owner")
    join(make_person("second@example.test"), works, "owner")
    assert owner.delete(f"/api/app/{_one(works, 'members')}/{own.id}").status_code == 204


def test_handing_over_asks_for_a_fresh_proof(ada: User, works: Organisation) -> None:
    heir = make_person("heir@example.test", name="Heir")
    join(heir, works, "viewer")
    stale = Client()
    stale.force_login(ada)
    before = everything()
    refused = send(stale, "post", _one(works, "ownership"), {"userId": str(heir.id)})
    assert (refused.status_code, refused.json()["code"]) == (401, "reauthentication_needed")
    assert everything() == before
    done = send(browser(ada, works), "post", _one(works, "ownership"), {"userId": str(heir.id)})
    assert (done.status_code, done.json()["person"]["name"], done.json()["role"]) == (200, "Heir", "owner")
    assert Membership.objects.get(user=ada).role == "manager"


def test_a_crafted_body_gives_no_role(works: Organisation, ada: User) -> None:
    ken = make_person("ken@example.test")
    membership = join(ken, works, "manager")
    theirs = browser(ken, works)
    crafted = {
        "role": "member",
        "organisationId": str(make_organisation(name_en="Other").id),
        "invitedBy": str(ada.id),
        "state": "accepted",
    }
    invited = send(theirs, "post", _one(works, "invitations"), {**crafted, "email": INVITED, "acceptedBy": str(ken.id)})
    row = Invitation.objects.get(id=invited.json()["id"])
    assert (row.organisation_id, row.invited_by_id, row.state, row.accepted_by_id) == (works.id, ken.id, "open", None)
    raised = send(theirs, "patch", f"{_one(works, 'members')}/{membership.id}", {"role": "owner"})
    assert (raised.status_code, raised.json()["code"]) == (403, "role_not_yours_to_give")
    assert Membership.objects.get(user=ken).role == "manager"


def test_posting_twice_with_one_key_invites_once(owner: Client, works: Organisation) -> None:
    body = {"email": INVITED, "role": "member"}
    headers = {"Idempotency-Key": "press-once-0001"}
    first = send(owner, "post", _one(works, "invitations"), body, **headers)
    second = send(owner, "post", _one(works, "invitations"), body, **headers)
    assert (first.status_code, second.status_code, second["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.json() == second.json()
    assert Invitation.objects.count() == 1


# ── The invited address and nobody else, each guard shown by taking it away ──


def _invitation_for_another(owner: Client, works: Organisation) -> tuple[Client, str]:
    send(owner, "post", _one(works, "invitations"), {"email": INVITED, "role": "owner"})
    return browser(make_person("mallory@example.test")), token_of(INVITED)


def test_another_account_does_not_take_the_invitation(owner: Client, works: Organisation) -> None:
    mallory, token = _invitation_for_another(owner, works)
    before = everything()
    answer = send(mallory, "post", f"invitations/{token}/acceptance")
    assert (answer.status_code, answer.json()["code"], answer.json()["params"]) == (
        403,
        "invitation_for_another_address",
        {"address": "i…@example.test"},
    )
    assert INVITED not in answer.content.decode()
    assert everything() == before


def test_without_the_guard_another_account_would_take_it(owner: Client, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the refusal above comes from the proof of the address, and from nothing else that happens to fail."""
    mallory, token = _invitation_for_another(owner, works)
    monkeypatch.setattr(credentials, "verified_addresses", lambda user_id: [INVITED])
    assert send(mallory, "post", f"invitations/{token}/acceptance").status_code == 200


def test_an_address_that_was_only_typed_proves_nothing(owner: Client, works: Organisation) -> None:
    """Whoever signs up with another's address, or adds it to the own account, has an address that is not proven."""
    _, token = _invitation_for_another(owner, works)
    squatter = make_person(INVITED, is_proven=False)
    mallory = make_person("mallory-two@example.test")
    add_address(mallory, "typed@example.test", is_proven=False)
    send(owner, "post", _one(works, "invitations"), {"email": "typed@example.test", "role": "owner"})
    second = token_of("typed@example.test")
    before = everything()
    refusals = [send(browser(person), "post", f"invitations/{t}/acceptance") for person, t in ((squatter, token), (mallory, second))]
    assert [(answer.status_code, answer.json()["code"]) for answer in refusals] == [
        (403, "address_not_verified"),
        (403, "invitation_for_another_address"),
    ]
    assert everything() == before


def test_an_invitation_is_no_way_into_an_existing_account(owner: Client, works: Organisation) -> None:
    """The token opens a place for the account that proves the address; it signs nobody in and changes no account."""
    victim = make_person(INVITED)
    send(owner, "post", _one(works, "invitations"), {"email": INVITED, "role": "member"})
    token = token_of(INVITED)
    stranger = Client()
    before = (everything(), User.objects.values().get(id=victim.id))
    assert send(stranger, "post", f"invitations/{token}/acceptance").status_code == 401
    assert stranger.get(f"/api/app/invitations/{token}").status_code == 200
    assert stranger.get("/api/app/session").json()["authenticated"] is False
    assert (everything(), User.objects.values().get(id=victim.id)) == before


@pytest.mark.parametrize("account", ["none", "active", "suspended"])
def test_the_answer_to_inviting_is_the_same(account: str, owner: Client, works: Organisation) -> None:
    if account != "none":
        make_person(INVITED, is_active=account == "active")
    sent = send(owner, "post", _one(works, "invitations"), {"email": INVITED, "role": "member"})
    with CaptureQueriesContext(connection) as captured:
        shown = Client().get(f"/api/app/invitations/{'x' * 43}")
    body = {key: value for key, value in sent.json().items() if key not in {"id", "createdAt", "expiresAt"}}
    assert (sent.status_code, body) == (
        201,
        {
            "email": INVITED,
            "role": "member",
            "language": "en",
            "state": "open",
            "invitedBy": {"id": body["invitedBy"]["id"], "name": "Ada Lam", "email": "ada@example.test"},
            "closedAt": None,
            "allowed": ["accounts.invitations.resend", "accounts.invitations.revoke"],
        },
    )
    assert (shown.status_code, len(captured)) == (404, 1)


def test_resend_revoke_and_lists(owner: Client, works: Organisation) -> None:
    sent = send(owner, "post", _one(works, "invitations"), {"email": INVITED, "role": "member"}).json()
    soon = send(owner, "post", f"{_one(works, 'invitations')}/{sent['id']}/resend")
    assert (soon.status_code, "Retry-After" in soon) == (429, True)
    Invitation.objects.update(expires_at=now() + timedelta(days=1))
    assert send(owner, "post", f"{_one(works, 'invitations')}/{sent['id']}/resend").status_code == 200
    assert owner.delete(f"/api/app/{_one(works, 'invitations')}/{sent['id']}").status_code == 204
    (row,) = owner.get(f"/api/app/{_one(works, 'invitations')}").json()["items"]
    assert (row["state"], row["allowed"]) == ("revoked", [])


def test_joining_by_domain(owner: Client, works: Organisation) -> None:
    make_domain(works, "works.example")
    ken = make_person("ken@works.example", name="Ken Yip")
    theirs = browser(ken)
    assert theirs.get("/api/app/join-offers").json()["items"] == [{"id": str(works.id), "name": "Sample Mould Works"}]
    asked = send(theirs, "post", "join-requests", {"organisationId": str(works.id)})
    assert (asked.status_code, asked.json()["state"], asked.json()["organisation"]["name"]) == (201, "open", "Sample Mould Works")
    assert theirs.get("/api/app/join-offers").json()["items"] == []
    (row,) = owner.get(f"/api/app/{_one(works, 'join-requests')}").json()["items"]
    assert row["person"] == {"id": str(ken.id), "name": "Ken Yip", "email": "ken@works.example"}
    decided = send(owner, "post", f"{_one(works, 'join-requests')}/{row['id']}/decision", {"accept": True, "role": "viewer"})
    assert (decided.status_code, decided.json()["state"]) == (200, "accepted")
    assert Membership.objects.get(user=ken).role == "viewer"
    assert [item["state"] for item in theirs.get("/api/app/join-requests").json()["items"]] == ["accepted"]


def test_a_request_is_taken_back(works: Organisation, ada: User) -> None:
    make_domain(works, "works.example")
    theirs = browser(make_person("ken@works.example"))
    asked = send(theirs, "post", "join-requests", {"organisationId": str(works.id)}).json()
    assert theirs.delete(f"/api/app/join-requests/{asked['id']}").status_code == 204
    assert theirs.delete(f"/api/app/join-requests/{asked['id']}").json()["code"] == "transition_refused"


def test_a_signatory_from_proposal_to_decision_and_end(owner: Client, ada: User, works: Organisation) -> None:
    membership, document = Membership.objects.get(user=ada), make_document(works)
    body = {"membershipId": str(membership.id), "documentId": str(document.id), "limitMinor": 500_000_00, "currency": "HKD"}
    proposed = send(owner, "post", _one(works, "signatories"), body)
    assert (proposed.status_code, proposed.json()["state"], proposed.json()["documentName"]) == (201, "proposed", "resolution.pdf")
    operator = browser(make_operator(), is_strong=True)
    (row,) = operator.get("/api/app/admin/signatories?state=proposed").json()["items"]
    assert (row["organisation"]["name"], row["person"]["email"], row["proposedBy"]["name"]) == (
        "Sample Mould Works",
        "ada@example.test",
        "Ada Lam",
    )
    decided = send(operator, "post", f"admin/signatories/{row['id']}/decision", {"decision": "confirm", "reason": ""})
    assert (decided.status_code, decided.json()["state"]) == (200, "confirmed")
    (member,) = owner.get(f"/api/app/{_one(works, 'members')}").json()["items"]
    assert member["signatory"] == {"id": row["id"], "state": "confirmed", "limitMinor": 500_000_00, "currency": "HKD"}
    assert owner.delete(f"/api/app/{_one(works, 'signatories')}/{row['id']}").status_code == 204
    assert Signatory.objects.get().state == "ended"


def test_a_mandate_from_offer_to_switching_and_resigning(owner: Client, works: Organisation) -> None:
    body = {"email": "agent@example.test", "kind": "patent_agent", "scopes": ["read", "list"], "startsDate": "2026-01-01", "endsDate": None}
    offered = send(owner, "post", _one(works, "mandates"), body)
    assert (offered.status_code, offered.json()["person"]) == (201, None)
    agent = make_person("agent@example.test", name="Agent")
    theirs = browser(agent)
    (row,) = theirs.get("/api/app/mandates").json()["items"]
    assert (row["organisation"]["name"], row["state"], row["scopes"]) == ("Sample Mould Works", "offered", ["list", "read"])
    accepted = send(theirs, "post", f"mandates/{row['id']}/acceptance")
    assert (accepted.status_code, accepted.json()["person"]["name"]) == (200, "Agent")
    switched = send(theirs, "put", "session/organisation", {"organisationId": str(works.id)})
    assert switched.status_code == 200
    organisation = theirs.get("/api/app/session").json()["organisation"]
    assert (organisation["id"], organisation["standing"], organisation["viaMandate"]) == (str(works.id), "mandate", True)
    assert theirs.get(f"/api/app/{_one(works, 'members')}").status_code == 200
    assert send(theirs, "post", _one(works, "invitations"), {"email": INVITED, "role": "viewer"}).status_code == 404
    assert theirs.delete(f"/api/app/mandates/{row['id']}").status_code == 204
    assert theirs.get(f"/api/app/{_one(works, 'members')}").status_code == 404
    assert Mandate.objects.get().state == "ended"


def test_a_list_costs_as_many_statements_for_many_as_for_one(owner: Client, works: Organisation) -> None:
    for number in range(12):
        membership = join(make_person(f"{number}@example.test"), works)
        Signatory.objects.create(
            membership=membership, document=make_document(works), proposed_by=membership.user, proposed_at=now()
        )  # fmt: skip
    counts = set()
    # What a session remembers about itself is written by its first request.
    owner.get(f"/api/app/{_one(works, 'members')}")
    for limit in (1, 5, 13):
        with CaptureQueriesContext(connection) as captured:
            answer = owner.get(f"/api/app/{_one(works, 'members')}?limit={limit}")
        assert len(answer.json()["items"]) == limit
        counts.add(len(captured))
    assert len(counts) == 1
    assert counts.pop() <= 6
