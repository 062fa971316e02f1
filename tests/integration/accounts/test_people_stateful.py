"""Members and invitations in any order: what a plain model says is what the services answer and what the database holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ipmarket.accounts.models import Invitation, Membership, Organisation, User
from ipmarket.accounts.selectors.members_standing import role_in
from ipmarket.accounts.services.accept_invitation import accept_invitation
from ipmarket.accounts.services.change_member_role import change_member_role
from ipmarket.accounts.services.decline_invitation import decline_invitation
from ipmarket.accounts.services.hand_over_ownership import hand_over_ownership
from ipmarket.accounts.services.invite_member import LIFETIME, invite_member
from ipmarket.accounts.services.leave_organisation import leave_organisation
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.accounts.services.resend_invitation import resend_invitation
from ipmarket.accounts.services.revoke_invitation import revoke_invitation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import DomainError
from tests.factories.people import acting, make_person, token_of
from tests.factories.records import make_organisation
from tests.support.depth import examples

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = ("owner", "manager", "member", "viewer")
HANDLED = {"owner": set(ROLES), "manager": {"member", "viewer"}}
WORDS = {"accepted": "invitation_used", "declined": "invitation_declined", "revoked": "invitation_revoked"}
WHO = st.sampled_from([0, 1, 2, 3])
WHERE = st.sampled_from([0, 1])
ROLE = st.sampled_from(ROLES)
WHICH = st.integers(0, 30)
DONE = "done"


@dataclass
class Offer:
    """An invitation of the model: where to, for whom, by whom; the last token opens it, the ones before open nothing."""

    where: int
    whom: int
    role: str
    by: int
    at: datetime
    sent_at: datetime
    id: UUID
    tokens: list[str] = field(default_factory=list)
    state: str = "open"


class People(RuleBasedStateMachine):
    """Four people, two organisations; time goes on, organisations are suspended and come back."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at = BEGINNING
        self.roles: dict[tuple[int, int], str] = {}
        self.offers: list[Offer] = []
        self.is_active = [True, True]
        self.people: list[User] = []
        self.organisations: list[Organisation] = []

    @initialize()
    def found(self) -> None:
        self.people = [make_person(f"{number}@example.test", at=BEGINNING) for number in range(4)]
        self.organisations = [make_organisation(name_en=f"Works {number}", at=BEGINNING) for number in range(2)]
        for where in range(2):
            Membership.objects.create(
                user=self.people[where], organisation=self.organisations[where], role="owner", starts_at=BEGINNING - timedelta(days=1)
            )
            self.roles[where, where] = "owner"
        # So that there is something to answer from the first step on.
        self.invite(where=0, by=0, whom=2, role="manager")
        self.invite(where=1, by=1, whom=3, role="owner")

    # ── What the model knows ──

    def standing(self, where: int, who: int) -> str:
        role = self.roles.get((where, who), "")
        return role if self.is_active[where] or not role else "viewer"

    def no_standing(self, where: int, by: int) -> str:
        """Those who belong to a suspended organisation are told that it is; to all others there is nothing."""
        return "not_found" if self.is_active[where] or (where, by) not in self.roles else "organisation_not_active"

    def is_last_owner(self, where: int, who: int) -> bool:
        owners = [person for (place, person), role in self.roles.items() if place == where and role == "owner"]
        return owners == [who]

    def state_of(self, offer: Offer) -> str:
        return "expired" if offer.state == "open" and offer.sent_at + LIFETIME <= self.at else offer.state

    def handles(self, where: int, by: int, *roles: str) -> str:
        standing = self.standing(where, by)
        if standing not in HANDLED:
            return self.no_standing(where, by)
        return DONE if set(roles) <= HANDLED[standing] else "role_not_yours_to_give"

    # ── Doing it, and what came of it ──

    def actor(self, where: int, who: int) -> Actor:
        """The person claiming to be an owner, as a request would that began before everything else: what counts is read anew."""
        return acting(self.people[who], self.organisations[where], "owner")

    def compare(self, expected: str, call: Callable[..., Any], **values: Any) -> Any:
        self.at += timedelta(seconds=1)
        result, answer = None, DONE
        try:
            with transaction.atomic():
                result = call(at=self.at, **values)
        except DomainError as error:
            answer = str(error.code)
        assert answer == expected
        return result

    def membership_id(self, where: int, who: int) -> UUID:
        rows = Membership.objects.filter(organisation=self.organisations[where], user=self.people[who])
        return rows.order_by("-starts_at").values_list("id", flat=True).first() or self.people[who].id

    @rule(where=WHERE, by=WHO, whom=WHO, role=ROLE)
    def invite(self, where: int, by: int, whom: int, role: str) -> None:
        soon = self.at + timedelta(seconds=1)
        theirs = [offer for offer in self.offers if (offer.where, offer.whom) == (where, whom)]
        expected = self.handles(where, by, role)
        if expected == DONE and (where, whom) in self.roles:
            expected = "already_member"
        elif expected == DONE and any(offer.state == "open" and offer.sent_at + LIFETIME > soon for offer in theirs):
            expected = "already_invited"
        elif expected == DONE and sum(offer.at > soon - timedelta(days=1) for offer in theirs) >= 5:
            expected = "too_many_invitations"
        email = self.people[whom].email
        made = self.compare(
            expected, invite_member, actor=self.actor(where, by), organisation_id=self.organisations[where].id, email=email, role=role
        )
        if made is not None:
            for offer in theirs:
                offer.state = self.state_of(offer)
            self.offers.append(Offer(where, whom, role, by, self.at, self.at, made.id, [token_of(email)]))

    @rule(which=WHICH, by=WHO, is_old=st.booleans())
    def accept(self, which: int, by: int, is_old: bool) -> None:
        if not self.offers:
            return
        offer = self.offers[which % len(self.offers)]
        token = offer.tokens[0 if is_old else -1]
        expected = self._accepting(offer, by, token)
        if self.compare(expected, accept_invitation, actor=acting(self.people[by]), token=token) is not None:
            offer.state = "accepted"
            self.roles[offer.where, by] = offer.role

    def _accepting(self, offer: Offer, by: int, token: str) -> str:
        if token != offer.tokens[-1]:
            return "not_found"
        if by != offer.whom:
            return "invitation_for_another_address"
        self.at += timedelta(seconds=1)
        state = self.state_of(offer)
        self.at -= timedelta(seconds=1)
        if state != "open":
            return WORDS.get(state, "invitation_expired")
        if offer.role not in HANDLED.get(self.standing(offer.where, offer.by), set()):
            return "invitation_no_longer_stands"
        return "already_member" if (offer.where, by) in self.roles else DONE

    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        if self.offers:
            offer = self.offers[which % len(self.offers)]
            is_open = offer.state == "open" and offer.sent_at + LIFETIME > self.at + timedelta(seconds=1)
            expected = DONE if is_open else WORDS.get(offer.state, "invitation_expired")
            if self.compare(expected, decline_invitation, actor=acting(self.people[offer.whom]), token=offer.tokens[-1]) is not None:
                offer.state = "declined"

    @rule(which=WHICH, by=WHO)
    def revoke(self, which: int, by: int) -> None:
        if self.offers:
            offer = self.offers[which % len(self.offers)]
            expected = self.handles(offer.where, by, offer.role)
            if expected == DONE and offer.state != "open":
                expected = "transition_refused"
            where = self.organisations[offer.where].id
            values = {"actor": self.actor(offer.where, by), "organisation_id": where, "invitation_id": offer.id}
            if self.compare(expected, revoke_invitation, **values) is not None:
                offer.state = "revoked"

    @rule(which=WHICH, by=WHO)
    def resend(self, which: int, by: int) -> None:
        if self.offers:
            offer = self.offers[which % len(self.offers)]
            self.at += timedelta(minutes=11)
            expected = self.handles(offer.where, by, offer.role)
            is_open = offer.state == "open" and offer.sent_at + LIFETIME > self.at + timedelta(seconds=1)
            if expected == DONE and not is_open:
                expected = WORDS.get(offer.state, "invitation_expired")
            where = self.organisations[offer.where].id
            values = {"actor": self.actor(offer.where, by), "organisation_id": where, "invitation_id": offer.id}
            if self.compare(expected, resend_invitation, **values) is not None:
                offer.by, offer.sent_at = by, self.at
                offer.tokens.append(token_of(self.people[offer.whom].email))

    @rule(where=WHERE, by=WHO, whom=WHO)
    def remove(self, where: int, by: int, whom: int) -> None:
        expected = self.handles(where, by)
        if expected == DONE:
            role = self.roles.get((where, whom))
            expected = "not_found" if role is None else self.handles(where, by, role)
        if expected == DONE and self.is_last_owner(where, whom):
            expected = "last_owner"
        values = {"organisation_id": self.organisations[where].id, "membership_id": self.membership_id(where, whom)}
        if self.compare(expected, remove_member, actor=self.actor(where, by), **values) is not None:
            del self.roles[where, whom]

    @rule(where=WHERE, who=WHO)
    def leave(self, where: int, who: int) -> None:
        expected = DONE if (where, who) in self.roles else "not_found"
        if self.is_last_owner(where, who):
            expected = "last_owner"
        actor = acting(self.people[who])
        if self.compare(expected, leave_organisation, actor=actor, organisation_id=self.organisations[where].id) is not None:
            del self.roles[where, who]

    @rule(where=WHERE, by=WHO, whom=WHO, role=ROLE)
    def change_role(self, where: int, by: int, whom: int, role: str) -> None:
        expected, before = self.handles(where, by), self.roles.get((where, whom))
        if expected == DONE:
            expected = "not_found" if before is None else self.handles(where, by, before, role)
        if expected == DONE and role != "owner" and self.is_last_owner(where, whom):
            expected = "last_owner"
        values = {"organisation_id": self.organisations[where].id, "membership_id": self.membership_id(where, whom), "role": role}
        if self.compare(expected, change_member_role, actor=self.actor(where, by), **values) is not None:
            self.roles[where, whom] = role

    @rule(where=WHERE, by=WHO, to=WHO)
    def hand_over(self, where: int, by: int, to: int) -> None:
        expected = DONE if self.standing(where, by) == "owner" else self.no_standing(where, by)
        if expected == DONE and by == to:
            expected = "invalid"
        elif expected == DONE and (where, to) not in self.roles:
            expected = "not_found"
        values = {"organisation_id": self.organisations[where].id, "user_id": self.people[to].id}
        if self.compare(expected, hand_over_ownership, actor=self.actor(where, by), **values) is not None:
            self.roles[where, by], self.roles[where, to] = "manager", "owner"

    @rule(where=WHERE)
    def suspend_or_reactivate(self, where: int) -> None:
        self.is_active[where] = not self.is_active[where]
        state = "active" if self.is_active[where] else "suspended"
        Organisation.objects.filter(id=self.organisations[where].id).update(state=state)

    @rule(days=st.integers(1, 15))
    def time_goes_on(self, days: int) -> None:
        self.at += timedelta(days=days)

    # ── What must hold whatever happened ──

    @invariant()
    def the_rows_say_what_the_model_says(self) -> None:
        if not self.people:
            return
        connection.check_constraints()
        for where, organisation in enumerate(self.organisations):
            held = {
                who: role
                for who, user in enumerate(self.people)
                if (role := role_in(user_id=user.id, organisation_id=organisation.id, at=self.at))
            }
            assert held == {who: role for (place, who), role in self.roles.items() if place == where}
            assert "owner" in held.values()

    @invariant()
    def an_invitation_is_used_once_and_by_its_address(self) -> None:
        rows = {row.id: row for row in Invitation.objects.select_related("accepted_by")}
        assert {id_: row.state for id_, row in rows.items() if row.state != "expired"} == {
            offer.id: offer.state for offer in self.offers if offer.state != "expired"
        }
        used = [row for row in rows.values() if row.accepted_by is not None]
        assert all(row.accepted_by is not None and row.accepted_by.email == row.email for row in used)
        assert len(used) == sum(offer.state == "accepted" for offer in self.offers)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


def _run(max_examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    depth = settings(max_examples=max_examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(People, settings=depth)


@pytest.mark.soak
@pytest.mark.django_db
def test_members_and_invitations_in_any_order() -> None:
    _run(examples(quick=10, full=400), examples(quick=25, full=60))
