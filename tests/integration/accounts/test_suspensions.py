"""Suspending and reactivating people and organisations: effect at once, nobody themselves, never the last operator."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from ipmarket.accounts.enums import PlatformRole
from ipmarket.accounts.models import Organisation, PlatformRoleGrant, Suspension, User
from ipmarket.accounts.selectors.actors import person_actor
from ipmarket.accounts.services.edit_organisation import edit_organisation
from ipmarket.accounts.services.reactivate_organisation import reactivate_organisation
from ipmarket.accounts.services.reactivate_person import reactivate_person
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.accounts.services.suspend_person import suspend_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict, DomainError, Forbidden, NotFound, Unprocessable
from ipmarket.kernel.mail.models import Message
from tests.factories.organisations import named_organisation, operator, owner_of, person_of
from tests.factories.records import make_user
from tests.support.sessions import sign_in
from tests.support.traces import entries, traces

pytestmark = pytest.mark.django_db
REASON = "Complaints by three buyers."


def refused(error: type[DomainError], code: str, run: Any) -> DomainError:
    before = (traces(), Message.objects.count(), Suspension.objects.count(), set(User.objects.values_list("id", "is_active")))
    with pytest.raises(error) as caught:
        run()
    assert caught.value.code == code
    assert before == (traces(), Message.objects.count(), Suspension.objects.count(), set(User.objects.values_list("id", "is_active")))
    return caught.value


def test_nobody_changes_anything_of_a_suspended_organisation(at: datetime) -> None:
    organisation = named_organisation()
    actor, staff = owner_of(organisation), operator()
    suspend_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=f" {REASON} ")
    assert Organisation.objects.get().state == "suspended"
    suspension = Suspension.objects.get()
    assert (suspension.organisation_id, suspension.user_id, suspension.reason) == (organisation.id, None, REASON)
    assert (suspension.starts_at, suspension.started_by_id, suspension.ends_at) == (at, staff.user_id, None)
    owner = person_of(actor)
    # The standing of a request that began before, and the one of now: the second look under the lock and the first one agree.
    for acting in (actor, person_actor(user=owner, at=at, organisation_id=organisation.id)):
        told = refused(
            Conflict,
            "organisation_not_active",
            lambda acting=acting: edit_organisation(actor=acting, at=at, organisation_id=organisation.id, changes={"district": "Tai Po"}),
        )
        assert told.params == {"state": "suspended", "since": at.isoformat(), "reason": REASON}
        assert told.detail == (
            "The organisation is suspended since 2026-11-21: its members read, and nothing is changed until that is lifted. "
            "Reason: Complaints by three buyers."
        )
    assert (Message.objects.get().template, Message.objects.get().user_id) == ("accounts/suspended", owner.id)
    assert entries()[0][3:] == ({"state": "active"}, {"state": "suspended", "suspensionId": str(Suspension.objects.get().id)})
    refused(
        Conflict,
        "transition_refused",
        lambda: suspend_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=REASON),
    )
    later = at + timedelta(days=1)
    reactivate_organisation(actor=staff, at=later, organisation_id=organisation.id, reason="Cleared up.")
    assert Organisation.objects.get().state == "active"
    assert Suspension.objects.values_list("ends_at", "ended_by", "end_reason").get() == (later, staff.user_id, "Cleared up.")
    assert person_actor(user=owner, at=later, organisation_id=organisation.id).standing == "owner"
    refused(
        Conflict,
        "transition_refused",
        lambda: reactivate_organisation(actor=staff, at=later, organisation_id=organisation.id, reason=REASON),
    )


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_a_suspension_needs_a_reason(reason: str, at: datetime) -> None:
    organisation, person, staff = named_organisation(), make_user(), operator()
    refused(
        Unprocessable,
        "reason_needed",
        lambda: suspend_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=reason),
    )
    refused(Unprocessable, "reason_needed", lambda: suspend_person(actor=staff, at=at, user_id=person.id, reason=reason))


def test_a_suspended_person_is_signed_out_everywhere_and_whatever_they_hold_sleeps(at: datetime) -> None:
    person = make_user(roles=(PlatformRole.ADVISER,))
    client = Client()
    sign_in(client, person)
    assert client.get("/api/app/session").json()["authenticated"] is True
    staff = operator()
    suspend_person(actor=staff, at=at, user_id=person.id, reason=REASON)
    assert client.get("/api/app/session").json()["authenticated"] is False
    assert User.objects.get(id=person.id).is_active is False
    assert (Message.objects.get().template, Message.objects.get().to_address) == ("accounts/suspended", person.email)
    refused(Conflict, "transition_refused", lambda: suspend_person(actor=staff, at=at, user_id=person.id, reason=REASON))
    reactivate_person(actor=staff, at=at + timedelta(days=1), user_id=person.id, reason="Cleared up.")
    assert User.objects.get(id=person.id).is_active is True
    assert Suspension.objects.get().end_reason == "Cleared up."
    refused(Conflict, "transition_refused", lambda: reactivate_person(actor=staff, at=at, user_id=person.id, reason=REASON))


def test_nobody_suspends_themselves(at: datetime) -> None:
    staff = operator()
    operator(email="second@example.test")
    user_id = staff.user_id
    assert user_id is not None
    refused(Conflict, "not_oneself", lambda: suspend_person(actor=staff, at=at, user_id=user_id, reason=REASON))
    refused(Conflict, "not_oneself", lambda: reactivate_person(actor=staff, at=at, user_id=user_id, reason=REASON))


def test_the_last_operator_stays(at: datetime) -> None:
    """Somebody whose own role has an end does not take the last one away; somebody whose role has ended takes nothing."""
    last, person = operator(), make_user(email="former@example.test")
    former = Actor(kind="person", user_id=person.id, roles=frozenset({"operator"}))
    user_id = last.user_id
    assert user_id is not None
    suspend = lambda: suspend_person(actor=former, at=at, user_id=user_id, reason=REASON)  # noqa: E731 - one call, asked twice
    refused(Forbidden, "forbidden", suspend)
    PlatformRoleGrant.objects.create(user=person, role="operator", starts_at=at, ends_at=at + timedelta(days=36500))
    refused(Conflict, "last_operator", suspend)


def test_an_erased_person_is_neither_suspended_nor_reactivated(at: datetime) -> None:
    staff, erased = operator(), make_user(is_active=False, erased_at=at)
    refused(NotFound, "not_found", lambda: suspend_person(actor=staff, at=at, user_id=erased.id, reason=REASON))
    refused(NotFound, "not_found", lambda: reactivate_person(actor=staff, at=at, user_id=erased.id, reason=REASON))


@pytest.mark.parametrize("role", ["auditor", "adviser", "desk_manager"])
def test_only_operators_suspend(role: str, at: datetime) -> None:
    organisation, person = named_organisation(), make_user()
    staff = operator(roles=(role,))
    for run in (
        lambda: suspend_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=REASON),
        lambda: reactivate_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=REASON),
        lambda: suspend_person(actor=staff, at=at, user_id=person.id, reason=REASON),
        lambda: reactivate_person(actor=staff, at=at, user_id=person.id, reason=REASON),
    ):
        refused(Forbidden, "forbidden", run)
