"""Invitations: sent, sent again, revoked, run out; how they are answered is in test_invitations_answered. A refusal leaves nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.errors import TooManyAttempts
from ipmarket.accounts.models import Invitation
from ipmarket.accounts.selectors.invitations_seen import masked_address
from ipmarket.accounts.services.accept_invitation import accept_invitation
from ipmarket.accounts.services.expire_invitations import expire_invitations
from ipmarket.accounts.services.invite_member import LIFETIME, MOST_OPEN, invite_member
from ipmarket.accounts.services.resend_invitation import PAUSE, resend_invitation
from ipmarket.accounts.services.revoke_invitation import revoke_invitation
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from ipmarket.kernel.secret_tokens import digest_of
from tests.factories.people import acting, id_of, mail_to, make_member, make_owned, make_person, token_of
from tests.support.people_refusals import own_entries, own_events, refused, sent_mail
from tests.support.traces import personal_values

pytestmark = pytest.mark.django_db
ADDRESS = "invited@example.test"
SECOND = timedelta(seconds=1)


def invite(actor: Actor, at: datetime, *, email: str = ADDRESS, role: str = "member", language: str = "en") -> Invitation:
    assert actor.organisation_id is not None
    return invite_member(actor=actor, at=at, organisation_id=actor.organisation_id, email=email, role=role, language=language)


def _accept(actor: Actor, at: datetime, token: str) -> Callable[[], Any]:
    return lambda: accept_invitation(actor=actor, at=at, token=token)


def test_inviting(at: datetime) -> None:
    organisation, owner = make_owned()
    invitation = invite(owner, at, email="  Invited@Example.TEST ", role="manager", language="zh-Hans")
    stored = Invitation.objects.get()
    assert (stored.email, stored.role, stored.language, stored.state) == (ADDRESS, "manager", "zh-Hans", "open")
    assert (stored.invited_by_id, stored.created_at, stored.expires_at, stored.closed_at) == (owner.user_id, at, at + LIFETIME, None)
    expires = (at + LIFETIME).isoformat()
    assert own_entries() == [
        (
            "accounts.invite_member",
            "accounts.invitation",
            str(invitation.id),
            None,
            {"organisationId": str(organisation.id), "role": "manager", "expiresAt": expires},
        )
    ]
    assert personal_values() == [{"email": ADDRESS}]
    assert own_events() == [
        ("accounts.invitation_sent", "accounts.organisation", str(organisation.id), {"invitationId": str(invitation.id)})
    ]
    assert sent_mail() == [("accounts/invitation", ADDRESS, "zh-Hans")]
    (said,) = mail_to(ADDRESS, "accounts/invitation")
    token = token_of(ADDRESS)
    assert said == {
        "inviter": "Owner",
        "organisation": "Sample Mould Works",
        "role": "manager",
        "link": f"http://testserver/zh-hans/invitations/{token}",
        "expires_at": expires,
    }
    assert digest_of(token) == stored.token_digest


def test_the_token_stands_in_the_message_alone(at: datetime) -> None:
    _, owner = make_owned()
    invite(owner, at)
    token = token_of(ADDRESS)
    assert token not in repr((list(Invitation.objects.values()), own_entries(), own_events(), personal_values()))


@pytest.mark.parametrize("standing", ["owner", "manager", "member", "viewer"])
def test_who_invites_to_which_role(standing: str, at: datetime) -> None:
    organisation, _ = make_owned()
    actor, _ = make_member(standing, organisation, "asks@example.test")
    invited = set()
    for role in MemberRole:
        try:
            invite(actor, at, email=f"{role}@example.test", role=role)
        except (Forbidden, NotFound):
            continue
        invited.add(str(role))
    assert invited == {"owner": {*map(str, MemberRole)}, "manager": {"member", "viewer"}}.get(standing, set())
    assert set(Invitation.objects.values_list("role", flat=True)) == invited


def test_a_person_with_an_account_is_written_to_in_their_own_language(at: datetime) -> None:
    _, owner = make_owned()
    make_person(ADDRESS, language="zh-Hant", time_zone="Asia/Shanghai")
    invite(owner, at, language="en")
    assert sent_mail() == [("accounts/invitation", ADDRESS, "zh-Hant")]
    assert mail_to(ADDRESS, "accounts/invitation")[0]["link"].startswith("http://testserver/zh-hant/invitations/")
    assert Invitation.objects.get().language == "en"


@pytest.mark.parametrize("account", ["none", "active", "unproven", "suspended"])
def test_the_answer_does_not_tell_whether_there_is_an_account(account: str, at: datetime) -> None:
    _, owner = make_owned()
    if account != "none":
        make_person(ADDRESS, is_active=account != "suspended", is_proven=account != "unproven")
    invitation = invite(owner, at)
    shown = (invitation.email, invitation.role, invitation.language, invitation.state, invitation.expires_at)
    assert shown == (ADDRESS, "member", "en", "open", at + LIFETIME)
    assert len(own_entries()) == len(own_events()) == 1
    assert len(sent_mail()) == (0 if account == "suspended" else 1)


def test_members_and_the_invited_are_not_invited_again(at: datetime) -> None:
    organisation, owner = make_owned()
    make_member("viewer", organisation)
    refused(Conflict, lambda: invite(owner, at, email="Viewer@example.test"), "already_member")
    invite(owner, at)
    refused(Conflict, lambda: invite(owner, at, email=ADDRESS.upper()), "already_invited")


def test_an_invitation_that_ran_out_makes_room(at: datetime) -> None:
    _, owner = make_owned()
    invite(owner, at)
    refused(Conflict, lambda: invite(owner, at + LIFETIME - SECOND), "already_invited")
    invite(owner, at + LIFETIME)
    assert list(Invitation.objects.order_by("created_at").values_list("state", "closed_at")) == [
        ("expired", at + LIFETIME),
        ("open", None),
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"email": "nobody"}, "address_refused"),
        ({"email": "a@b.example\r\nBcc: x@y.example"}, "address_refused"),
        ({"email": f"{'a' * 250}@example.test"}, "address_refused"),
        ({"role": "king"}, "unknown_role"),
        ({"language": "fr"}, "unknown_language"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, str], code: str, at: datetime) -> None:
    _, owner = make_owned()
    refused(InvalidInput, lambda: invite(owner, at, **values), code)


def test_nobody_is_pestered(at: datetime) -> None:
    organisation, owner = make_owned()
    for number in range(5):
        invitation = invite(owner, at + number * SECOND)
        revoke_invitation(actor=owner, at=at + number * SECOND, organisation_id=organisation.id, invitation_id=invitation.id)
    later = at + timedelta(hours=1)
    refused(TooManyAttempts, lambda: invite(owner, later), "too_many_invitations")
    invite(owner, later, email="another@example.test")
    invite(owner, at + timedelta(days=1, seconds=5))


def test_open_invitations_are_bounded(at: datetime) -> None:
    organisation, owner = make_owned()
    Invitation.objects.bulk_create(
        Invitation(
            organisation=organisation, email=f"{number}@example.test", role="member", token_digest=f"{number:064}",
            invited_by_id=id_of(owner), created_at=at, expires_at=at + LIFETIME,
        )
        for number in range(MOST_OPEN - 1)
    )  # fmt: skip
    invite(owner, at)
    refused(Conflict, lambda: invite(owner, at, email="one-more@example.test"), "too_many_invitations")


def test_strangers_invite_nobody(at: datetime) -> None:
    organisation, _ = make_owned()
    _, stranger = make_owned("Another Works")
    operator = Actor(kind="person", user_id=make_person("op@example.test").id, roles=frozenset({"operator"}))
    for actor in (VISITOR, stranger, operator):
        refused(
            NotFound,
            partial(invite_member, actor=actor, at=at, organisation_id=organisation.id, email=ADDRESS, role="member"),
        )


def test_revoking_tells_the_address(at: datetime) -> None:
    organisation, owner = make_owned()
    invitation = invite(owner, at, language="zh-Hant")
    revoke_invitation(actor=owner, at=at, organisation_id=organisation.id, invitation_id=invitation.id)
    assert sent_mail()[1:] == [("accounts/invitation_revoked", ADDRESS, "zh-Hant")]
    again = lambda: revoke_invitation(actor=owner, at=at, organisation_id=organisation.id, invitation_id=invitation.id)  # noqa: E731
    refused(Conflict, again, "transition_refused")


def test_a_manager_does_not_touch_an_owners_invitation(at: datetime) -> None:
    organisation, owner = make_owned()
    manager, _ = make_member("manager", organisation)
    invitation = invite(owner, at, role="owner")
    later = at + PAUSE
    for service in (revoke_invitation, resend_invitation):
        call = partial(service, actor=manager, at=later, organisation_id=organisation.id, invitation_id=invitation.id)
        refused(Forbidden, call, "role_not_yours_to_give")


def test_an_invitation_of_another_organisation_is_not_found(at: datetime) -> None:
    _, owner = make_owned()
    elsewhere, stranger = make_owned("Another Works")
    invitation = invite(owner, at)
    for service in (revoke_invitation, resend_invitation):
        for actor, organisation_id in ((stranger, elsewhere.id), (stranger, invitation.organisation_id)):
            call = partial(service, actor=actor, at=at + PAUSE, organisation_id=organisation_id, invitation_id=invitation.id)
            refused(NotFound, call)


def test_sending_again_kills_the_old_link(at: datetime) -> None:
    organisation, owner = make_owned()
    manager, _ = make_member("manager", organisation)
    invitation, old = invite(owner, at), token_of(ADDRESS)
    soon = lambda: resend_invitation(  # noqa: E731
        actor=manager, at=at + PAUSE - SECOND, organisation_id=organisation.id, invitation_id=invitation.id
    )
    refused(TooManyAttempts, soon, "too_many_invitations")
    later = at + PAUSE
    resend_invitation(actor=manager, at=later, organisation_id=organisation.id, invitation_id=invitation.id)
    new = token_of(ADDRESS)
    assert new != old
    person = acting(make_person(ADDRESS))
    refused(NotFound, _accept(person, later, old))
    invitation.refresh_from_db()
    assert (invitation.expires_at, invitation.invited_by_id) == (later + LIFETIME, manager.user_id)
    accept_invitation(actor=person, at=later + LIFETIME - SECOND, token=new)


def test_masking() -> None:
    assert [masked_address(a) for a in ("a@b.example", "chan.tai@works.example")] == ["a…@b.example", "c…@works.example"]


def test_what_ran_out_is_closed_and_nothing_else(at: datetime) -> None:
    organisation, owner = make_owned()
    first = invite(owner, at)
    invite(owner, at + SECOND, email="later@example.test")
    before = len(own_entries())
    assert expire_invitations(actor=SYSTEM, at=at + LIFETIME - SECOND) == 0
    assert len(own_entries()) == before
    assert expire_invitations(actor=SYSTEM, at=at + LIFETIME) == 1
    assert dict(Invitation.objects.values_list("email", "state")) == {ADDRESS: "expired", "later@example.test": "open"}
    assert own_entries()[before:] == [
        ("accounts.expire_invitations", "accounts.invitation", str(first.id), {"state": "open"}, {"state": "expired"})
    ]
    assert own_events()[-1] == (
        "accounts.invitation_closed",
        "accounts.organisation",
        str(organisation.id),
        {"invitationId": str(first.id), "state": "expired"},
    )
    assert expire_invitations(actor=SYSTEM, at=at + LIFETIME) == 0
