"""An invitation is for whoever has proven its address, once, while it stands: nobody else takes the place that it offers."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import Settings

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import InvitationState, MemberRole
from ipmarket.accounts.models import Invitation, Membership, Organisation, User
from ipmarket.accounts.selectors import invitations_seen
from ipmarket.accounts.services import accept_invitation as accepting
from ipmarket.accounts.services import find_member
from ipmarket.accounts.services import resend_invitation as resending
from ipmarket.accounts.services.admit_member import require_no_membership
from ipmarket.accounts.sign_in import openid
from ipmarket.kernel.clock import now
from ipmarket.kernel.secret_tokens import digest_of
from tests.factories.people import add_address, join, make_person, token_of
from tests.factories.records import make_organisation
from tests.support.attacks import at_once, browser, nothing_changes, seen, send
from tests.support.identity_provider import IdentityProvider
from tests.support.sign_in import AUTH, auth
from tests.support.traces import entries

pytestmark = pytest.mark.django_db
INVITED = "kim.si@works.example"


@pytest.fixture
def works() -> Organisation:
    return make_organisation(name_en="Inviting Works")


@pytest.fixture
def boss(works: Organisation) -> Client:
    person = make_person("boss@works.example", name="Boss")
    join(person, works, "owner")
    return browser(person, works)


@pytest.fixture
def token(boss: Client, works: Organisation) -> str:
    """Of an invitation that lies in the mailbox of INVITED."""
    return invited(boss, works)


def invited(client: Client, works: Organisation, role: str = "manager", email: str = INVITED) -> str:
    answer = send(client, "post", f"organisations/{works.id}/invitations", {"email": email, "role": role})
    assert answer.status_code == 201
    return token_of(email)


def take(client: Client, token: str) -> Any:
    return send(client, "post", f"invitations/{token}/acceptance")


def places(works: Organisation) -> int:
    return Membership.objects.filter(organisation=works, role="manager", ends_at__isnull=True).count()


def refused(client: Client, token: str, *codes: str) -> bool:
    """True when taking it up is refused and leaves nothing behind."""
    with nothing_changes():
        answer = take(client, token)
    code = answer.json()["code"] if answer.status_code >= 400 else "accepted"
    return code in codes


# ── Whose it is ──

# Not the invited address, however alike they look or sound: by dotless and dotted i, long s, Kelvin's sign, width, accent, another
# alphabet, invisible characters, a plus, dots, a blank, another domain that begins or ends alike.
LOOK_ALIKES = [
    "k\u0131m.si@works.example",
    "k\u0130m.si@works.example",
    "kim.\u017fi@works.example",
    "\u212aim.si@works.example",
    "\uff4bim.si@works.example",
    "k\u00edm.si@works.example",
    "k\u0456m.si@works.example",
    "kim\u200b.si@works.example",
    "kim.si+x@works.example",
    "kimsi@works.example",
    "kim.si @works.example",
    "kim.si@wor\u212as.example",
    "kim.si@work\u017f.example",
    "kim.si@works.example.test",
    "kim.si@xworks.example",
    "%@works.example",
    "kim_si@works.example",
]


def account_of(address: str) -> Client:
    """A person who has proven some address of their own, and holds ``address`` as proven too, however that came about."""
    person = make_person("somebody@elsewhere.example")
    add_address(person, address, is_proven=True)
    return browser(person)


@pytest.mark.parametrize("address", LOOK_ALIKES, ids=lambda address: address.encode("unicode_escape").decode())
def test_an_address_that_looks_alike_takes_nothing(address: str, token: str, works: Organisation) -> None:
    client = account_of(address)
    assert refused(client, token, "invitation_for_another_address")
    assert client.get(f"/api/app/invitations/{token}").json()["isMine"] is False
    assert places(works) == 0


@pytest.mark.parametrize("address", ["KIM.SI@works.example", "Kim.Si@Works.Example"])
def test_letters_case_is_no_difference(address: str, token: str, works: Organisation) -> None:
    assert (take(account_of(address), token).status_code, places(works)) == (200, 1)


def strangers(token: str) -> dict[str, tuple[Client, str]]:
    """Who holds the link without having proven the address → the code of the refusal."""
    unproven = make_person(INVITED, is_proven=False)
    second = make_person("second@elsewhere.example")
    EmailAddress.objects.filter(user=unproven).update(email="typed@elsewhere.example")
    add_address(second, INVITED, is_proven=False)
    return {
        "nobody who is signed in": (Client(), "sign_in_needed"),
        "another account": (browser(make_person("other@elsewhere.example")), "invitation_for_another_address"),
        "an account of the address that is not proven": (browser(unproven), "address_not_verified"),
        "a second address that is not proven": (browser(second), "invitation_for_another_address"),
    }


def test_only_a_proven_address_takes_it(token: str, works: Organisation) -> None:
    for who, (client, code) in strangers(token).items():
        assert refused(client, token, code, "not_authenticated"), who
    assert places(works) == 0


def test_without_the_question_for_the_address_anybody_takes_it(token: str, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = strangers(token)["another account"]
    monkeypatch.setattr(accepting, "require_proven_address", lambda actor, email, code: actor.user_id)
    assert (take(client, token).status_code, places(works)) == (200, 1)


def test_without_the_proof_a_typed_address_takes_it(token: str, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = strangers(token)["a second address that is not proven"]
    every = lambda user_id: list(EmailAddress.objects.filter(user_id=user_id).values_list("email", flat=True))  # noqa: E731 - said in one line
    monkeypatch.setattr(credentials, "verified_addresses", every)
    assert (take(client, token).status_code, places(works)) == (200, 1)


def test_signing_up_through_the_link_with_another_address_takes_nothing(token: str, works: Organisation) -> None:
    client = Client(raise_request_exception=False)
    client.get(f"/en/invitations/{token}")
    body = {"email": "thief@elsewhere.example", "name": "Thief", "language": "en", "invitation": token, "token": token}
    answer = auth(client, "post", "auth/signup", body)
    assert answer.status_code == 401
    assert refused(client, token, "sign_in_needed", "not_authenticated")
    thief = User.objects.get(email="thief@elsewhere.example")
    EmailAddress.objects.filter(user=thief).update(verified=True)
    assert refused(browser(thief), token, "invitation_for_another_address")
    assert (places(works), thief.memberships.count()) == (0, 0)


def test_signing_up_with_the_invited_address_takes_nothing_before_it_is_proven(token: str, works: Organisation) -> None:
    client = Client(raise_request_exception=False)
    auth(client, "post", "auth/signup", {"email": INVITED, "name": "Thief", "language": "en", "password": "a long enough phrase"})
    assert refused(client, token, "sign_in_needed", "not_authenticated")
    assert refused(browser(User.objects.get(email=INVITED)), token, "address_not_verified")
    assert places(works) == 0


def through_a_provider(provider: IdentityProvider, address: str) -> Client:
    """Somebody signs in with an account elsewhere, of which the provider says that this address is proven."""
    client, back = Client(raise_request_exception=False), "http://testserver/en/sign-in"
    provider.person["email"] = address
    asked = client.post(f"{AUTH}/auth/provider/redirect", {"provider": "works-id", "process": "login", "callback_url": back})
    client.get(provider.authorize(asked.json()["data"]["location"]))
    return client


def test_a_provider_that_knows_another_alphabet_proves_nothing(
    token: str, works: Organisation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with IdentityProvider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        thief = through_a_provider(provider, "\u212aim.si@works.example")
        assert refused(thief, token, "sign_in_needed", "not_authenticated")
        monkeypatch.setattr(openid, "is_unmistakable", lambda address: True)
        thief = through_a_provider(provider, "\u212aim.si@works.example")
    assert (take(thief, token).status_code, places(works)) == (200, 1)


# ── While it stands ──


def again(boss: Client, works: Organisation, token: str) -> str:
    """Sent again, ten minutes later; the token of the first message."""
    invitation = Invitation.objects.get(organisation=works)
    Invitation.objects.filter(id=invitation.id).update(expires_at=invitation.expires_at - timedelta(minutes=11))
    answer = send(boss, "post", f"organisations/{works.id}/invitations/{invitation.id}/resend")
    assert answer.status_code == 200
    return token


def _used(boss: Client, works: Organisation, token: str) -> None:
    """Used, and left again: the place is free, and the link is not good for it."""
    owner = make_person(INVITED)
    take(browser(owner), token)
    membership = Membership.objects.get(user=owner)
    assert boss.delete(f"/api/app/organisations/{works.id}/members/{membership.id}").status_code == 204


def _declined(boss: Client, works: Organisation, token: str) -> None:
    send(browser(make_person(INVITED)), "post", f"invitations/{token}/refusal")


def _revoked(boss: Client, works: Organisation, token: str) -> None:
    boss.delete(f"/api/app/organisations/{works.id}/invitations/{Invitation.objects.get().id}")


def _expired(boss: Client, works: Organisation, token: str) -> None:
    Invitation.objects.update(expires_at=now())


def _resent(boss: Client, works: Organisation, token: str) -> None:
    again(boss, works, token)


def _inviter_removed(boss: Client, works: Organisation, token: str) -> None:
    Membership.objects.filter(user__email="boss@works.example").update(ends_at=now())


def _inviter_lowered(boss: Client, works: Organisation, token: str) -> None:
    Membership.objects.filter(user__email="boss@works.example").update(role="member")


def _inviter_suspended(boss: Client, works: Organisation, token: str) -> None:
    User.objects.filter(email="boss@works.example").update(is_active=False)


def _always_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard: require_open in accept_invitation, and the table of states behind it."""
    monkeypatch.setattr(accepting, "require_open", lambda invitation, at: None)
    monkeypatch.setattr(accepting, "apply", lambda table, state, event: InvitationState.ACCEPTED)


