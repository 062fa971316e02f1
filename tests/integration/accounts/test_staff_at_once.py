"""A platform role that ends while something is done by it: either it is done before, or it is not done. Two real connections."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from ipmarket.accounts.models import Organisation, PlatformRoleGrant, Suspension, User
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.services import hold_office
from ipmarket.accounts.services.end_platform_role import end_platform_role
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.accounts.services.suspend_person import suspend_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Forbidden
from tests.factories.organisations import named_organisation, operator
from tests.integration.accounts.test_last_owner import at_once
from tests.support.traces import traces

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Complaints by three buyers."
ENDINGS = ["the role ends", "the person is suspended"]


@pytest.fixture
def staff() -> tuple[Actor, Actor]:
    """Who acts, and who takes the role from them."""
    return operator(), operator(email="second@example.test")


def ending(how: str, staff: tuple[Actor, Actor], at: datetime) -> Callable[[], Any]:
    one, other = staff
    assert one.user_id is not None
    user_id = one.user_id
    if how == "the person is suspended":
        return lambda: suspend_person(actor=other, at=at, user_id=user_id, reason=WHY)
    grant_id = PlatformRoleGrant.objects.get(user_id=user_id).id
    return lambda: end_platform_role(actor=other, at=at, grant_id=grant_id, reason=WHY)


def elsewhere(call: Callable[[], Any]) -> None:
    """On another connection, and to its end."""

    def run() -> None:
        try:
            call()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=60)


@pytest.mark.parametrize("how", ENDINGS)
def test_a_role_that_ends_after_the_first_look(how: str, staff: tuple[Actor, Actor], at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation = named_organisation()
    end = ending(how, staff, at)
    seen: list[Any] = []

    def late(*arguments: Any) -> frozenset[str]:
        """Between the policy and the lock, once: what ends the role asks for its own role too."""
        if not seen:
            seen.append(None)
            elsewhere(end)
            seen[0] = traces()
        return policies.offices_for(*arguments)

    monkeypatch.setattr(hold_office, "offices_for", late)
    with pytest.raises(Forbidden):
        suspend_organisation(actor=staff[0], at=at, organisation_id=organisation.id, reason=WHY)
    assert seen[0] == traces()
    assert Organisation.objects.get().state == "active"
    assert Suspension.objects.filter(organisation__isnull=False).count() == 0


@pytest.mark.parametrize("round_number", range(3))
@pytest.mark.parametrize("how", ENDINGS)
def test_a_role_that_ends_at_the_same_moment(how: str, round_number: int, staff: tuple[Actor, Actor], at: datetime) -> None:
    organisation = named_organisation()
    results = at_once(
        lambda: suspend_organisation(actor=staff[0], at=at, organisation_id=organisation.id, reason=WHY), ending(how, staff, at)
    )
    assert results[1] == "done"
    assert (results[0], Organisation.objects.get().state) in {("done", "suspended"), ("forbidden", "active")}


@pytest.mark.parametrize("round_number", range(3))
def test_two_operators_who_end_each_others_role(round_number: int, staff: tuple[Actor, Actor], at: datetime) -> None:
    first, second = ending("the role ends", staff, at), ending("the role ends", (staff[1], staff[0]), at)
    results = at_once(first, second)
    assert sorted(results) == ["done", "forbidden"]
    assert PlatformRoleGrant.objects.filter(ends_at__isnull=True).count() == 1
    assert User.objects.filter(is_active=True).count() == 2


def test_the_lock_holds_until_the_end_of_the_transaction(staff: tuple[Actor, Actor], at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ends the role waits for what is done by it."""
    organisation = named_organisation()
    order: list[str] = []
    end = ending("the role ends", staff, at)

    def run() -> None:
        try:
            end()
            order.append("ended")
        finally:
            connection.close()

    waiting = threading.Thread(target=run)
    original = hold_office._in_force

    def then(*arguments: Any) -> frozenset[str]:
        waiting.start()
        waiting.join(timeout=1)
        order.append("still held" if waiting.is_alive() else "not held")
        return original(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(hold_office, "_in_force", lambda *a: then(*a) if not order else original(*a))
        suspend_organisation(actor=staff[0], at=at, organisation_id=organisation.id, reason=WHY)
    waiting.join(timeout=60)
    assert order == ["still held", "ended"]
    assert (Organisation.objects.get().state, PlatformRoleGrant.objects.filter(ends_at__isnull=True).count()) == ("suspended", 1)
