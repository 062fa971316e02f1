"""Who a request is: a person with open memberships and open platform roles, or a visitor."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory

from ipmarket.accounts.models import Membership, PlatformRoleGrant, User
from ipmarket.accounts.selectors.actors import SESSION_ORGANISATION, actor_of, person_actor
from ipmarket.accounts.selectors.organisations import ids_by_registration, names_of
from ipmarket.accounts.selectors.people import demo_accounts, ids_by_email, myself
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.text import Translated
from tests.factories.records import make_organisation, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _request(user: User | AnonymousUser, organisation_id: UUID | None = None) -> Actor:
    request = RequestFactory().get("/")
    request.user = user
    request.session = SessionStore()
    if organisation_id is not None:
        request.session[SESSION_ORGANISATION] = str(organisation_id)
    return actor_of(request)


def test_memberships_and_roles_count_from_their_start_to_before_their_end(at: datetime) -> None:
    user, organisation = make_user(), make_organisation()
    Membership.objects.create(user=user, organisation=organisation, role="member", starts_at=at, ends_at=at + DAY)
    PlatformRoleGrant.objects.create(user=user, role="auditor", starts_at=at, ends_at=at + DAY)
    second = timedelta(seconds=1)
    seen = [person_actor(user=user, at=instant) for instant in (at - second, at, at + DAY - second, at + DAY)]
    assert [(a.organisation_id, a.roles) for a in seen] == [
        (None, frozenset()),
        (organisation.id, frozenset({"auditor"})),
        (organisation.id, frozenset({"auditor"})),
        (None, frozenset()),
    ]


def test_without_a_choice_the_oldest_membership_counts(at: datetime) -> None:
    user = make_user()
    younger, older = make_organisation(name_en="Younger"), make_organisation(name_en="Older")
    Membership.objects.create(user=user, organisation=younger, role="owner", starts_at=at)
    Membership.objects.create(user=user, organisation=older, role="viewer", starts_at=at - DAY)
    assert person_actor(user=user, at=at).organisation_id == older.id
    assert person_actor(user=user, at=at, organisation_id=younger.id).organisation_id == younger.id


def test_a_chosen_organisation_that_one_is_not_in_does_not_count(at: datetime) -> None:
    own, foreign = make_organisation(name_en="Own"), make_organisation(name_en="Foreign")
    user = make_user(organisation=own)
    assert person_actor(user=user, at=at, organisation_id=foreign.id).organisation_id == own.id
    assert person_actor(user=make_user(email="b@example.test"), at=at, organisation_id=foreign.id).organisation_id is None


def test_the_session_keeps_the_choice() -> None:
    own, other = make_organisation(name_en="Own"), make_organisation(name_en="Other")
    user = make_user(organisation=own)
    Membership.objects.create(user=user, organisation=other, role="member", starts_at=user.created_at + DAY * -1)
    assert _request(user).organisation_id == other.id
    assert _request(user, own.id).organisation_id == own.id


def test_anonymous_and_inactive_people_are_visitors() -> None:
    inactive = make_user(is_active=False, roles=("operator",), organisation=make_organisation())
    for user in (AnonymousUser(), inactive):
        actor = _request(user)
        assert (actor.kind, actor.user_id, actor.organisation_id, actor.roles) == ("visitor", None, None, frozenset())


def test_a_person_reads_their_own_card_and_a_visitor_none(at: datetime) -> None:
    user = make_user(email="ada@example.test", name="Ada Lam", language="zh-Hans")
    card = myself(person_actor(user=user, at=at))
    assert card is not None
    assert (card.id, card.name, card.email, card.language) == (user.id, "Ada Lam", "ada@example.test", "zh-Hans")
    assert myself(VISITOR) is None


def test_demo_accounts_are_the_active_demo_people_with_their_role(at: datetime) -> None:
    make_user(email="real@example.test", name="Real")
    make_user(email="b@example.test", name="B", is_demo=True, at=at + DAY)
    make_user(email="a@example.test", name="A", is_demo=True, roles=("operator",), at=at)
    make_user(email="gone@example.test", name="Gone", is_demo=True, is_active=False)
    assert [(a.email, a.name, a.role) for a in demo_accounts()] == [("a@example.test", "A", "operator"), ("b@example.test", "B", "member")]


def test_loaders_find_people_and_organisations_again() -> None:
    user = make_user(email="ada@example.test")
    organisation = make_organisation(registration_number="R1", name_zh_hant="樣例")
    make_organisation(name_en="Elsewhere", registration_number="R2", country="CN")
    assert ids_by_email(["ADA@example.test", "nobody@example.test"]) == {"ada@example.test": user.id}
    assert ids_by_registration("HK", ["R1", "R2"]) == {"R1": organisation.id}
    assert names_of([organisation.id, None]) == {organisation.id: Translated(en="Sample Mould Works", zh_hant="樣例")}
    assert names_of([None]) == {}
