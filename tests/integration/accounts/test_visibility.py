"""The one rule of who sees what: every kind of actor against every audience, on every kind of record."""

from datetime import datetime

import pytest

from ipmarket.accounts.enums import Audience
from ipmarket.accounts.models import Membership, Organisation
from ipmarket.accounts.selectors.actors import person_actor
from ipmarket.accounts.selectors.visibility import index_audience, index_audiences_of
from ipmarket.kernel.actor import VISITOR, Actor
from patents.models import ProductionTechnology, Publication, Right
from patents.selectors.visible import right_visible_to, technology_visible_to
from tests.factories.records import make_organisation, make_right, make_technology, make_user

pytestmark = pytest.mark.django_db
ALL = {"public", "registered", "owner"}
# Actor → audiences of one organisation's records that this actor sees.
SEES: dict[str, set[str]] = {
    "visitor": {"public"},
    "person without organisation": {"public", "registered"},
    "member of the owner": ALL,
    "viewer of the owner": ALL,
    "former member of the owner": {"public", "registered"},
    "member of another": {"public", "registered"},
    "adviser": {"public", "registered"},
    "desk manager": {"public", "registered"},
    "operator": ALL,
    "auditor": ALL,
    "inactive member of the owner": {"public"},
    "system": ALL,
}
NUMBERS = {"public": "HK30000001A", "registered": "HK30000002A", "owner": "HK30000003A"}


def _actor(who: str, owner: Organisation, at: datetime) -> Actor:
    if who in {"visitor", "inactive member of the owner"}:
        # An inactive person never becomes an actor: see test_actors.
        return VISITOR
    if who == "system":
        return Actor.system("test")
    role = {"adviser": "adviser", "desk manager": "desk_manager", "operator": "operator", "auditor": "auditor"}.get(who)
    user = make_user(roles=(role,) if role else (), at=at)
    if who.endswith("of the owner"):
        former = who.startswith("former")
        Membership.objects.create(
            user=user, organisation=owner, role="viewer", starts_at=datetime(2020, 1, 1, tzinfo=at.tzinfo), ends_at=at if former else None
        )
    elif who == "member of another":
        Membership.objects.create(user=user, organisation=make_organisation(name_en="Another"), role="owner", starts_at=at)
    return person_actor(user=user, at=at, is_strong=True)


@pytest.mark.parametrize("who", SEES)
def test_who_sees_which_audience(who: str, at: datetime) -> None:
    owner = make_organisation(name_en="Owner")
    rights = {audience: make_right(NUMBERS[audience], audience=audience, owner_organisation=owner) for audience in ALL}
    for audience in ALL:
        make_technology(title_en=audience, owner=owner, audience=audience, rights=[rights[audience]])
    actor = _actor(who, owner, at)
    assert set(Right.objects.filter(right_visible_to(actor)).values_list("audience", flat=True)) == SEES[who]
    assert set(ProductionTechnology.objects.filter(technology_visible_to(actor)).values_list("title_en", flat=True)) == SEES[who]
    through = Publication.objects.filter(right_visible_to(actor, prefix="right__"))
    assert set(through.values_list("right__audience", flat=True)) == SEES[who]


def test_a_right_that_nobody_here_owns_follows_its_audience_alone(at: datetime) -> None:
    for audience in ALL:
        make_right(NUMBERS[audience], audience=audience)
    nobody = person_actor(user=make_user(), at=at)
    assert nobody.organisation_id is None
    assert set(Right.objects.filter(right_visible_to(nobody)).values_list("audience", flat=True)) == {"public", "registered"}


def test_every_audience_has_a_row() -> None:
    assert set(Audience.values) == ALL


@pytest.mark.parametrize(
    ("audience", "indexes"),
    [("public", ("public", "registered")), ("registered", ("registered",)), ("owner", ()), ("nonsense", ())],
)
def test_an_index_holds_only_what_its_audience_may_read(audience: str, indexes: tuple[str, ...]) -> None:
    assert index_audiences_of(audience) == indexes


def test_which_index_answers_whom(at: datetime) -> None:
    assert index_audience(VISITOR) == "public"
    assert index_audience(person_actor(user=make_user(), at=at)) == "registered"
    assert index_audience(Actor.system("test")) == "registered"
