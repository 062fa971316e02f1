"""Who a request is: a person with open memberships and open platform roles, or a visitor."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.enums import MandateState, OrganisationState
from ipmarket.accounts.models import Mandate, Membership, Organisation, PlatformRoleGrant, User
from ipmarket.accounts.selectors.actors import SESSION_ORGANISATION, TOKEN_ACTOR, actor_of, person_actor, standings_of
from ipmarket.accounts.selectors.organisations import ids_by_registration, names_of
from ipmarket.accounts.selectors.people import ids_by_email
from ipmarket.kernel.actor import Actor
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
    seen = [person_actor(user=user, at=instant, is_strong=True) for instant in (at - second, at, at + DAY - second, at + DAY)]
    assert [(a.organisation_id, a.roles) for a in seen] == [
        (None, frozenset()),
        (organisation.id, frozenset({"auditor"})),
        (organisation.id, frozenset({"auditor"})),
        (None, frozenset()),
    ]


def test_platform_roles_sleep_without_a_strong_session(at: datetime) -> None:
    user = make_user(roles=("operator",))
    assert person_actor(user=user, at=at).roles == frozenset()
    assert person_actor(user=user, at=at, is_strong=True).roles == {"operator"}


@pytest.mark.parametrize(
    ("state", "starts", "ends", "counts"),
    [
        (MandateState.ACTIVE, 0, None, True),
        (MandateState.ACTIVE, 0, 1, True),
        (MandateState.ACTIVE, -1, 0, False),
        (MandateState.ACTIVE, 1, None, False),
        (MandateState.OFFERED, 0, None, False),
        (MandateState.ENDED, 0, None, False),
    ],
)
def test_a_mandate_counts_from_its_first_day_to_before_its_end(
    state: str, starts: int, ends: int | None, counts: bool, at: datetime
) -> None:
    user, organisation = make_user(), make_organisation()
    today = at.date()
    mandate = Mandate.objects.create(
        user=user, organisation=organisation, kind="patent_agent", scopes=["read"], state=state, starts_date=today + starts * DAY,
        ends_date=None if ends is None else today + ends * DAY, offered_by=user, offered_at=at,
    )  # fmt: skip
    actor = person_actor(user=user, at=at)
    seen = (actor.organisation_id, actor.standing, actor.mandate_id, actor.scopes)
    assert seen == ((organisation.id, "mandate", mandate.id, {"read"}) if counts else (None, "", None, None))


def test_a_days_end_is_that_of_hong_kong(at: datetime) -> None:
    user = make_user()
    Mandate.objects.create(
        user=user, organisation=make_organisation(), kind="adviser", scopes=["read"], state=MandateState.ACTIVE,
        starts_date=date(2026, 11, 22), offered_by=user, offered_at=at,
    )  # fmt: skip
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert [person_actor(user=user, at=instant).standing for instant in (midnight - timedelta(seconds=1), midnight)] == ["", "mandate"]


def test_a_membership_counts_before_a_mandate_in_the_same_organisation(at: datetime) -> None:
    organisation = make_organisation()
    user = make_user(organisation=organisation)
    Mandate.objects.create(
        user=user, organisation=organisation, kind="adviser", scopes=["read"], state=MandateState.ACTIVE, starts_date=at.date(),
        offered_by=user, offered_at=at,
    )  # fmt: skip
    actor = person_actor(user=user, at=at)
    assert (actor.standing, actor.mandate_id, actor.scopes) == ("member", None, None)


def test_a_suspended_organisation_is_read_and_an_active_one_comes_first(at: datetime) -> None:
    first, second = make_organisation(name_en="First"), make_organisation(name_en="Second")
    user = make_user()
    Membership.objects.create(user=user, organisation=first, role="owner", starts_at=at - DAY)
    Membership.objects.create(user=user, organisation=second, role="manager", starts_at=at)
    Organisation.objects.filter(id=first.id).update(state=OrganisationState.SUSPENDED)
    # Whoever has chosen it stays there, and goes on in nobody else's name; programs do not act for it at all.
    chosen = [person_actor(user=user, at=at, organisation_id=first.id, only_active=only) for only in (False, True)]
    assert [(actor.organisation_id, actor.standing) for actor in chosen] == [(first.id, "viewer"), (second.id, "manager")]
    assert (person_actor(user=user, at=at).organisation_id, person_actor(user=user, at=at).standing) == (second.id, "manager")
    Organisation.objects.filter(id=second.id).update(state=OrganisationState.SUSPENDED)
    assert (person_actor(user=user, at=at).organisation_id, person_actor(user=user, at=at).standing) == (first.id, "viewer")
    assert person_actor(user=user, at=at, only_active=True).organisation_id is None


@pytest.mark.parametrize("state", [OrganisationState.CLOSED, OrganisationState.MERGED])
def test_nobody_acts_for_an_organisation_that_is_no_more(state: str, at: datetime) -> None:
    gone, stays = make_organisation(name_en="Gone"), make_organisation(name_en="Stays")
    user = make_user(organisation=gone)
    Organisation.objects.filter(id=gone.id).update(state=state, merged_into=stays if state == OrganisationState.MERGED else None)
    assert (person_actor(user=user, at=at, organisation_id=gone.id).organisation_id, standings_of(user.id, at)) == (None, [])


def test_a_mandate_for_a_suspended_organisation_rests(at: datetime) -> None:
    organisation, user = make_organisation(state=OrganisationState.SUSPENDED), make_user()
    Mandate.objects.create(
        user=user, organisation=organisation, kind="adviser", scopes=["read"], state=MandateState.ACTIVE, starts_date=at.date(),
        offered_by=user, offered_at=at,
    )  # fmt: skip
    actor = person_actor(user=user, at=at, organisation_id=organisation.id)
    assert (actor.organisation_id, actor.standing, actor.mandate_id) == (None, "", None)
    Organisation.objects.update(state=OrganisationState.ACTIVE)
    assert person_actor(user=user, at=at, organisation_id=organisation.id).standing == "mandate"


def test_an_actor_costs_at_most_two_statements(at: datetime) -> None:
    user = make_user(organisation=make_organisation(), roles=("operator",))
    with CaptureQueriesContext(connection) as ran:
        person_actor(user=user, at=at, is_strong=True)
    assert len(ran) == 2


def test_a_token_decides_who_acts_before_the_session() -> None:
    request = RequestFactory().get("/")
    request.user = make_user()
    token_actor = Actor(kind="person", user_id=request.user.id, scopes=frozenset({"catalogue.read"}))
    setattr(request, TOKEN_ACTOR, token_actor)
    assert actor_of(request) is token_actor


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


def test_loaders_find_people_and_organisations_again() -> None:
    user = make_user(email="ada@example.test")
    organisation = make_organisation(registration_number="R1", name_zh_hant="樣例")
    make_organisation(name_en="Elsewhere", registration_number="R2", country="CN")
    assert ids_by_email(["ADA@example.test", "nobody@example.test"]) == {"ada@example.test": user.id}
    assert ids_by_registration("HK", ["R1", "R2"]) == {"R1": organisation.id}
    assert names_of([organisation.id, None]) == {organisation.id: Translated(en="Sample Mould Works", zh_hant="樣例")}
    assert names_of([None]) == {}
