"""What two people do to organisations and to each other at the same moment. Two real connections."""

from datetime import datetime
from typing import Any

import pytest

from ipmarket.accounts.models import Membership, Organisation, Suspension, User, VerificationCase
from ipmarket.accounts.services.decide_verification import decide_verification
from ipmarket.accounts.services.found_organisation import found_organisation
from ipmarket.accounts.services.merge_organisations import merge_organisations
from ipmarket.accounts.services.suspend_person import suspend_person
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.text import Translated
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.organisations import named_organisation, operator, owner_of, submitted
from tests.factories.records import make_user
from tests.integration.accounts.test_last_owner import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_operators_who_suspend_each_other(at: datetime) -> None:
    """One of them stays, or nobody could lift anything again."""
    first, second = operator(), operator(email="second@example.test")

    def suspend(by: Actor, whom: Actor) -> Any:
        assert whom.user_id is not None
        return suspend_person(actor=by, at=at, user_id=whom.user_id, reason="Complaints.")

    results = at_once(lambda: suspend(first, second), lambda: suspend(second, first))
    # Whoever came second has no role that counts any more.
    assert sorted(results) == ["done", "forbidden"]
    assert (User.objects.filter(is_active=True).count(), Suspension.objects.count()) == (1, 1)


def test_one_number_is_founded_once(at: datetime) -> None:
    load_rows(actor=SYSTEM, at=at)
    people = [Actor(kind="person", user_id=make_user(email=f"p{number}@example.test").id) for number in range(2)]

    def found(by: Actor) -> Any:
        return found_organisation(
            actor=by, at=at, kind="buyer", name=Translated(en="Works"), registration_kind="hk_br", registration_number="12345678"
        )

    results = at_once(lambda: found(people[0]), lambda: found(people[1]))
    assert sorted(results) == ["done", "registration_taken"]
    assert (Organisation.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_request_is_decided_once(at: datetime) -> None:
    organisation = named_organisation()
    submitted(owner_of(organisation), organisation)
    first, second = operator(), operator(email="second@example.test")

    def decide(by: Actor, decision: str) -> Any:
        return decide_verification(actor=by, at=at, organisation_id=organisation.id, decision=decision, reason="So it is.")

    results = at_once(lambda: decide(first, "verify"), lambda: decide(second, "refuse"))
    assert sorted(results) == ["done", "transition_refused"]
    assert VerificationCase.objects.get().state == Organisation.objects.get().verification


def test_two_records_that_are_merged_into_each_other(at: datetime) -> None:
    first, second = named_organisation(), named_organisation("SAMPLE Mould Works", "")
    staff = operator()

    def merge(duplicate: Organisation, into: Organisation) -> Any:
        return merge_organisations(actor=staff, at=at, duplicate_id=duplicate.id, into_id=into.id, reason="Entered twice.")

    results = at_once(lambda: merge(first, second), lambda: merge(second, first))
    assert sorted(results) == ["done", "organisation_not_active"]
    assert sorted(Organisation.objects.values_list("state", flat=True)) == ["active", "merged"]
