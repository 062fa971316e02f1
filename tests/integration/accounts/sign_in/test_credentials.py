"""What services and selectors ask about sign-in, and what they may have ended and forgotten."""

import time
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from ipmarket.accounts import credentials
from ipmarket.accounts.models import SignInPlace, User
from ipmarket.accounts.services.register_person import register_person
from ipmarket.accounts.sign_in.places import browser_family, network_of
from ipmarket.kernel.actor import SYSTEM
from tests.factories.records import AT, make_user
from tests.support.sign_in import log_in

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    assert log_in(client, user).status_code == 200
    return client


def keys(user: User) -> set[str]:
    return set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))


def test_addresses_count_once_they_are_proven() -> None:
    user = make_user(email="first@example.test")
    EmailAddress.objects.create(user=user, email="a-second@example.test", verified=True)
    EmailAddress.objects.create(user=user, email="pending@example.test")
    assert credentials.verified_addresses(user.id) == ["first@example.test", "a-second@example.test"]
    assert credentials.primary_address(user.id) == "first@example.test"
    EmailAddress.objects.filter(user=user).update(verified=False)
    assert (credentials.verified_addresses(user.id), credentials.primary_address(user.id)) == ([], None)


def test_an_address_is_confirmed_in_place_of_another() -> None:
    user = make_user(email="first@example.test")
    User.objects.filter(pk=user.pk).update(email="second@example.test")
    user.refresh_from_db()
    credentials.confirm_address(user)
    assert credentials.verified_addresses(user.id)[0] == "second@example.test"
    assert EmailAddress.objects.filter(user=user, primary=True).count() == 1


@pytest.mark.parametrize(
    ("is_demo", "said", "proven"), [(True, None, True), (False, None, False), (False, True, True), (True, False, False)]
)
def test_who_is_registered_with_a_proven_address(is_demo: bool, said: bool | None, proven: bool, at: datetime) -> None:
    person = register_person(actor=SYSTEM, at=at, email="New@Example.test", name="New", is_demo=is_demo, is_confirmed=said)
    assert credentials.verified_addresses(person.id) == (["new@example.test"] if proven else [])
    assert person.has_usable_password() is False


@pytest.mark.parametrize(("kind", "counts"), [("totp", True), ("webauthn", True), ("recovery_codes", False)])
def test_recovery_codes_alone_are_no_second_factor(kind: str, counts: bool) -> None:
    user, other = make_user(), make_user(email="other@example.test")
    Authenticator.objects.create(user=user, type=kind, data={"name": "Key"} if kind == "webauthn" else {})
    assert (credentials.has_second_factor(user.id), credentials.has_second_factor(other.id)) == (counts, False)
    assert [(f.kind, f.name) for f in credentials.factors_of(user.id).values()] == [(kind, "Key" if kind == "webauthn" else "")]


def test_ending_sessions_deletes_their_rows_and_keeps_one() -> None:
    user, other = make_user(), make_user(email="other@example.test")
    here, elsewhere, foreign = signed_in(user), signed_in(user), signed_in(other)
    kept = here.cookies["sessionid"].value
    assert credentials.end_sessions(user.id, kept) == 1
    assert keys(user) == {kept}
    assert not Session.objects.filter(session_key=elsewhere.cookies["sessionid"].value).exists()
    assert elsewhere.get("/api/app/session").json()["authenticated"] is False
    assert credentials.end_sessions(user.id) == 1
    assert here.get("/api/app/session").json()["authenticated"] is False
    assert foreign.get("/api/app/session").json()["authenticated"] is True


def test_a_summary_holds_no_secret() -> None:
    user = make_user()
    signed_in(user)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "SEALED-SECRET"}, created_at=AT)
    SocialAccount.objects.create(user=user, provider="works-id", uid="subject-1", extra_data={"userinfo": {"sub": "subject-1"}})
    told = credentials.summary(user.id)
    assert told["addresses"] == [{"email": "member@example.test", "isVerified": True, "isPrimary": True}]
    assert told["secondFactors"] == [{"kind": "totp", "name": "", "addedAt": AT.isoformat(), "lastUsedAt": None}]
    assert [(p["provider"], p["told"]) for p in told["providers"]] == [("works-id", {"userinfo": {"sub": "subject-1"}})]
    assert [(s["address"], s["browser"]) for s in told["sessions"]] == [("127.0.0.1", "")]
    assert told["signInPlaces"] == 1
    assert "SEALED-SECRET" not in str(told)
    assert next(iter(keys(user))) not in str(told)


def test_a_person_is_forgotten_whole() -> None:
    user, other = make_user(), make_user(email="other@example.test")
    client, foreign = signed_in(user), signed_in(other)
    for person in (user, other):
        Authenticator.objects.create(user=person, type="totp", data={})
        SocialAccount.objects.create(user=person, provider="works-id", uid=str(person.id))
    credentials.forget_person(user.id)
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession, SignInPlace):
        assert list(model._default_manager.values_list("user_id", flat=True)) == [other.id]
    assert (client.get("/api/app/session").json()["authenticated"], foreign.get("/api/app/session").json()["authenticated"]) == (
        False,
        True,
    )


def test_a_session_is_noted_seldom() -> None:
    user = make_user()
    client = signed_in(user)
    client.get("/api/app/session")
    UserSession.objects.update(user_agent="before")
    client.get("/api/app/session", headers={"User-Agent": "after"})
    assert UserSession.objects.get().user_agent == "before"
    assert UserSession.objects.get().last_seen_at.timestamp() <= time.time()


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/147.0.0.0 Safari/537.36 Edg/147.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1", "Safari on iOS"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/147.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "Other"),
        ("", "Other"),
    ],
)
def test_browsers_are_told_apart_by_family(agent: str, family: str) -> None:
    assert browser_family(agent) == family


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("0.0.0.0", "0.0.0.0/24"),
        ("unknown", ""),
    ],
)
def test_networks_are_coarse(address: str, network: str) -> None:
    assert network_of(address) == network
