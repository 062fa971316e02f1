"""Nobody gets a role by a crafted body, by deciding about themselves, without a second factor, or by being twice as fast."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.models import (
    Membership,
    Organisation,
    PlatformRoleGrant,
    RoleProposal,
    Signatory,
    User,
    VerificationCase,
)
from ipmarket.accounts.selectors import actors
from ipmarket.accounts.services import (
    decide_join_request,
    decide_role_proposal,
    decide_signatory,
    decide_verification,
    find_member,
    propose_platform_role,
)
from ipmarket.kernel.states import apply
from tests.factories.people import join, make_document, make_domain, make_person
from tests.factories.records import AT, make_operator, make_organisation
from tests.support.attacks import at_once, browser, nothing_changes, send

WHY = "It is needed for the example."
Mutant = Callable[[pytest.MonkeyPatch], None]
# What the database itself says about the two people of a proposal.
ONE_PERSON = ("role_proposal_for_another", "role_proposal_two_people")


@dataclass(frozen=True, slots=True)
class Scene:
    """An organisation whose manager reaches for more, and an operator who belongs to it."""

    works: Organisation
    manager: User
    operator: User
    other_operator: User
    ids: dict[str, str]

    def client(self, who: str) -> Client:
        """The browser of one of them; only operators have a second factor, and "sleeping operator" did not use it."""
        people = {"manager": self.manager, "operator": self.operator, "sleeping operator": self.operator, "other": self.other_operator}
        return browser(people[who], self.works, is_strong=who in {"operator", "other"})


@pytest.fixture
def scene() -> Scene:
    return build()


def build() -> Scene:
    works = make_organisation(name_en="Works", registration_number="12345678", registration_kind="hk_br", verification="submitted")
    owner, manager, viewer = (make_person(f"{name}@works.example", name=name.title()) for name in ("owner", "manager", "viewer"))
    join(owner, works, "owner")
    own, theirs = join(manager, works, "manager"), join(viewer, works, "viewer")
    operator, other = make_operator(email="operator@desk.example"), make_operator(email="other@desk.example")
    place = join(operator, works, "viewer")
    document = make_document(works)
    signatory = Signatory.objects.create(membership=theirs, document=document, proposed_by=owner, proposed_at=AT)
    case = VerificationCase.objects.create(organisation=works, submitted_by=owner, submitted_at=AT)
    about_me = RoleProposal.objects.create(user=operator, role="auditor", reason=WHY, proposed_by=other, proposed_at=AT)
    by_me = RoleProposal.objects.create(user=viewer, role="adviser", reason=WHY, proposed_by=operator, proposed_at=AT)
    ids = {
        "own": own.id, "viewer": theirs.id, "place": place.id, "signatory": signatory.id, "case": case.id, "about_me": about_me.id,
        "by_me": by_me.id, "me": operator.id, "works": works.id, "manager": manager.id,
    }  # fmt: skip
    return Scene(works, manager, operator, other, {name: str(value) for name, value in ids.items()})


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody reaches for a role. ``mutant`` takes out ``guard``; then the same request is answered with success."""

    what: str
    who: str
    method: str
    path: str
    body: dict[str, Any]
    refusal: tuple[int, str]
    guard: str
    mutant: Mutant


def handles_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(find_member, "handled_roles", lambda actor: frozenset(MemberRole))


def awake(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(actors, "is_strong_session", lambda session, user: True)


def nobody_is_the_same(module: Any) -> Mutant:
    """The comparison of two people in the service, and the constraint of the database behind it, no longer find that they are one."""

    def mutant(patch: pytest.MonkeyPatch) -> None:
        original = module.hold_office

        def forgetful(*, actor: Any, **values: Any) -> None:
            original(actor=actor, **values)
            object.__setattr__(actor, "user_id", str(actor.user_id))

        patch.setattr(module, "hold_office", forgetful)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in ONE_PERSON:
                cursor.execute(f"ALTER TABLE accounts_roleproposal DROP CONSTRAINT {name}")

    return mutant


def strangers_everywhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decide_verification, "_require_stranger", lambda user_id, case: None)
    patch.setattr(decide_signatory, "_require_distance", lambda actor, organisation, signatory: None)


