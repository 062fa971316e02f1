"""Closing an organisation: what would end is listed first, then it ends, and nothing brings it back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from ipmarket.accounts.enums import Audience, MemberRole
from ipmarket.accounts.models import ApiToken, Invitation, JoinRequest, Mandate, Membership, Organisation, OrganisationDomain
from ipmarket.accounts.selectors.organisations_closure import closure_of
from ipmarket.accounts.services.close_organisation import close_organisation
from ipmarket.accounts.services.reactivate_organisation import reactivate_organisation
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict, DomainError, NotFound, Unprocessable
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.outbox.models import Event
from ipmarket.kernel.outbox.registry import handlers_of
from patents.models import ProductionTechnology, Right
from tests.factories.organisations import named_organisation, operator, owner_of, person_of
from tests.factories.records import AT, make_right, make_technology, make_user
from tests.support.traces import entries, traces

pytestmark = pytest.mark.django_db
REASON = "We stop trading."


@pytest.fixture
def full(db: None) -> tuple[Actor, Organisation]:
    """An organisation with one of everything that ends with it."""
    organisation = named_organisation()
    actor = owner_of(organisation)
    owner_of(organisation, email="viewer@example.test", role=MemberRole.VIEWER)
    founder, asker = person_of(actor), make_user(email="asker@example.test")
    Invitation.objects.create(
        organisation=organisation, email="x@example.test", role="member", token_digest="0", invited_by=founder, created_at=AT,
        expires_at=AT + timedelta(days=7),
    )  # fmt: skip
    JoinRequest.objects.create(organisation=organisation, user=asker, created_at=AT)
    Mandate.objects.create(
        organisation=organisation, user=asker, email=asker.email, kind="adviser", scopes=["read"], state="active",
        starts_date=AT.date(), offered_by=founder, offered_at=AT, answered_at=AT,
    )  # fmt: skip
    ApiToken.objects.create(
        user=founder, organisation=organisation, name="t", prefix="ipm", digest="0", scopes=["catalogue.read"], created_at=AT,
        expires_at=AT + timedelta(days=30),
    )  # fmt: skip
    OrganisationDomain.objects.create(organisation=organisation, domain="sample.example", added_by=founder, added_at=AT)
    make_right(owner_organisation=organisation)
    make_technology(owner=organisation)
    return actor, organisation


def test_what_would_end_is_listed_first(full: tuple[Actor, Organisation], at: datetime) -> None:
    actor, organisation = full
    before = traces()
    assert closure_of(actor, organisation.id, at=at) == {
        "members": 2, "open_invitations": 1, "mandates": 1, "tokens": 1, "assets": 2, "blocks": [],
    }  # fmt: skip
    assert traces() == before


def test_everything_ends(full: tuple[Actor, Organisation], at: datetime) -> None:
    actor, organisation = full
    later = at + timedelta(hours=1)
    close_organisation(actor=actor, at=later, organisation_id=organisation.id, reason=REASON)
    assert Organisation.objects.get(id=organisation.id).state == "closed"
    assert set(Membership.objects.filter(organisation=organisation).values_list("ends_at", flat=True)) == {later}
    assert Invitation.objects.values_list("state", "closed_at").get() == ("revoked", later)
    assert JoinRequest.objects.values_list("state", "decided_at").get() == ("declined", later)
    assert Mandate.objects.values_list("state", "ended_at").get() == ("ended", later)
    assert ApiToken.objects.get().revoked_at == later
    assert OrganisationDomain.objects.get().removed_at == later
    counts = {"memberships": 2, "invitations": 1, "joinRequests": 1, "mandates": 1, "accessTokenCount": 1, "domains": 1}
    closing = next(entry for entry in entries() if entry[0] == "accounts.close_organisation")
    assert closing[3:] == ({"state": "active"}, {"state": "closed", **counts})
    assert list(Message.objects.values_list("template", flat=True)) == ["accounts/organisation_closed"] * 2


def test_what_it_owned_goes_out_of_sight_once(full: tuple[Actor, Organisation], at: datetime) -> None:
    actor, organisation = full
    close_organisation(actor=actor, at=at, organisation_id=organisation.id, reason=REASON)
    event = Event.objects.get(topic="accounts.organisation_closed")
    handler = next(handler for handler in handlers_of(event.topic) if handler.name == "patents.withdraw_assets")
    handler.function(event)
    assert Right.objects.get().audience == ProductionTechnology.objects.get().audience == Audience.OWNER
    before = traces()
    handler.function(event)
    assert traces() == before


def _refused(error: type[DomainError], code: str, run: Any) -> None:
    before = (traces(), list(Organisation.objects.order_by("id").values()), Message.objects.count())
    with pytest.raises(error) as caught:
        run()
    assert caught.value.code == code
    assert before == (traces(), list(Organisation.objects.order_by("id").values()), Message.objects.count())


def test_who_may_close_it_and_how(full: tuple[Actor, Organisation], at: datetime) -> None:
    actor, organisation = full

    def close(by: Actor, reason: str = REASON) -> Any:
        return lambda: close_organisation(actor=by, at=at, organisation_id=organisation.id, reason=reason)

    manager = owner_of(organisation, email="manager@example.test", role=MemberRole.MANAGER)
    stranger = owner_of(named_organisation("Other Works", "87654321"), email="stranger@example.test")
    for somebody in (manager, stranger):
        _refused(NotFound, "not_found", close(somebody))
        _refused(NotFound, "not_found", lambda by=somebody: closure_of(by, organisation.id, at=at))
    _refused(Unprocessable, "reason_needed", close(actor, " "))
    close(actor)()
    staff = operator()
    _refused(Conflict, "organisation_not_active", close(staff))
    _refused(
        Conflict,
        "transition_refused",
        lambda: reactivate_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=REASON),
    )
    assert closure_of(staff, organisation.id, at=at)["blocks"][0]["code"] == "organisation_not_active"


def test_a_suspended_one_is_closed_by_the_operator(full: tuple[Actor, Organisation], at: datetime) -> None:
    actor, organisation = full
    staff = operator()
    suspend_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=REASON)
    again = "organisation_not_active"
    _refused(Conflict, again, lambda: close_organisation(actor=actor, at=at, organisation_id=organisation.id, reason=REASON))
    close_organisation(actor=staff, at=at, organisation_id=organisation.id, reason=REASON)
    assert Organisation.objects.get(id=organisation.id).state == "closed"
    assert organisation.suspensions.get().ends_at == at
