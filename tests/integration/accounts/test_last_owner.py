"""An organisation keeps an owner, whatever runs at the same time; and an invitation is used once. Two real connections."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ipmarket.accounts.enums import OrganisationState
from ipmarket.accounts.models import Membership, Organisation
from ipmarket.accounts.services.accept_invitation import accept_invitation
from ipmarket.accounts.services.invite_member import invite_member
from ipmarket.accounts.services.leave_organisation import leave_organisation
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.kernel.errors import DomainError
from tests.factories.people import acting, id_of, make_member, make_owned, make_person, token_of

CONSTRAINT = "membership_keeps_an_owner"


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Runs the calls in threads that begin together, each with a connection of its own, and returns what became of each."""
    barrier = threading.Barrier(len(calls))
    results = [""] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            call()
            results[number] = "done"
        except DomainError as error:
            results[number] = str(error.code)
        except IntegrityError as error:
            cause: Any = error.__cause__
            results[number] = str(cause.diag.constraint_name)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def _owners(organisation: Organisation) -> int:
    return Membership.objects.filter(organisation=organisation, role="owner", ends_at__isnull=True).count()


def _end(membership: Membership, at: datetime) -> None:
    """Past every service and without a lock: the database alone has to hold."""
    with transaction.atomic():
        Membership.objects.filter(id=membership.id).update(ends_at=at)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_remove_each_other_leave_one(at: datetime) -> None:
    organisation, first = make_owned()
    second, second_membership = make_member("owner", organisation, "second@example.test")
    first_membership = Membership.objects.get(user_id=id_of(first))
    results = at_once(
        lambda: remove_member(actor=first, at=at, organisation_id=organisation.id, membership_id=second_membership.id),
        lambda: remove_member(actor=second, at=at, organisation_id=organisation.id, membership_id=first_membership.id),
    )
    # Whoever came second had been removed by then, and has no standing any more.
    assert sorted(results) == ["done", "not_found"]
    assert _owners(organisation) == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_together_leave_one(at: datetime) -> None:
    organisation, first = make_owned()
    second, _ = make_member("owner", organisation, "second@example.test")
    results = at_once(
        lambda: leave_organisation(actor=first, at=at, organisation_id=organisation.id),
        lambda: leave_organisation(actor=second, at=at, organisation_id=organisation.id),
    )
    assert sorted(results) == ["done", "last_owner"]
    assert _owners(organisation) == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_keeps_one_of_two_owners(at: datetime) -> None:
    organisation, first = make_owned()
    _, second = make_member("owner", organisation, "second@example.test")
    own = Membership.objects.get(user_id=id_of(first))
    for _ in range(5):
        Membership.objects.update(ends_at=None)
        results = at_once(lambda: _end(own, at), lambda: _end(second, at))
        assert sorted(results) == ["done", CONSTRAINT]
        assert _owners(organisation) == 1


@pytest.mark.django_db(transaction=True)
def test_one_invitation_opens_one_membership(at: datetime) -> None:
    organisation, owner = make_owned()
    invite_member(actor=owner, at=at, organisation_id=organisation.id, email="invited@example.test", role="member")
    person, token = acting(make_person("invited@example.test")), token_of("invited@example.test")
    results = at_once(*[lambda: accept_invitation(actor=person, at=at, token=token)] * 4)
    assert sorted(results) == ["done", "invitation_used", "invitation_used", "invitation_used"]
    assert Membership.objects.filter(user_id=id_of(person)).count() == 1


# What is done to the only owner's membership → whether the database refuses it, by the organisation's state.
WAYS: dict[str, Callable[[Membership, datetime], Any]] = {
    "ends": _end,
    "becomes a manager": lambda membership, at: Membership.objects.filter(id=membership.id).update(role="manager"),
    "is deleted": lambda membership, at: Membership.objects.filter(id=membership.id).delete(),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["active", "suspended", "closed"])
@pytest.mark.parametrize("way", WAYS)
def test_the_only_owner_past_every_service(way: str, state: str, at: datetime) -> None:
    organisation, owner = make_owned()
    Organisation.objects.filter(id=organisation.id).update(state=state)
    membership = Membership.objects.get(user_id=id_of(owner))
    if state == OrganisationState.CLOSED:
        WAYS[way](membership, at)
        return
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        WAYS[way](membership, at)
    cause: Any = caught.value.__cause__
    assert cause.diag.constraint_name == CONSTRAINT
    assert _owners(organisation) == 1


@pytest.mark.django_db(transaction=True)
def test_ownership_may_change_hands_within_a_transaction(at: datetime) -> None:
    organisation, owner = make_owned()
    _, heir = make_member("viewer", organisation)
    with transaction.atomic():
        Membership.objects.filter(user_id=id_of(owner)).update(ends_at=at + timedelta(days=1))
        Membership.objects.filter(id=heir.id).update(role="owner")
    assert _owners(organisation) == 1
