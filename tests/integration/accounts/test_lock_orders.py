"""Two services that touch the same person wait for each other, and neither is thrown out by the database. Two real connections.

Each service stops once it holds what it holds first, until the other one has got as far or waits for it.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from ipmarket.accounts.enums import JoinRequestState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import Invitation, JoinRequest, Mandate, Membership, Organisation, PlatformRoleGrant, User
from ipmarket.accounts.services import (
    accept_invitation,
    accept_mandate,
    decide_join_request,
    decide_role_proposal,
    erase_person,
    found_organisation,
    propose_platform_role,
    suspend_person,
)
from ipmarket.accounts.services.admit_member import admit_member
from ipmarket.accounts.services.invite_member import invite_member
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.text import Translated
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.organisations import operator
from tests.factories.people import acting, id_of, make_owned, make_person, token_of
from tests.integration.accounts.test_last_owner import at_once
from tests.support.people_refusals import everything

WAIT_SECONDS = 2
FACTS: Any = {"registration_kind": "hk_br", "registration_number": "12345678-000-12-26-A", "sector": "C", "employees": 40}


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets each of two functions wait for the other one after, or before, what it does."""
    both = threading.Barrier(2)

    def wait() -> None:
        try:
            both.wait(timeout=WAIT_SECONDS)
        except threading.BrokenBarrierError:
            # The other one waits in the database: that is what is wanted.
            return

    def patch(module: Any, name: str, *, is_before: bool) -> None:
        found = getattr(module, name)

        def slow(*args: Any, **keywords: Any) -> Any:
            if is_before:
                wait()
            result = found(*args, **keywords)
            if not is_before:
                wait()
            return result

        monkeypatch.setattr(module, name, slow)

    return patch


def _erase(user: User, at: datetime) -> None:
    erase_person.erase_person(actor=acting(user), at=at, confirmation=user.email)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["decide", "propose"])
def test_a_role_is_handled_while_its_person_is_suspended(way: str, at: datetime, meet: Callable[..., None]) -> None:
    first, second, third = operator(), operator(email="second@example.test"), operator(email="third@example.test")
    user = make_person("target@example.test")
    propose = propose_platform_role.propose_platform_role
    if way == "decide":
        proposal = propose(actor=third, at=at, user_id=user.id, role="adviser", reason="It is needed.")
        meet(decide_role_proposal, "apply", is_before=True)
    else:
        meet(propose_platform_role, "person_id", is_before=True)
    meet(suspend_person, "lock_operators", is_before=False)
    results = at_once(
        lambda: (
            decide_role_proposal.decide_role_proposal(actor=first, at=at, proposal_id=proposal.id, decision="grant", reason="It is needed.")
            if way == "decide"
            else propose(actor=first, at=at, user_id=user.id, role="adviser", reason="It is needed.")
        ),
        lambda: suspend_person.suspend_person(actor=second, at=at, user_id=user.id, reason="A complaint."),
    )
    assert results == ["done", "done"]
    user.refresh_from_db()
    assert user.is_active is False
    assert PlatformRoleGrant.objects.filter(user=user).count() == (way == "decide")


@pytest.mark.django_db(transaction=True)
def test_a_request_to_join_is_decided_while_its_person_is_erased(
    at: datetime, meet: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation, owner = make_owned()
    user = make_person("wisher@example.test")
    wish = JoinRequest.objects.create(organisation=organisation, user=user, created_at=at)
    monkeypatch.setattr(decide_join_request, "_require_fit", lambda request: None)
    meet(decide_join_request, "apply", is_before=True)
    meet(erase_person, "erasure_plan", is_before=True)
    results = at_once(
        lambda: decide_join_request.decide_join_request(
            actor=owner, at=at, organisation_id=organisation.id, request_id=wish.id, is_accepted=True
        ),
        lambda: _erase(user, at),
    )
    wish.refresh_from_db()
    user.refresh_from_db()
    assert user.erased_at == at
    assert (results, wish.state) in [
        (["done", "done"], JoinRequestState.ACCEPTED),
        (["transition_refused", "done"], JoinRequestState.WITHDRAWN),
    ]
    assert not Membership.objects.filter(user=user, ends_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_accepted_while_the_person_is_erased(at: datetime, meet: Callable[..., None]) -> None:
    organisation, owner = make_owned()
    user = make_person("guest@example.test")
    invite_member(actor=owner, at=at, organisation_id=organisation.id, email=user.email, role="member", language="en")
    token = token_of(user.email)
    meet(accept_invitation, "require_no_membership", is_before=False)
    meet(erase_person, "erasure_plan", is_before=True)
    results = at_once(lambda: accept_invitation.accept_invitation(actor=acting(user), at=at, token=token), lambda: _erase(user, at))
    user.refresh_from_db()
    assert user.erased_at == at
    assert results in (["done", "done"], ["invitation_for_another_address", "done"])
    assert not Membership.objects.filter(user=user, ends_at__isnull=True).exists()
    assert Invitation.objects.get().email.endswith("@erased.invalid")


@pytest.mark.django_db(transaction=True)
def test_a_mandate_is_accepted_while_the_person_is_erased(at: datetime, meet: Callable[..., None]) -> None:
    organisation, owner = make_owned()
    user = make_person("agent@example.test")
    mandate = Mandate.objects.create(
        organisation=organisation, email=user.email, kind="adviser", scopes=["read"], starts_date=at.date(),
        offered_by_id=id_of(owner), offered_at=at,
    )  # fmt: skip
    meet(accept_mandate, "require_no_membership", is_before=False)
    meet(erase_person, "erasure_plan", is_before=True)
    results = at_once(lambda: accept_mandate.accept_mandate(actor=acting(user), at=at, mandate_id=mandate.id), lambda: _erase(user, at))
    user.refresh_from_db()
    mandate.refresh_from_db()
    assert user.erased_at == at
    assert (results, mandate.state) in [(["done", "done"], "ended"), (["not_found", "done"], "offered")]
    assert mandate.email == f"{mandate.id}@erased.invalid"


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_meanwhile_founds_nothing(at: datetime, meet: Callable[..., None]) -> None:
    """The person is held already when the founding asks for them."""
    user = make_person("founder@example.test")
    actor = acting(user)
    meet(found_organisation, "_require_room", is_before=True)
    meet(erase_person, "erasure_plan", is_before=True)
    load_rows(actor=SYSTEM, at=at)
    results = at_once(
        lambda: found_organisation.found_organisation(
            actor=actor, at=at, kind="manufacturer", name=Translated(en="Founded too late"), **FACTS
        ),
        lambda: _erase(user, at),
    )
    assert results == ["not_active", "done"]
    assert Organisation.objects.count() == Membership.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("is_erased", [False, True])
def test_nobody_without_an_active_account_is_admitted(is_erased: bool, at: datetime) -> None:
    organisation, _ = make_owned()
    user = make_person("gone@example.test")
    User.objects.filter(id=user.id).update(is_active=False, erased_at=at if is_erased else None)
    before = everything()
    with pytest.raises(Conflict) as caught, transaction.atomic():
        admit_member(actor=SYSTEM, at=at, user_id=user.id, organisation_id=organisation.id, role="member")
    assert caught.value.code == AccountsError.NOT_ACTIVE
    assert everything() == before
