"""Grants, walls, audiences and memberships in any order: what a plain model says is visible is what the database and the policies say."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ipmarket.accounts.enums import AccessLevel, Audience
from ipmarket.accounts.models import Membership, Organisation, User
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.policies import PolicyRow, Target, Who, can
from ipmarket.accounts.selectors.visibility import walled_ids
from ipmarket.accounts.services.close_access import close_access
from ipmarket.accounts.services.lower_wall import lower_wall
from ipmarket.accounts.services.open_access import open_access
from ipmarket.accounts.services.raise_wall import raise_wall
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from patents.models import Right
from patents.selectors.visible import RECORD_KINDS, RIGHT, right_visible_to
from tests.factories.records import make_organisation, make_right, make_user
from tests.support.traces import traces

# All of it in the past, so that "now" comes after whatever was done.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NUMBERS = ("HK30000001A", "HK30000002A", "HK30000003A")
WHO = st.sampled_from([0, 1, 2])
THING = st.sampled_from([0, 1, 2])
SEEING = "t.seeing"
LEVELS = [str(level) for level in AccessLevel]


@dataclass
class Barrier:
    """A grant or a wall of the model: for a person or for an organisation."""

    thing: int
    person: int | None
    organisation: int | None
    level: int = 0
    id: UUID | None = None


@dataclass
class Model:
    grants: list[Barrier] = field(default_factory=list)
    walls: list[Barrier] = field(default_factory=list)
    members: set[tuple[int, int]] = field(default_factory=set)
    audiences: dict[int, str] = field(default_factory=dict)


class Visibility(RuleBasedStateMachine):
    """Three people, two organisations, three things of the first one."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.minute = 0

    @initialize()
    def world(self) -> None:
        self.model = Model()
        self.organisations: list[Organisation] = [make_organisation(name_en=f"Works {n}") for n in range(2)]
        self.people: list[User] = [make_user(email=f"p{n}@example.test", at=BEGINNING) for n in range(3)]
        self.things: list[Right] = [
            make_right(number, audience=Audience.OWNER, owner_organisation=self.organisations[0], classes=()) for number in NUMBERS
        ]
        self.model.audiences = dict.fromkeys(range(3), str(Audience.OWNER))

    def at(self) -> datetime:
        self.minute += 1
        return BEGINNING + timedelta(minutes=self.minute)

    def whom(self, barrier: Barrier) -> dict[str, Any]:
        if barrier.person is not None:
            return {"user_id": self.people[barrier.person].id}
        assert barrier.organisation is not None
        return {"organisation_id": self.organisations[barrier.organisation].id}

    @rule(person=WHO, organisation=st.sampled_from([0, 1]))
    def join_or_leave(self, person: int, organisation: int) -> None:
        at, key = self.at(), (person, organisation)
        if key in self.model.members:
            Membership.objects.filter(user=self.people[person], organisation=self.organisations[organisation], ends_at=None).update(
                ends_at=at
            )
            self.model.members.discard(key)
        else:
            Membership.objects.create(user=self.people[person], organisation=self.organisations[organisation], role="member", starts_at=at)
            self.model.members.add(key)

    @rule(thing=THING, audience=st.sampled_from(Audience.values))
    def change_audience(self, thing: int, audience: str) -> None:
        Right.objects.filter(id=self.things[thing].id).update(audience=audience)
        self.model.audiences[thing] = audience

    @rule(thing=THING, person=st.none() | WHO, organisation=st.sampled_from([0, 1]), level=st.sampled_from([0, 1, 2, 3]))
    def open(self, thing: int, person: int | None, organisation: int, level: int) -> None:
        grant = Barrier(thing, person, None if person is not None else organisation, level)
        row = open_access(
            actor=SYSTEM, at=self.at(), object_type=RIGHT, object_id=self.things[thing].id, level=LEVELS[level], basis="nda:1",
            **self.whom(grant),
        )  # fmt: skip
        grant.id = row.id
        self.model.grants.append(grant)

    @rule(thing=THING, person=st.none() | WHO, organisation=st.sampled_from([0, 1]))
    def wall_off(self, thing: int, person: int | None, organisation: int) -> None:
        wall = Barrier(thing, person, None if person is not None else organisation)
        row = raise_wall(
            actor=SYSTEM, at=self.at(), object_type=RIGHT, object_id=self.things[thing].id, basis="conflict:1", **self.whom(wall)
        )
        wall.id = row.id
        self.model.walls.append(wall)

    @rule(choice=st.integers(0, 50), twice=st.booleans())
    def close(self, choice: int, twice: bool) -> None:
        if not self.model.grants:
            return
        grant = self.model.grants.pop(choice % len(self.model.grants))
        assert grant.id is not None
        close_access(actor=SYSTEM, at=self.at(), grant_id=grant.id)
        if twice:
            before = traces()
            close_access(actor=SYSTEM, at=self.at(), grant_id=grant.id)
            assert traces() == before

    @rule(choice=st.integers(0, 50), twice=st.booleans())
    def take_down(self, choice: int, twice: bool) -> None:
        if not self.model.walls:
            return
        wall = self.model.walls.pop(choice % len(self.model.walls))
        assert wall.id is not None
        lower_wall(actor=SYSTEM, at=self.at(), wall_id=wall.id)
        if twice:
            before = traces()
            lower_wall(actor=SYSTEM, at=self.at(), wall_id=wall.id)
            assert traces() == before

    def sees(self, person: int, acting: int | None, thing: int, *, staff: bool) -> bool:
        mine = {organisation for who, organisation in self.model.members if who == person}
        if any(w.thing == thing and (w.person == person or w.organisation in mine) for w in self.model.walls):
            return False
        if staff or self.model.audiences[thing] != Audience.OWNER or acting == 0:
            return True
        return self.is_granted(person, acting, thing, level=0)

    def is_granted(self, person: int, acting: int | None, thing: int, *, level: int) -> bool:
        return any(
            g.thing == thing and g.level >= level and (g.person == person or (g.organisation is not None and g.organisation == acting))
            for g in self.model.grants
        )

    @invariant()
    def the_rows_and_the_policies_say_what_the_model_says(self) -> None:
        ids = [thing.id for thing in self.things]
        for person, user in enumerate(self.people):
            places: list[int | None] = [None, *sorted(o for who, o in self.model.members if who == person)]
            for acting in places:
                for roles in (frozenset[str](), frozenset({"operator"})):
                    actor = Actor(
                        kind="person", user_id=user.id, roles=roles, standing="member" if acting is not None else "",
                        organisation_id=self.organisations[acting].id if acting is not None else None,
                    )  # fmt: skip
                    expected = {ids[n] for n in range(3) if self.sees(person, acting, n, staff=bool(roles))}
                    assert set(Right.objects.filter(right_visible_to(actor)).values_list("id", flat=True)) == expected
                    closed = walled_ids(actor, object_types=RECORD_KINDS, most=10)
                    assert closed is not None
                    assert not set(closed) & expected
                    for n in range(3):
                        opened = self.is_granted(person, acting, n, level=2) and ids[n] not in closed
                        assert can(actor, SEEING, Target(RIGHT, id=ids[n])) == opened
        public = {ids[n] for n in range(3) if self.model.audiences[n] == Audience.PUBLIC}
        assert set(Right.objects.filter(right_visible_to(VISITOR)).values_list("id", flat=True)) == public
        assert Right.objects.filter(right_visible_to(SYSTEM)).count() == 3

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


@pytest.mark.django_db
def test_whatever_order_things_are_opened_and_closed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "_rows", dict(policies.registry()))
    policies.register(PolicyRow(SEEING, frozenset({Who.GRANTEE}), "See the files", is_reading=True, level=AccessLevel.FILES))
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Visibility, settings=settings(max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=checks)
    )
