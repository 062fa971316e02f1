"""Asking to join by a proven address in an organisation's mail domain. What is refused leaves nothing behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from ipmarket.accounts.errors import SignInNeeded
from ipmarket.accounts.models import JoinRequest, Membership, Organisation, OrganisationDomain, User
from ipmarket.accounts.selectors.join_offers import join_offers
from ipmarket.accounts.services.admit_member import admit_member
from ipmarket.accounts.services.decide_join_request import decide_join_request
from ipmarket.accounts.services.request_to_join import ASK_AGAIN, request_to_join
from ipmarket.accounts.services.withdraw_join_request import withdraw_join_request
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.errors import Conflict, Forbidden, NotFound
from tests.factories.people import acting, id_of, join, make_domain, make_member, make_owned, make_person, make_verified
from tests.support.people_refusals import own_entries, own_events, refused, sent_mail

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def _ask(actor: Actor, organisation: Organisation, at: datetime) -> JoinRequest:
    return request_to_join(actor=actor, at=at, organisation_id=organisation.id)


def _decide(actor: Actor, request: JoinRequest, at: datetime, **values: Any) -> Callable[[], JoinRequest]:
    values = {"is_accepted": True, **values}
    return lambda: decide_join_request(actor=actor, at=at, organisation_id=request.organisation_id, request_id=request.id, **values)


def _world() -> tuple[Organisation, Actor, Actor]:
    """A verified organisation with a domain, its owner, and somebody with an address in the domain."""
    organisation, owner = make_verified()
    make_domain(organisation, "works.example")
    return organisation, owner, acting(make_person("asks@works.example", name="Asks"))


def test_asking(at: datetime) -> None:
    organisation, _, person = _world()
    make_member("manager", organisation, language="zh-Hans")
    make_member("member", organisation)
    make_member("manager", organisation, "suspended@example.test", is_active=False)
    assert [row.id for row in join_offers(person)] == [organisation.id]
    request = _ask(person, organisation, at)
    assert (request.user_id, request.state, request.created_at, request.decided_at) == (person.user_id, "open", at, None)
    assert own_entries() == [
        (
            "accounts.request_to_join",
            "accounts.join_request",
            str(request.id),
            None,
            {"organisationId": str(organisation.id), "state": "open"},
        )
    ]
    assert own_events() == [("accounts.join_requested", "accounts.organisation", str(organisation.id), {"joinRequestId": str(request.id)})]
    assert sorted(sent_mail()) == [
        ("accounts/join_requested", "manager@example.test", "zh-Hans"),
        ("accounts/join_requested", "owner@sample-mould-works.example", "en"),
    ]
    assert list(join_offers(person)) == []
    refused(Conflict, lambda: _ask(person, organisation, at), "already_asked")


def _spoil(how: str, organisation: Organisation, person: Actor, at: datetime) -> None:
    if how == "address not proven":
        make_person("later@example.test")
        User.objects.filter(id=id_of(person)).update(email="elsewhere@example.test")
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user_id=id_of(person)).update(verified=False)
    elif how == "domain removed":
        OrganisationDomain.objects.filter(organisation=organisation).update(removed_at=at)
    elif how == "not verified":
        Organisation.objects.filter(id=organisation.id).update(verification="unverified", verified_at=None)
    else:
        Organisation.objects.filter(id=organisation.id).update(state="suspended")


@pytest.mark.parametrize("how", ["address not proven", "domain removed", "not verified", "suspended"])
def test_what_does_not_fit_looks_like_nothing(how: str, at: datetime) -> None:
    organisation, _, person = _world()
    _spoil(how, organisation, person, at)
    assert list(join_offers(person)) == []
    refused(NotFound, lambda: _ask(person, organisation, at))


def test_who_cannot_ask(at: datetime) -> None:
    organisation, _, person = _world()
    refused(SignInNeeded, lambda: _ask(VISITOR, organisation, at))
    for email in ("x@sub.works.example", "x@works.example.evil.example", "works.example@evil.example"):
        refused(NotFound, partial(_ask, acting(make_person(email)), organisation, at))
    join(User.objects.get(id=id_of(person)), organisation)
    refused(Conflict, lambda: _ask(person, organisation, at), "already_member")


@pytest.mark.parametrize("standing", ["owner", "manager", "member", "viewer"])
def test_who_lets_whom_in(standing: str, at: datetime) -> None:
    organisation, _, _ = _world()
    deciding, _ = make_member(standing, organisation, "decides@example.test")
    let_in = set()
    for role in ("owner", "manager", "member", "viewer"):
        request = _ask(acting(make_person(f"{role}@works.example")), organisation, at)
        try:
            _decide(deciding, request, at, role=role)()
        except (Forbidden, NotFound):
            assert JoinRequest.objects.get(id=request.id).state == "open"
        else:
            let_in.add(Membership.objects.get(user_id=request.user_id).role)
    assert let_in == {"owner": {"owner", "manager", "member", "viewer"}, "manager": {"member", "viewer"}}.get(standing, set())


@pytest.mark.parametrize("is_accepted", [True, False])
def test_deciding(is_accepted: bool, at: datetime) -> None:
    organisation, owner, person = _world()
    request = _ask(person, organisation, at)
    _decide(owner, request, at + SECOND, is_accepted=is_accepted)()
    state = "accepted" if is_accepted else "declined"
    assert JoinRequest.objects.values_list("state", "decided_by", "decided_at").get() == (state, owner.user_id, at + SECOND)
    assert Membership.objects.filter(user_id=id_of(person), role="member", starts_at=at + SECOND).count() == int(is_accepted)
    after = {"state": state, "userId": str(person.user_id)} | ({"role": "member"} if is_accepted else {})
    assert own_entries()[-1] == ("accounts.decide_join_request", "accounts.join_request", str(request.id), {"state": "open"}, after)
    assert own_events()[-1][0] == "accounts.join_request_closed"
    assert sent_mail()[-1] == ("accounts/join_decided", "asks@works.example", "en")
    refused(Conflict, _decide(owner, request, at + SECOND, is_accepted=not is_accepted), "transition_refused")


@pytest.mark.parametrize("how", ["address not proven", "domain removed", "not verified"])
def test_what_no_longer_fits_is_not_let_in(how: str, at: datetime) -> None:
    organisation, owner, person = _world()
    request = _ask(person, organisation, at)
    _spoil(how, organisation, person, at)
    refused(Conflict, _decide(owner, request, at), "join_no_longer_fits")
    _decide(owner, request, at, is_accepted=False)()


def test_strangers_decide_nothing(at: datetime) -> None:
    organisation, _, person = _world()
    request = _ask(person, organisation, at)
    elsewhere, stranger = make_owned("Another Works")
    for actor in (VISITOR, stranger, person):
        refused(NotFound, _decide(actor, request, at))
    refused(
        NotFound,
        lambda: decide_join_request(actor=stranger, at=at, organisation_id=elsewhere.id, request_id=request.id, is_accepted=True),
    )


def test_taking_back_and_asking_again(at: datetime) -> None:
    organisation, _, person = _world()
    request = _ask(person, organisation, at)
    other = acting(make_person("other@works.example"))
    refused(NotFound, lambda: withdraw_join_request(actor=other, at=at, request_id=request.id))
    refused(SignInNeeded, lambda: withdraw_join_request(actor=VISITOR, at=at, request_id=request.id))
    withdraw_join_request(actor=person, at=at, request_id=request.id)
    assert JoinRequest.objects.values_list("state", "decided_at").get() == ("withdrawn", at)
    refused(Conflict, lambda: withdraw_join_request(actor=person, at=at, request_id=request.id), "transition_refused")
    refused(Conflict, lambda: _ask(person, organisation, at + ASK_AGAIN - SECOND), "asked_too_soon")
    _ask(person, organisation, at + ASK_AGAIN)


def test_whoever_is_admitted_otherwise_asks_no_more(at: datetime) -> None:
    organisation, _, person = _world()
    request = _ask(person, organisation, at)
    assert person.user_id is not None
    admit_member(actor=SYSTEM, at=at, user_id=person.user_id, organisation_id=organisation.id, role="viewer")
    request.refresh_from_db()
    assert (request.state, request.decided_at, request.decided_by_id) == ("withdrawn", at, None)
