"""Invitations: used once, by the invited address alone, while whoever sent them could send them. What is refused leaves nothing behind."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import InvitationState, OrganisationState
from ipmarket.accounts.errors import SignInNeeded
from ipmarket.accounts.models import Invitation, Membership, Organisation, User
from ipmarket.accounts.selectors.invitations_seen import seen_invitation
from ipmarket.accounts.services.accept_invitation import accept_invitation
from ipmarket.accounts.services.change_member_role import change_member_role
from ipmarket.accounts.services.decline_invitation import decline_invitation
from ipmarket.accounts.services.invite_member import LIFETIME
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.accounts.services.resend_invitation import resend_invitation
from ipmarket.accounts.services.revoke_invitation import revoke_invitation
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.errors import Conflict, Forbidden, NotFound
from tests.factories.people import acting, add_address, id_of, join, make_member, make_owned, make_person, token_of
from tests.integration.accounts.test_invitations import ADDRESS, SECOND, invite
from tests.support.people_refusals import own_entries, own_events, refused

pytestmark = pytest.mark.django_db


def _accept(actor: Actor, at: datetime, token: str) -> Callable[[], Any]:
    return lambda: accept_invitation(actor=actor, at=at, token=token)


def test_accepting(at: datetime) -> None:
    organisation, owner = make_owned()
    invitation = invite(owner, at, role="manager")
    person = make_person("INVITED@example.test".lower())
    later = at + LIFETIME - SECOND
    membership = accept_invitation(actor=acting(person), at=later, token=token_of(ADDRESS))
    assert (membership.user_id, membership.organisation_id, membership.role, membership.starts_at) == (
        person.id,
        organisation.id,
        "manager",
        later,
    )
    invitation.refresh_from_db()
    assert (invitation.state, invitation.closed_at, invitation.accepted_by_id) == ("accepted", later, person.id)
    assert [entry[0] for entry in own_entries()] == ["accounts.invite_member", "accounts.admit_member", "accounts.accept_invitation"]
    assert own_entries()[-1][3:] == (
        {"state": "open"},
        {"state": "accepted", "membershipId": str(membership.id), "invitedBy": str(owner.user_id)},
    )
    assert [event[0] for event in own_events()] == [
        "accounts.invitation_sent",
        "accounts.member_admitted",
        "accounts.invitation_accepted",
    ]


def test_any_proven_address_counts_whatever_its_case(at: datetime) -> None:
    _, owner = make_owned()
    invite(owner, at)
    person = make_person("other@example.test")
    add_address(person, "Invited@Example.TEST")
    accept_invitation(actor=acting(person), at=at, token=token_of(ADDRESS))
    assert Membership.objects.filter(user=person).count() == 1


def test_another_account_is_refused_and_changes_nothing(at: datetime) -> None:
    _, owner = make_owned()
    invite(owner, at)
    token = token_of(ADDRESS)
    other = make_person("other@example.test")
    for call in (_accept(acting(other), at, token), lambda: decline_invitation(actor=acting(other), at=at, token=token)):
        error = refused(Forbidden, call, "invitation_for_another_address")
        assert error.params == {"address": "i…@example.test"}


def test_an_address_that_is_not_proven_is_refused(at: datetime) -> None:
    _, owner = make_owned()
    invite(owner, at)
    person = make_person(ADDRESS, is_proven=False)
    refused(Forbidden, _accept(acting(person), at, token_of(ADDRESS)), "address_not_verified")
    credentials.confirm_address(person)
    accept_invitation(actor=acting(person), at=at, token=token_of(ADDRESS))


def test_visitors_are_told_to_sign_in_whatever_the_token(at: datetime) -> None:
    _, owner = make_owned()
    invite(owner, at)
    for token in (token_of(ADDRESS), "x" * 43, "garbage"):
        refused(SignInNeeded, _accept(VISITOR, at, token), "sign_in_needed")
        refused(SignInNeeded, partial(decline_invitation, actor=VISITOR, at=at, token=token), "sign_in_needed")


@pytest.mark.parametrize("token", ["x" * 43, "garbage", "", "a" * 5000, "'; DROP TABLE", "\x00" * 43, "../../etc/passwd", "圖" * 43])
def test_garbage_and_unknown_tokens_are_alike(token: str, at: datetime) -> None:
    _, owner = make_owned()
    invite(owner, at)
    person = acting(make_person(ADDRESS))
    words = "There is no such thing, or it is not visible to you."
    for call in (_accept(person, at, token), lambda: seen_invitation(person, token, at=at), lambda: seen_invitation(VISITOR, token, at=at)):
        assert str(refused(NotFound, call)) == words


def test_an_invitation_is_used_once(at: datetime) -> None:
    organisation, owner = make_owned()
    invite(owner, at)
    person, token = make_person(ADDRESS), token_of(ADDRESS)
    membership = accept_invitation(actor=acting(person), at=at, token=token)
    refused(Conflict, _accept(acting(person), at + SECOND, token), "invitation_used")
    remove_member(actor=owner, at=at + SECOND, organisation_id=organisation.id, membership_id=membership.id)
    refused(Conflict, _accept(acting(person), at + 2 * SECOND, token), "invitation_used")


def _closed(how: str, owner: Actor, person: Actor, invitation: Invitation, at: datetime) -> datetime:
    """Closes the invitation in one of its ways and returns the instant after it."""
    organisation_id = invitation.organisation_id
    if how == "revoked":
        revoke_invitation(actor=owner, at=at, organisation_id=organisation_id, invitation_id=invitation.id)
    elif how == "declined":
        decline_invitation(actor=person, at=at, token=token_of(ADDRESS))
    else:
        return at + LIFETIME
    return at + SECOND


@pytest.mark.parametrize("how", ["revoked", "declined", "expired"])
def test_a_closed_invitation_is_refused_with_what_became_of_it(how: str, at: datetime) -> None:
    organisation, owner = make_owned()
    invitation, person = invite(owner, at), acting(make_person(ADDRESS))
    token = token_of(ADDRESS)
    later = _closed(how, owner, person, invitation, at)
    refused(Conflict, _accept(person, later, token), f"invitation_{how}")
    refused(Conflict, lambda: decline_invitation(actor=person, at=later, token=token), f"invitation_{how}")
    resend = lambda: resend_invitation(actor=owner, at=later, organisation_id=organisation.id, invitation_id=invitation.id)  # noqa: E731
    refused(Conflict, resend, f"invitation_{how}")
    assert seen_invitation(VISITOR, token, at=later).state == how


def _lapse(how: str, organisation: Organisation, owner: Actor, manager: Actor, membership: Membership, at: datetime) -> None:
    if how == "removed":
        remove_member(actor=owner, at=at, organisation_id=organisation.id, membership_id=membership.id)
    elif how == "made a viewer":
        change_member_role(actor=owner, at=at, organisation_id=organisation.id, membership_id=membership.id, role="viewer")
    elif how == "person suspended":
        User.objects.filter(id=id_of(manager)).update(is_active=False)
    else:
        Organisation.objects.filter(id=organisation.id).update(state=how)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("removed", "invitation_no_longer_stands"),
        ("made a viewer", "invitation_no_longer_stands"),
        ("person suspended", "invitation_no_longer_stands"),
        # Nobody learns from the answer that it is suspended: all of these are one.
        (OrganisationState.SUSPENDED, "invitation_no_longer_stands"),
        (OrganisationState.CLOSED, "invitation_no_longer_stands"),
    ],
)
def test_an_invitation_stands_only_while_whoever_sent_it_could_send_it(how: str, code: str, at: datetime) -> None:
    organisation, owner = make_owned()
    manager, membership = make_member("manager", organisation)
    invite(manager, at)
    person, token = acting(make_person(ADDRESS)), token_of(ADDRESS)
    _lapse(how, organisation, owner, manager, membership, at + SECOND)
    refused(Conflict, _accept(person, at + SECOND, token), code)
    assert seen_invitation(person, token, at=at + SECOND).state == InvitationState.REVOKED


def test_whoever_is_a_member_already_does_not_use_it_up(at: datetime) -> None:
    organisation, owner = make_owned()
    invite(owner, at, role="viewer")
    person = make_person(ADDRESS)
    join(person, organisation)
    refused(Conflict, _accept(acting(person), at, token_of(ADDRESS)), "already_member")


@pytest.mark.parametrize("reader", ["visitor", "another", "invited", "invited, not proven"])
def test_what_the_link_shows(reader: str, at: datetime) -> None:
    organisation, owner = make_owned()
    invite(owner, at)
    email = "other@example.test" if reader == "another" else ADDRESS
    actor = VISITOR if reader == "visitor" else acting(make_person(email, is_proven="not" not in reader))
    seen = seen_invitation(actor, token_of(ADDRESS), at=at)
    assert (seen.organisation_id, seen.organisation_name.en, seen.role, seen.address, seen.state, seen.expires_at, seen.is_mine) == (
        organisation.id,
        "Sample Mould Works",
        "member",
        "i…@example.test",
        "open",
        at + LIFETIME,
        reader == "invited",
    )