WORKS = "organisations/{works}"
NOT_YOURS, SECOND = (403, "role_not_yours_to_give"), (403, "second_person_needed")
REACHES = [
    Reach(
        "owner by an invitation",
        "manager",
        "post",
        f"{WORKS}/invitations",
        {"email": "new@works.example", "role": "owner"},
        NOT_YOURS,
        "require_handles",
        handles_all,
    ),
    Reach(
        "owner by the own membership",
        "manager",
        "patch",
        f"{WORKS}/members/{{own}}",
        {"role": "owner"},
        NOT_YOURS,
        "require_handles",
        handles_all,
    ),
    Reach(
        "manager for a friend",
        "manager",
        "patch",
        f"{WORKS}/members/{{viewer}}",
        {"role": "manager"},
        NOT_YOURS,
        "require_handles",
        handles_all,
    ),
    Reach(
        "a decision about oneself",
        "operator",
        "post",
        "admin/role-proposals/{about_me}/decision",
        {"decision": "grant", "reason": WHY},
        SECOND,
        "second person in decide_role_proposal",
        nobody_is_the_same(decide_role_proposal),
    ),
    Reach(
        "a decision about the own proposal",
        "operator",
        "post",
        "admin/role-proposals/{by_me}/decision",
        {"decision": "grant", "reason": WHY},
        SECOND,
        "second person in decide_role_proposal",
        nobody_is_the_same(decide_role_proposal),
    ),
    Reach(
        "a proposal for oneself",
        "operator",
        "post",
        "admin/role-proposals",
        {"userId": "{me}", "role": "desk_manager", "reason": WHY},
        (409, "not_oneself"),
        "not_oneself in propose_platform_role",
        nobody_is_the_same(propose_platform_role),
    ),
    Reach(
        "verifying the own organisation",
        "operator",
        "post",
        "admin/organisations/{works}/verification-decision",
        {"decision": "verify"},
        (403, "not_yours_to_decide"),
        "_require_stranger",
        strangers_everywhere,
    ),
    Reach(
        "power to sign in the own organisation",
        "operator",
        "post",
        "admin/signatories/{signatory}/decision",
        {"decision": "confirm"},
        (403, "not_yours_to_decide"),
        "_require_distance",
        strangers_everywhere,
    ),
    Reach(
        "a proposal without second factor",
        "sleeping operator",
        "post",
        "admin/role-proposals",
        {"userId": "{manager}", "role": "adviser", "reason": WHY},
        (403, "forbidden"),
        "is_strong_session",
        awake,
    ),
    Reach(
        "a suspension without second factor",
        "sleeping operator",
        "post",
        "admin/people/{manager}/suspension",
        {"reason": WHY},
        (403, "forbidden"),
        "is_strong_session",
        awake,
    ),
]


