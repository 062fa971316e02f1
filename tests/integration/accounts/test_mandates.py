"""Mandates: offered to an address, accepted by the person who has proven it, in force on their days, ended by either side."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from ipmarket.accounts.enums import MandateState
from ipmarket.accounts.errors import SignInNeeded, TooManyAttempts
from ipmarket.accounts.models import Mandate, Organisation, User
from ipmarket.accounts.selectors.actors import person_actor
from ipmarket.accounts.selectors.mandates_listed import mandate_card, mandates_of, own_mandates
from ipmarket.accounts.selectors.mandates_open import open_mandates
from ipmarket.accounts.services.accept_mandate import accept_mandate
from ipmarket.accounts.services.decline_mandate import decline_mandate
from ipmarket.accounts.services.end_due_mandates import end_due_mandates
from ipmarket.accounts.services.end_mandate import end_mandate
from ipmarket.accounts.services.invite_member import invite_member
from ipmarket.accounts.services.offer_mandate import offer_mandate
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.accounts.services.resign_mandate import resign_mandate
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.errors import Conflict, InvalidInput, NotFound
from tests.factories.people import acting, join, make_member, make_owned, make_person
from tests.support.people_refusals import own_entries, own_events, refused, sent_mail
from tests.support.traces import personal_values

pytestmark = pytest.mark.django_db
ADDRESS = "agent@example.test"
STARTS, ENDS = date(2026, 11, 21), date(2026, 12, 1)
# Midnight in Hong Kong, when the first day without the mandate begins.
OVER = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def _offer(actor: Actor, at: datetime, **values: Any) -> Mandate:
    assert actor.organisation_id is not None
    values = {
        "email": ADDRESS, "kind": "patent_agent", "scopes": ["read", "list"], "starts_date": STARTS, "ends_date": ENDS, **values,
    }  # fmt: skip
    return offer_mandate(actor=actor, at=at, organisation_id=actor.organisation_id, **values)


def _accept(actor: Actor, mandate: Mandate, at: datetime) -> Callable[[], Any]:
    return lambda: accept_mandate(actor=actor, at=at, mandate_id=mandate.id)


def _held(at: datetime) -> tuple[Organisation, Actor, User, Mandate]:
    organisation, owner = make_owned()
    mandate = _offer(owner, at)
    agent = make_person(ADDRESS, name="Agent")
    accept_mandate(actor=acting(agent), at=at, mandate_id=mandate.id)
    return organisation, owner, agent, mandate


def test_offering(at: datetime) -> None:
    organisation, owner = make_owned()
    mandate = _offer(owner, at, email=" Agent@Example.test", scopes=["read", "list"], language="zh-Hant")
    assert own_entries() == [
        (
            "accounts.offer_mandate",
            "accounts.mandate",
            str(mandate.id),
            None,
            {
                "organisationId": str(organisation.id),
                "kind": "patent_agent",
                "scopes": ["list", "read"],
                "startsDate": "2026-11-21",
                "endsDate": "2026-12-01",
                "state": "offered",
            },
        )
    ]
    assert personal_values() == [{"email": ADDRESS}]
    assert own_events() == [("accounts.mandate_offered", "accounts.organisation", str(organisation.id), {"mandateId": str(mandate.id)})]
    assert sent_mail() == [("accounts/mandate_offered", ADDRESS, "zh-Hant")]
    refused(Conflict, lambda: _offer(owner, at), "mandate_open")


@pytest.mark.parametrize("account", ["none", "active", "unproven", "suspended"])
def test_the_answer_does_not_tell_whether_there_is_an_account(account: str, at: datetime) -> None:
    organisation, owner = make_owned()
    if account != "none":
        make_person(ADDRESS, is_active=account != "suspended", is_proven=account != "unproven")
    card = mandate_card(_offer(owner, at))
    assert (card["email"], card["person"], card["state"]) == (ADDRESS, None, "offered")
    assert [mandate_card(row)["person"] for row in mandates_of(owner, organisation.id)] == [None]
    assert len(sent_mail()) == (0 if account == "suspended" else 1)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "friend"},
        {"scopes": []},
        {"scopes": ["accept"]},
        {"scopes": ["read", "read"]},
        {"ends_date": STARTS},
        {"starts_date": date(2026, 1, 1), "ends_date": date(2026, 11, 21)},
        {"starts_date": date(2100, 1, 1), "ends_date": None},
    ],
)
def test_terms_that_cannot_be(values: dict[str, Any], at: datetime) -> None:
    _, owner = make_owned()
    refused(InvalidInput, lambda: _offer(owner, at, **values), "mandate_terms_refused")


def test_members_need_no_mandate(at: datetime) -> None:
    organisation, owner = make_owned()
    make_member("viewer", organisation)
    refused(Conflict, lambda: _offer(owner, at, email="viewer@example.test"), "already_member")


def test_nobody_is_pestered(at: datetime) -> None:
    organisation, owner = make_owned()
    for _ in range(5):
        end_mandate(actor=owner, at=at, organisation_id=organisation.id, mandate_id=_offer(owner, at).id)
    refused(TooManyAttempts, lambda: _offer(owner, at), "too_many_attempts")


def test_who_offers(at: datetime) -> None:
    organisation, _ = make_owned()
    _, _, agent, _ = _held_elsewhere(at)
    holder = Actor(
        kind="person",
        user_id=agent.id,
        organisation_id=organisation.id,
        standing="mandate",
        scopes=frozenset({"read"}),
        mandate_id=agent.id,
    )
    for actor in (make_member("member", organisation)[0], make_member("viewer", organisation)[0], holder):
        refused(NotFound, partial(_offer, actor, at, email="else@example.test"))
    _offer(make_member("manager", organisation)[0], at, email="else@example.test")


def _held_elsewhere(at: datetime) -> tuple[Organisation, Actor, User, Mandate]:
    organisation, owner = make_owned("Third Works")
    mandate = _offer(owner, at)
    agent = make_person(ADDRESS)
    accept_mandate(actor=acting(agent), at=at, mandate_id=mandate.id)
    return organisation, owner, agent, mandate


def test_accepting_lets_the_person_act(at: datetime) -> None:
    organisation, owner, agent, mandate = _held(at)
    mandate.refresh_from_db()
    assert (mandate.state, mandate.user_id, mandate.answered_at) == ("active", agent.id, at)
    assert own_entries()[-1] == (
        "accounts.accept_mandate",
        "accounts.mandate",
        str(mandate.id),
        {"state": "offered"},
        {"state": "active", "organisationId": str(organisation.id), "userId": str(agent.id)},
    )
    assert own_events()[-1][0] == "accounts.mandate_answered"
    assert sent_mail()[-1] == ("accounts/mandate_answered", "owner@sample-mould-works.example", "en")
    (open_one,) = open_mandates(agent.id, at)
    assert (open_one.id, open_one.organisation_id, open_one.kind, open_one.scopes) == (
        mandate.id,
        organisation.id,
        "patent_agent",
        frozenset({"read", "list"}),
    )
    actor = person_actor(user=agent, at=at, organisation_id=organisation.id)
    assert (actor.organisation_id, actor.standing, actor.scopes, actor.mandate_id) == (
        organisation.id,
        "mandate",
        frozenset({"read", "list"}),
        mandate.id,
    )
    assert [mandate_card(row)["person"] for row in mandates_of(owner, organisation.id)] == [{"id": agent.id, "name": "Agent"}]


def test_days_begin_and_end_in_hong_kong(at: datetime) -> None:
    _, owner = make_owned()
    mandate = _offer(owner, at, starts_date=date(2026, 11, 23))
    agent = make_person(ADDRESS)
    accept_mandate(actor=acting(agent), at=at, mandate_id=mandate.id)
    begins = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    seen = [len(open_mandates(agent.id, instant)) for instant in (begins - SECOND, begins, OVER - SECOND, OVER)]
    assert seen == [0, 1, 1, 0]


def test_a_mandate_of_an_organisation_that_is_not_active_opens_nothing(at: datetime) -> None:
    organisation, _, agent, _ = _held(at)
    Organisation.objects.filter(id=organisation.id).update(state="suspended")
    assert open_mandates(agent.id, at) == []


def test_only_the_proven_address_answers(at: datetime) -> None:
    _, owner = make_owned()
    mandate = _offer(owner, at)
    other, unproven = acting(make_person("other@example.test")), acting(make_person(ADDRESS, is_proven=False))
    for actor in (other, unproven, owner):
        assert list(own_mandates(actor)) == []
        for service in (accept_mandate, decline_mandate, resign_mandate):
            refused(NotFound, partial(service, actor=actor, at=at, mandate_id=mandate.id))
    for service in (accept_mandate, decline_mandate, resign_mandate):
        refused(SignInNeeded, partial(service, actor=VISITOR, at=at, mandate_id=mandate.id))


def test_declining(at: datetime) -> None:
    organisation, owner = make_owned()
    mandate, agent = _offer(owner, at), acting(make_person(ADDRESS))
    decline_mandate(actor=agent, at=at, mandate_id=mandate.id, reason="No time.")
    mandate.refresh_from_db()
    assert (mandate.state, mandate.user_id, mandate.reason) == ("declined", None, "No time.")
    assert sent_mail()[-1] == ("accounts/mandate_answered", "owner@sample-mould-works.example", "en")
    refused(NotFound, _accept(agent, mandate, at))
    _offer(owner, at)
    assert mandates_of(owner, organisation.id).count() == 2


def test_offers_that_no_longer_stand(at: datetime) -> None:
    organisation, owner = make_owned()
    manager, membership = make_member("manager", organisation)
    agent = make_person(ADDRESS)
    mandate = _offer(manager, at)
    refused(Conflict, _accept(acting(agent), mandate, OVER), "mandate_over")
    join(agent, organisation, "viewer")
    refused(Conflict, _accept(acting(agent), mandate, at), "already_member")
    # Nobody learns from the answer that the organisation is suspended: it is the one about a manager who has left.
    Organisation.objects.filter(id=organisation.id).update(state="suspended")
    suspended = refused(Conflict, _accept(acting(agent), mandate, at), "offer_no_longer_stands")
    Organisation.objects.filter(id=organisation.id).update(state="active")
    remove_member(actor=owner, at=at, organisation_id=organisation.id, membership_id=membership.id)
    removed = refused(Conflict, _accept(acting(agent), mandate, at), "offer_no_longer_stands")
    assert (suspended.detail, suspended.params) == (removed.detail, removed.params)


@pytest.mark.parametrize("side", ["organisation", "person"])
def test_either_side_ends_it_at_once(side: str, at: datetime) -> None:
    organisation, owner, agent, mandate = _held(at)
    actor = owner if side == "organisation" else acting(agent)
    if side == "organisation":
        end_mandate(actor=actor, at=at, organisation_id=organisation.id, mandate_id=mandate.id, reason="Project over.")
    else:
        resign_mandate(actor=actor, at=at, mandate_id=mandate.id, reason="Project over.")
    mandate.refresh_from_db()
    assert (mandate.state, mandate.ended_at, mandate.ended_by_id, mandate.reason) == ("ended", at, actor.user_id, "Project over.")
    assert open_mandates(agent.id, at) == []
    assert person_actor(user=agent, at=at, organisation_id=organisation.id).standing == ""
    assert own_events()[-1] == (
        "accounts.mandate_ended",
        "accounts.organisation",
        str(organisation.id),
        {"mandateId": str(mandate.id), "state": "ended"},
    )
    assert sorted(sent_mail()[-2:]) == [
        ("accounts/mandate_ended", ADDRESS, "en"),
        ("accounts/mandate_ended", "owner@sample-mould-works.example", "en"),
    ]


def test_an_offer_is_taken_back_and_not_resigned(at: datetime) -> None:
    organisation, owner = make_owned()
    mandate, agent = _offer(owner, at), acting(make_person(ADDRESS))
    refused(Conflict, lambda: resign_mandate(actor=agent, at=at, mandate_id=mandate.id), "transition_refused")
    end_mandate(actor=owner, at=at, organisation_id=organisation.id, mandate_id=mandate.id)
    assert Mandate.objects.get().state == MandateState.WITHDRAWN
    assert list(own_mandates(agent)) == []
    refused(NotFound, _accept(agent, mandate, at))


def test_another_organisation_does_not_end_it(at: datetime) -> None:
    organisation, _, _, mandate = _held(at)
    elsewhere, stranger = make_owned("Another Works")
    for organisation_id in (organisation.id, elsewhere.id):
        refused(
            NotFound,
            partial(end_mandate, actor=stranger, at=at, organisation_id=organisation_id, mandate_id=mandate.id),
        )


def test_nobody_manages_people_by_a_mandate(at: datetime) -> None:
    organisation, _, agent, _ = _held(at)
    _, membership = make_member("member", organisation)
    actor = person_actor(user=agent, at=at, organisation_id=organisation.id)
    assert actor.standing == "mandate"
    invite = lambda: invite_member(actor=actor, at=at, organisation_id=organisation.id, email="x@example.test", role="viewer")  # noqa: E731
    refused(NotFound, invite)
    refused(NotFound, lambda: remove_member(actor=actor, at=at, organisation_id=organisation.id, membership_id=membership.id))


def test_what_is_over_is_closed_and_nothing_else(at: datetime) -> None:
    _, owner, _, mandate = _held(at)
    offered = _offer(owner, at, email="never@example.test")
    endless = _offer(owner, at, email="endless@example.test", ends_date=None)
    assert end_due_mandates(actor=SYSTEM, at=OVER - SECOND) == 0
    assert end_due_mandates(actor=SYSTEM, at=OVER) == 2
    assert dict(Mandate.objects.values_list("id", "state")) == {mandate.id: "ended", offered.id: "withdrawn", endless.id: "offered"}
    assert end_due_mandates(actor=SYSTEM, at=OVER) == 0
