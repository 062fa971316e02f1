"""Members: roles, removal, leaving, handing over. What is refused leaves nothing behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from ipmarket.accounts.enums import MandateState, MemberRole, OrganisationState, SignatoryState
from ipmarket.accounts.models import ApiToken, Mandate, Membership, Organisation, Signatory, User
from ipmarket.accounts.services.change_member_role import change_member_role
from ipmarket.accounts.services.hand_over_ownership import hand_over_ownership
from ipmarket.accounts.services.leave_organisation import leave_organisation
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from tests.factories.people import BEFORE, acting, id_of, join, make_document, make_member, make_owned, make_person
from tests.support.people_refusals import own_entries, own_events, refused, sent_mail
from tests.support.traces import Traces, personal_values, traces

pytestmark = pytest.mark.django_db


def test_an_owner_changes_a_role(at: datetime) -> None:
    organisation, owner = make_owned()
    actor, membership = make_member("member", organisation)
    change_member_role(actor=owner, at=at, organisation_id=organisation.id, membership_id=membership.id, role="manager")
    assert list(Membership.objects.filter(id=membership.id).values_list("role", "ends_at")) == [("manager", None)]
    who = str(actor.user_id)
    assert own_entries() == [
        (
            "accounts.change_member_role",
            "accounts.organisation",
            str(organisation.id),
            {"userId": who, "role": "member"},
            {"userId": who, "role": "manager"},
        )
    ]
    assert own_events() == [
        ("accounts.member_role_changed", "accounts.organisation", str(organisation.id), {"membershipId": str(membership.id)})
    ]
    assert sent_mail() == [("accounts/membership_role_changed", "member@example.test", "en")]


def test_the_same_role_again_changes_nothing(at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("viewer", organisation)
    change_member_role(actor=owner, at=at, organisation_id=organisation.id, membership_id=membership.id, role="viewer")
    assert traces() == Traces(entries=[], events=[])
    assert sent_mail() == []


# Who asks → whom that standing may bring from which role to which.
ALL: set[tuple[str, str]] = {(str(before), str(after)) for before in MemberRole for after in MemberRole if before != after}
MAY_CHANGE: dict[str, set[tuple[str, str]]] = {
    "owner": ALL,
    "manager": {("member", "viewer"), ("viewer", "member")},
    "member": set(),
    "viewer": set(),
}


@pytest.mark.parametrize("standing", MAY_CHANGE)
def test_who_changes_which_role(standing: str, at: datetime) -> None:
    organisation, _ = make_owned()
    asking, _ = make_member(standing, organisation, "asks@example.test")
    done = set()
    for number, (before, after) in enumerate(sorted(ALL)):
        _, membership = make_member(before, organisation, f"{number}@example.test")
        try:
            change_member_role(actor=asking, at=at, organisation_id=organisation.id, membership_id=membership.id, role=after)
        except (Forbidden, NotFound):
            assert Membership.objects.get(id=membership.id).role == before
        else:
            done.add((before, after))
    assert done == MAY_CHANGE[standing]


@pytest.mark.parametrize("standing", MAY_CHANGE)
def test_who_removes_whom(standing: str, at: datetime) -> None:
    organisation, _ = make_owned()
    asking, _ = make_member(standing, organisation, "asks@example.test")
    removed = set()
    for role in MemberRole:
        _, membership = make_member(role, organisation, f"{role}-to-go@example.test")
        try:
            remove_member(actor=asking, at=at, organisation_id=organisation.id, membership_id=membership.id)
        except (Forbidden, NotFound):
            assert Membership.objects.get(id=membership.id).ends_at is None
        else:
            removed.add(str(role))
    assert removed == {"owner": {*map(str, MemberRole)}, "manager": {"member", "viewer"}}.get(standing, set())


def test_an_unknown_role_is_refused(at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation)
    change = _change(owner, organisation, membership, "king", at)
    refused(InvalidInput, change, "unknown_role")


def _change(actor: Actor, organisation: Organisation, membership: Membership, role: str, at: datetime) -> Callable[[], Any]:
    return lambda: change_member_role(actor=actor, at=at, organisation_id=organisation.id, membership_id=membership.id, role=role)


def _remove(actor: Actor, organisation: Organisation, membership: Membership, at: datetime) -> Callable[[], Any]:
    return lambda: remove_member(actor=actor, at=at, organisation_id=organisation.id, membership_id=membership.id)


def _strangers(organisation: Organisation, owner: Actor) -> dict[str, Actor]:
    """People who must not learn that somebody belongs to the organisation."""
    elsewhere, their_owner = make_owned("Another Works")
    both = make_person("both@example.test")
    join(both, organisation, "owner")
    join(both, elsewhere, "owner")
    operator = make_person("operator@example.test", roles=["operator"])
    return {
        "visitor": VISITOR,
        "owner of another": their_owner,
        "owner who acts for another at present": acting(both, elsewhere, "owner"),
        "operator": Actor(kind="person", user_id=operator.id, roles=frozenset({"operator"})),
        "holder of a token": Actor(
            kind="person",
            user_id=owner.user_id,
            organisation_id=organisation.id,
            standing="owner",
            scopes=frozenset({"organisation.write"}),
        ),
        "holder of a mandate": Actor(
            kind="person",
            user_id=their_owner.user_id,
            organisation_id=organisation.id,
            standing="mandate",
            scopes=frozenset({"read", "list"}),
            mandate_id=organisation.id,
        ),
    }


def test_strangers_change_nobody_and_learn_nothing(at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation)
    for who, actor in _strangers(organisation, owner).items():
        kind: type[DomainError] = Forbidden if who == "holder of a token" else NotFound
        for call in (_change(actor, organisation, membership, "viewer", at), _remove(actor, organisation, membership, at)):
            refused(kind, call)


def test_a_member_of_another_organisation_is_not_found(at: datetime) -> None:
    organisation, owner = make_owned()
    elsewhere, _ = make_owned("Another Works")
    _, foreign = make_member("member", elsewhere)
    _, gone = make_member("member", organisation, "gone@example.test")
    remove_member(actor=owner, at=at, organisation_id=organisation.id, membership_id=gone.id)
    for membership in (foreign, gone):
        refused(NotFound, _remove(owner, organisation, membership, at))
        refused(NotFound, _change(owner, organisation, membership, "viewer", at))


def _own_membership(actor: Actor) -> Membership:
    assert actor.organisation_id is not None
    return Membership.objects.get(user_id=id_of(actor), organisation_id=actor.organisation_id)


def test_the_last_owner_stays(at: datetime) -> None:
    organisation, owner = make_owned()
    own = _own_membership(owner)
    refused(Conflict, _change(owner, organisation, own, "manager", at), "last_owner")
    refused(Conflict, _remove(owner, organisation, own, at), "last_owner")
    refused(Conflict, lambda: leave_organisation(actor=owner, at=at, organisation_id=organisation.id), "last_owner")


def test_an_owner_who_cannot_sign_in_does_not_count_as_another(at: datetime) -> None:
    organisation, owner = make_owned()
    make_member("owner", organisation, "suspended@example.test", is_active=False)
    refused(Conflict, lambda: leave_organisation(actor=owner, at=at, organisation_id=organisation.id), "last_owner")


@pytest.mark.parametrize(
    ("state", "error", "code"),
    [(OrganisationState.SUSPENDED, Conflict, "organisation_not_active"), (OrganisationState.CLOSED, NotFound, "not_found")],
)
def test_nothing_changes_in_an_organisation_that_is_not_active(state: str, error: type[DomainError], code: str, at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation)
    Organisation.objects.filter(id=organisation.id).update(state=state)
    # The standing that the request began with; what it is by now is read again under the lock.
    for call in (_change(owner, organisation, membership, "viewer", at), _remove(owner, organisation, membership, at)):
        refused(error, call, code)


def test_whoever_was_removed_a_moment_ago_does_nothing_with_the_standing_of_before(at: datetime) -> None:
    organisation, owner = make_owned()
    manager, managing = make_member("manager", organisation)
    _, membership = make_member("member", organisation)
    remove_member(actor=owner, at=at, organisation_id=organisation.id, membership_id=managing.id)
    refused(NotFound, _remove(manager, organisation, membership, at))
    User.objects.filter(id=id_of(owner)).update(is_active=False)
    refused(NotFound, _remove(owner, organisation, membership, at))


def _hangs_on(membership: Membership, at: datetime, *, is_elsewhere: bool = False) -> dict[str, Any]:
    """A power to sign, a token and a mandate, of the same organisation or of another one."""
    organisation = membership.organisation
    document = make_document(organisation)
    number = "1" if is_elsewhere else "0"
    return {
        "signatory": Signatory.objects.create(
            membership=membership, document=document, state="confirmed", proposed_by=membership.user, proposed_at=BEFORE
        ),
        "token": ApiToken.objects.create(
            user=membership.user, organisation=organisation, name="t", prefix="p", digest=number * 64, scopes=["catalogue.read"],
            created_at=BEFORE, expires_at=at + timedelta(days=1),
        ),
        "mandate": Mandate.objects.create(
            organisation=organisation, user=membership.user, email="m@example.test", kind="adviser", scopes=["read"], state="active",
            starts_date=BEFORE.date(), offered_by=membership.user, offered_at=BEFORE,
        ),
    }  # fmt: skip


def _what_hangs(things: dict[str, Any]) -> tuple[Any, ...]:
    for thing in things.values():
        thing.refresh_from_db()
    return things["signatory"].state, things["signatory"].ended_at, things["token"].revoked_at, things["mandate"].state


@pytest.mark.parametrize("way", ["removed", "leaves"])
def test_removal_ends_what_hangs_on_the_membership_and_nothing_else(way: str, at: datetime) -> None:
    organisation, owner = make_owned()
    elsewhere, _ = make_owned("Another Works")
    actor, membership = make_member("member", organisation, language="zh-Hant")
    here = _hangs_on(membership, at)
    there = _hangs_on(join(membership.user, elsewhere), at, is_elsewhere=True)
    if way == "removed":
        remove_member(actor=owner, at=at, organisation_id=organisation.id, membership_id=membership.id)
    else:
        leave_organisation(actor=actor, at=at, organisation_id=organisation.id)
    membership.refresh_from_db()
    assert membership.ends_at == at
    assert _what_hangs(here) == (SignatoryState.ENDED, at, at, MandateState.ENDED)
    assert _what_hangs(there) == (SignatoryState.CONFIRMED, None, None, MandateState.ACTIVE)
    action = "accounts.remove_member" if way == "removed" else "accounts.leave_organisation"
    who = str(actor.user_id)
    ended = {"signatories": 1, "accessTokenCount": 1, "mandates": 1}
    assert own_entries() == [
        (action, "accounts.organisation", str(organisation.id), {"userId": who, "role": "member"}, {"userId": who, "ended": ended})
    ]
    assert own_events() == [
        ("accounts.membership_ended", "accounts.organisation", str(organisation.id), {"membershipId": str(membership.id), "userId": who})
    ]
    assert sent_mail() == [("accounts/membership_ended", "member@example.test", "zh-Hant")]
    assert personal_values() == []


def test_leaving_does_not_need_to_act_for_the_organisation(at: datetime) -> None:
    organisation, _ = make_owned()
    elsewhere, _ = make_owned("Another Works")
    _, membership = make_member("viewer", organisation)
    join(membership.user, elsewhere)
    Organisation.objects.filter(id=organisation.id).update(state=OrganisationState.SUSPENDED)
    leave_organisation(actor=acting(membership.user, elsewhere, "member"), at=at, organisation_id=organisation.id)
    still_open = Membership.objects.filter(user=membership.user, ends_at__isnull=True)
    assert list(still_open.values_list("organisation", flat=True)) == [elsewhere.id]


def test_nobody_leaves_what_they_are_not_in(at: datetime) -> None:
    organisation, _ = make_owned()
    _, stranger = make_owned("Another Works")
    for actor in (stranger, VISITOR):
        refused(NotFound, partial(leave_organisation, actor=actor, at=at, organisation_id=organisation.id))


def test_handing_over(at: datetime) -> None:
    organisation, owner = make_owned()
    heir, inheriting = make_member("viewer", organisation)
    assert heir.user_id is not None
    hand_over_ownership(actor=owner, at=at, organisation_id=organisation.id, user_id=heir.user_id)
    assert dict(Membership.objects.values_list("user_id", "role")) == {owner.user_id: "manager", heir.user_id: "owner"}
    giver, taker = str(owner.user_id), str(heir.user_id)
    assert own_entries() == [
        (
            "accounts.hand_over_ownership",
            "accounts.organisation",
            str(organisation.id),
            {"ownerId": giver, "userId": taker, "role": "viewer"},
            {"ownerId": taker, "userId": giver, "role": "manager"},
        )
    ]
    former = str(_own_membership(owner).id)
    assert own_events() == [
        (
            "accounts.ownership_handed_over",
            "accounts.organisation",
            str(organisation.id),
            {"membershipId": str(inheriting.id), "formerId": former},
        )
    ]
    assert [(template, address) for template, address, _ in sent_mail()] == [
        ("accounts/ownership_handed_over", "owner@sample-mould-works.example"),
        ("accounts/ownership_handed_over", "viewer@example.test"),
    ]


def test_only_an_owner_hands_over_and_only_to_an_active_member(at: datetime) -> None:
    organisation, owner = make_owned()
    manager, _ = make_member("manager", organisation)
    suspended, _ = make_member("member", organisation, "suspended@example.test", is_active=False)
    stranger = make_person("stranger@example.test")

    def hand(actor: Actor, user_id: Any) -> Callable[[], Any]:
        return lambda: hand_over_ownership(actor=actor, at=at, organisation_id=organisation.id, user_id=user_id)

    refused(NotFound, hand(manager, manager.user_id))
    refused(NotFound, hand(owner, suspended.user_id))
    refused(NotFound, hand(owner, stranger.id))
    refused(InvalidInput, hand(owner, owner.user_id))
