"""Signing in with an account elsewhere, against a small provider of our own: what it may open, and every lie that it may tell."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django import Settings

from ipmarket.accounts import credentials
from ipmarket.accounts.models import User
from tests.factories.records import make_user
from tests.support.identity_provider import CLIENT_ID, IdentityProvider
from tests.support.provider_sign_in import ask, go, person_of
from tests.support.sign_in import auth, log_in, mailed, mails, prove_again
from tests.support.traces import Traces, entries, traces

pytestmark = pytest.mark.django_db


def test_the_way_to_the_provider(provider: IdentityProvider, client: Client) -> None:
    location = ask(client).json()["data"]["location"]
    query = {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}
    assert location.startswith(f"{provider.address}/authorize?")
    assert sorted(query) == [
        "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state",
    ]  # fmt: skip
    assert (query["redirect_uri"], query["code_challenge_method"], query["response_type"]) == (
        "http://testserver/api/auth/provider/works-id/callback", "S256", "code",
    )  # fmt: skip
    assert set(query["scope"].split()) == {"openid", "profile", "email"}
    other = parse_qs(urlsplit(ask(Client()).json()["data"]["location"]).query)
    assert (other["nonce"][0] != query["nonce"], other["state"][0] != query["state"]) == (True, True)


def test_a_new_person_signs_up_and_in_again(provider: IdentityProvider) -> None:
    # The page that the way was begun on tells the language, not the browser.
    first = Client(headers={"Accept-Language": "zh-Hans"})
    assert go(first, provider, back="http://testserver/zh-hant/sign-in/provider") == ""
    user = User.objects.get()
    assert (user.email, user.name, user.language, user.has_usable_password()) == ("ada@example.test", "Ada Lam", "zh-Hant", False)
    assert credentials.verified_addresses(user.id) == ["ada@example.test"]
    assert SocialAccount.objects.get().extra_data == {
        "userinfo": {"sub": "subject-1", "email": "ada@example.test", "name": "Ada Lam"}
    }  # fmt: skip
    assert [e[0] for e in entries()] == ["accounts.register_person", "accounts.provider_linked", "accounts.start_session"]
    assert entries()[-1][4] == {"isNewPlace": False, "isStrong": False, "methods": ["socialaccount"]}
    provider.person["email"] = "moved@example.test"
    again = Client()
    assert (go(again, provider), person_of(again)["id"], User.objects.count()) == ("", str(user.id), 1)


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_an_address_that_is_not_proven_makes_nobody(verified: Any, provider: IdentityProvider, client: Client) -> None:
    provider.person["email_verified"] = verified
    assert go(client, provider) == "error=unverified_address&error_process=login"
    assert (User.objects.count(), person_of(client), mails(), traces()) == (0, None, [], Traces([], []))


def test_an_account_that_merely_has_the_address_is_not_taken_over(provider: IdentityProvider, client: Client) -> None:
    make_user(email="ada@example.test")
    assert go(client, provider) == "error=address_taken&error_process=login"
    assert (person_of(client), SocialAccount.objects.count(), mails(), traces()) == (None, 0, [], Traces([], []))


def test_an_account_links_a_provider_once_it_has_proven_itself(provider: IdentityProvider, client: Client) -> None:
    user = make_user(email="ada@example.test")
    log_in(client, user)
    prove_again(client)
    assert go(client, provider, process="connect") == ""
    assert mails() == [("accounts/provider_linked", "ada@example.test")]
    assert mailed("accounts/provider_linked")["provider"] == "Works ID"
    assert entries()[-2][0] == "accounts.provider_linked"
    elsewhere = Client()
    assert (go(elsewhere, provider), person_of(elsewhere)["id"]) == ("", str(user.id))
    listed = auth(client, "get", "account/providers").json()["data"]
    assert [(a["uid"], a["provider"]["id"]) for a in listed] == [("subject-1", "works-id")]
    removed = auth(client, "delete", "account/providers", {"provider": "works-id", "account": "subject-1"})
    assert (removed.status_code, removed.json()["data"]) == (200, [])
    assert (entries()[-2][0], entries()[-2][4]) == ("accounts.provider_unlinked", {"provider": "Works ID", "sessionsEnded": 1})
    assert (mails()[-1], mailed("accounts/provider_unlinked")["provider"]) == (("accounts/provider_unlinked", user.email), "Works ID")
    assert person_of(elsewhere) is None


def test_a_linked_account_is_not_linked_to_another_person(provider: IdentityProvider, client: Client) -> None:
    go(Client(), provider)
    log_in(client, make_user(email="other@example.test"))
    prove_again(client)
    assert go(client, provider, process="connect") == "error=connected_other&error_process=connect"


def test_a_suspended_person_does_not_come_in_by_a_provider(provider: IdentityProvider, client: Client) -> None:
    go(Client(), provider)
    User.objects.update(is_active=False)
    assert go(client, provider) == "error=unknown&error_process=login"
    assert person_of(client) is None
    other = make_user(email="other@example.test")
    log_in(client, other)
    before = len(entries())
    assert go(client, provider) == "error=unknown&error_process=login"
    # Whoever was signed in stays so: nothing was opened, and nothing ended.
    assert person_of(client)["id"] == str(other.id)
    assert [entry[0] for entry in entries()[before:]] == ["accounts.refuse_sign_in"]


@pytest.mark.parametrize(
    ("token", "info", "proven"),
    [
        ({"email": "own@example.test", "email_verified": True}, {"email": "ceo@victim.example"}, None),
        ({"email": "own@example.test"}, {"email_verified": True}, None),
        ({"email": "own@example.test", "email_verified": True}, {"email": "own@example.test", "email_verified": False}, None),
        ({"email": "own@example.test", "email_verified": True}, {"email": "own@example.test"}, "own@example.test"),
        ({"email": "own@example.test", "email_verified": True}, {}, "own@example.test"),
        ({"email": "old@example.test", "email_verified": False}, {"email": "own@example.test", "email_verified": True}, "own@example.test"),
    ],
)
def test_an_address_is_proven_by_whoever_names_it(
    token: dict[str, Any], info: dict[str, Any], proven: str | None, provider: IdentityProvider, client: Client
) -> None:
    provider.person = {"sub": "subject-1", "name": "Eve"}
    provider.claims, provider.userinfo = token, info
    went = go(client, provider)
    if proven is None:
        assert (went, User.objects.count(), traces()) == ("error=unverified_address&error_process=login", 0, Traces([], []))
    else:
        assert [credentials.verified_addresses(user.id) for user in User.objects.all()] == [[proven]]


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": [CLIENT_ID, "somebody-else"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": "subject-2"},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_is_refused(lie: dict[str, Any], provider: IdentityProvider, client: Client) -> None:
    provider.claims = lie
    assert go(client, provider) == "error=unknown&error_process=login"
    assert (User.objects.count(), person_of(client), traces()) == (0, None, Traces([], []))


def test_a_token_signed_by_a_stranger_is_refused(provider: IdentityProvider, client: Client) -> None:
    provider.signing_key = rsa.generate_private_key(65537, 2048)
    assert go(client, provider) == "error=unknown&error_process=login"
    assert User.objects.count() == 0


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_token_whose_algorithm_needs_no_secret_is_refused(algorithm: str, provider: IdentityProvider, client: Client) -> None:
    provider.algorithm = algorithm
    assert go(client, provider) == "error=unknown&error_process=login"
    assert User.objects.count() == 0


def test_user_info_about_another_subject_is_refused(provider: IdentityProvider, client: Client) -> None:
    provider.userinfo = {"sub": "subject-2"}
    assert go(client, provider) == "error=unknown&error_process=login"
    assert User.objects.count() == 0


def test_an_answer_without_a_question_is_refused(provider: IdentityProvider, client: Client) -> None:
    """An answer that somebody else's browser got signs nobody in here: the state belongs to the session that asked."""
    returned = provider.authorize(ask(client).json()["data"]["location"])
    victim = Client()
    answer = victim.get(returned)
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/en/sign-in/provider?error=expired&error_process=login")
    assert (person_of(victim), User.objects.count()) == (None, 0)
    client.get(returned)
    assert urlsplit(client.get(returned)["Location"]).query == "error=expired&error_process=login"


@pytest.mark.parametrize(
    ("form", "param", "code"),
    [
        ({"provider": "unknown"}, "provider", "unknown_provider"),
        ({"back": "https://elsewhere.example/"}, "callback_url", "invalid_url"),
        ({"process": "redirect"}, "process", "invalid_choice"),
    ],
)
def test_what_cannot_be_asked(form: dict[str, str], param: str, code: str, provider: IdentityProvider, client: Client) -> None:
    answer = ask(client, **form)
    assert (answer.status_code, [(e["param"], e["code"]) for e in answer.json()["errors"]]) == (400, [(param, code)])


def test_a_provider_that_does_not_answer(settings: Settings, client: Client) -> None:
    with IdentityProvider() as gone:
        settings.SOCIALACCOUNT_PROVIDERS = gone.settings()
    answer = ask(client)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_without_configuration_there_is_no_provider(client: Client) -> None:
    assert auth(client, "get", "config").json()["data"]["socialaccount"] == {"providers": []}
    assert client.get("/api/auth/provider/works-id/callback?code=a&state=b").status_code == 404