def _same_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard: the new digest in resend_invitation."""
    monkeypatch.setattr(resending, "digest_of", lambda token: Invitation.objects.get().token_digest)


def _always_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard: still_stands in accept_invitation."""
    monkeypatch.setattr(accepting, "still_stands", lambda invitation, at: True)


ENDS: dict[str, tuple[Callable[[Client, Organisation, str], None], str, Callable[[pytest.MonkeyPatch], None]]] = {
    "used": (_used, "invitation_used", _always_open),
    "declined": (_declined, "invitation_declined", _always_open),
    "revoked": (_revoked, "invitation_revoked", _always_open),
    "expired": (_expired, "invitation_expired", _always_open),
    "sent again": (_resent, "not_found", _same_token),
    "the inviter was removed": (_inviter_removed, "invitation_no_longer_stands", _always_stands),
    "the inviter became a member": (_inviter_lowered, "invitation_no_longer_stands", _always_stands),
    "the inviter was suspended": (_inviter_suspended, "invitation_no_longer_stands", _always_stands),
}


@pytest.fixture
def second_owner(works: Organisation) -> None:
    join(make_person("second-owner@works.example"), works, "owner")


def invited_person() -> Client:
    """Whoever the invitation was for."""
    return browser(User.objects.filter(email=INVITED).first() or make_person(INVITED))


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_has_ended_opens_nothing(end: str, token: str, boss: Client, works: Organisation, second_owner: None) -> None:
    happens, code, _ = ENDS[end]
    happens(boss, works, token)
    assert refused(invited_person(), token, code)
    assert places(works) == 0