def reach(scene: Scene, wanted: Reach) -> Any:
    body = {name: value.format(**scene.ids) if isinstance(value, str) else value for name, value in wanted.body.items()}
    return send(scene.client(wanted.who), wanted.method, wanted.path.format(**scene.ids), body)


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", REACHES, ids=lambda wanted: wanted.what)
def test_nobody_reaches_for_a_role(wanted: Reach, scene: Scene) -> None:
    client = scene.client(wanted.who)
    body = {name: value.format(**scene.ids) if isinstance(value, str) else value for name, value in wanted.body.items()}
    with nothing_changes():
        answer = send(client, wanted.method, wanted.path.format(**scene.ids), body)
    assert (answer.status_code, answer.json()["code"]) == wanted.refusal


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", REACHES, ids=lambda wanted: wanted.what)
def test_without_its_guard_somebody_would(wanted: Reach, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted.mutant(monkeypatch)
    answer = reach(scene, wanted)
    assert answer.status_code in {200, 201}, (wanted.guard, answer.content)


# ── Crafted values of a role ──


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["operator", "OWNER", "owner ", "system", "mandate", "", None, 1, ["owner"], {"in": ["owner"]}, True])
def test_no_other_word_is_a_role(role: Any, scene: Scene) -> None:
    owner = browser(User.objects.get(email="owner@works.example"), scene.works)
    calls = [
        ("post", f"{WORKS}/invitations", {"email": "new@works.example", "role": role}),
        ("patch", f"{WORKS}/members/{{viewer}}", {"role": role}),
    ]
    for method, path, body in calls:
        with nothing_changes():
            answer = send(owner, method, path.format(**scene.ids), body)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.django_db
def test_who_asks_to_join_does_not_say_as_what(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a manager who lets somebody in gives no more than a manager may."""
    works = make_organisation(verification="verified", verified_at=AT)
    join(make_person("owner@works.example"), works, "owner")
    manager, asker = make_person("manager@works.example"), make_person("asker@works.example")
    join(manager, works, "manager")
    make_domain(works, "works.example")
    asked = send(browser(asker), "post", "join-requests", {"organisationId": str(works.id), "role": "owner", "state": "accepted"})
    assert (asked.status_code, asked.json()["state"], Membership.objects.filter(user=asker).count()) == (201, "open", 0)
    client, path = browser(manager, works), f"organisations/{works.id}/join-requests/{asked.json()['id']}/decision"
    with nothing_changes():
        answer = send(client, "post", path, {"accept": True, "role": "owner"})
    assert (answer.status_code, answer.json()["code"]) == NOT_YOURS
    monkeypatch.setattr(decide_join_request, "require_handles", lambda actor, *roles: None)
    assert send(client, "post", path, {"accept": True, "role": "owner"}).status_code == 200
    assert Membership.objects.get(user=asker).role == "owner"


# ── Two at once ──


@pytest.mark.django_db(transaction=True)
def test_two_proposals_of_one_role_become_one() -> None:
    scene = build()
    body = {"userId": scene.ids["manager"], "role": "adviser", "reason": WHY}
    clients = [scene.client("operator"), scene.client("other")]
    answers = at_once(*[partial(send, client, "post", "admin/role-proposals", body) for client in clients])
    assert answers == [(201, ""), (409, "role_proposed_already")]
    assert RoleProposal.objects.filter(user=scene.manager).count() == 1


def both_decide() -> tuple[list[tuple[int, str]], int]:
    """Two operators grant the same proposal together: the answers, and how many grants there are."""
    scene = build()
    third = make_operator(email="third@desk.example")
    proposal = RoleProposal.objects.create(user=scene.manager, role="adviser", reason=WHY, proposed_by=third, proposed_at=AT)
    body, path = {"decision": "grant", "reason": WHY}, f"admin/role-proposals/{proposal.id}/decision"
    clients = [scene.client("operator"), scene.client("other")]
    answers = at_once(*[partial(send, client, "post", path, body) for client in clients])
    return answers, PlatformRoleGrant.objects.filter(user=scene.manager).count()


@pytest.mark.django_db(transaction=True)
def test_two_decisions_grant_once() -> None:
    assert both_decide() == ([(200, ""), (409, "transition_refused")], 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_decide_and_the_database_stops_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is the lock of the proposal's row and the person's; what is left is a constraint."""
    both = threading.Barrier(2)

    def together(*values: Any) -> Any:
        both.wait(timeout=30)
        return apply(*values)

    monkeypatch.setattr(decide_role_proposal, "apply", together)
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **values: self)
    answers, grants = both_decide()
    assert (answers, grants) == ([(200, ""), (409, "role_held_already")], 1)