@pytest.mark.parametrize("end", ENDS)
def test_without_its_guard_it_opens_a_place(
    end: str, token: str, boss: Client, works: Organisation, second_owner: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens, _, mutant = ENDS[end]
    mutant(monkeypatch)
    happens(boss, works, token)
    assert (take(invited_person(), token).status_code, places(works)) == (200, 1)


# ── The link tells no more than it must ──


def test_the_link_names_no_address_and_no_account(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = seen(Client().get(f"/api/app/invitations/{token}"))
    make_person(INVITED)
    assert seen(Client().get(f"/api/app/invitations/{token}")) == before
    assert INVITED.encode() not in before[1]
    monkeypatch.setattr(invitations_seen, "masked_address", lambda email: email)
    assert INVITED.encode() in seen(Client().get(f"/api/app/invitations/{token}"))[1]


def test_the_database_keeps_no_link(token: str) -> None:
    row = Invitation.objects.values().get()
    assert token not in str(row)
    assert row["token_digest"] == digest_of(token)


# ── A role that the inviter may not give ──


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_a_manager_invites_nobody_above_members(role: str, works: Organisation, boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person("manager@works.example")
    join(person, works, "manager")
    client, body = browser(person, works), {"email": INVITED, "role": role}
    with nothing_changes():
        answer = send(client, "post", f"organisations/{works.id}/invitations", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "role_not_yours_to_give")
    monkeypatch.setattr(find_member, "handled_roles", lambda actor: frozenset(MemberRole))
    assert send(client, "post", f"organisations/{works.id}/invitations", body).status_code == 201
    # The second guard still holds: taking it up asks whether the inviter may give the role.
    assert refused(invited_person(), token_of(INVITED), "invitation_no_longer_stands")


# ── Two at once ──


def pressed_twice(works: Organisation) -> tuple[list[tuple[int, str]], int, int]:
    """Two tabs of one person take the invitation up together: the answers, the places, and how often it was recorded."""
    token, person = token_of(INVITED), make_person(INVITED)
    tabs = [browser(person), browser(person)]
    answers = at_once(*[partial(take, tab, token) for tab in tabs])
    recorded = sum(entry[0] == "accounts.accept_invitation" for entry in entries())
    return answers, places(works), recorded


@pytest.mark.django_db(transaction=True)
def test_two_tabs_take_one_place(works: Organisation, boss: Client) -> None:
    invited(boss, works)
    assert pressed_twice(works) == ([(200, ""), (409, "invitation_used")], 1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_find_it_open_and_the_database_stops_the_second(
    works: Organisation, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard is hold_by_token, which locks. Without it both requests pass every check; a constraint is left."""
    invited(boss, works)
    both = threading.Barrier(2)

    def unlocked(token: str) -> tuple[Organisation, Invitation]:
        invitation = Invitation.objects.select_related("organisation").get(token_digest=digest_of(token))
        return invitation.organisation, invitation

    def together(**values: Any) -> None:
        require_no_membership(**values)
        both.wait(timeout=30)

    monkeypatch.setattr(accepting, "hold_by_token", unlocked)
    monkeypatch.setattr(accepting, "require_no_membership", together)
    answers, taken, recorded = pressed_twice(works)
    assert answers != [(200, ""), (409, "invitation_used")]
    assert (taken, recorded) == (1, 1)
