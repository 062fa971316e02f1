"""What a provider may answer instead of a person, and a fault of our own after its answer: each has its code, and nothing stays behind."""

import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client

from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.actors import SESSION_METHODS, SESSION_METHODS_PERSON
from ipmarket.accounts.services.register_person import register_person
from ipmarket.accounts.sign_in import adapter, provider_adapter
from tests.factories.records import make_user
from tests.support.identity_provider import IdentityProvider
from tests.support.provider_sign_in import BACK, ask, came_back, go, person_of
from tests.support.sign_in import auth, log_in, mails, prove_again
from tests.support.traces import Traces, entries, traces

pytestmark = pytest.mark.django_db
DISCOVERY = "/.well-known/openid-configuration"


def kept() -> tuple[int, int, int, int, Traces, list[tuple[str, str]]]:
    """Everything that an answer could leave behind: people, addresses, links, sessions of somebody, what was recorded, what was mailed."""
    somebody = [row for row in Session.objects.all() if SESSION_METHODS_PERSON in row.get_decoded()]
    return User.objects.count(), EmailAddress.objects.count(), SocialAccount.objects.count(), len(somebody), traces(), mails()


NOTHING: tuple[int, int, int, int, Traces, list[tuple[str, str]]] = (0, 0, 0, 0, Traces([], []), [])


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("access_denied", "cancelled"),
        ("login_required", "denied"),
        ("invalid_scope", "denied"),
        ("anything else", "denied"),
        ("server_error", "no_answer"),
        ("temporarily_unavailable", "no_answer"),
    ],
)
def test_a_provider_that_says_no(told: str, code: str, provider: IdentityProvider, client: Client) -> None:
    returned = provider.refuse(ask(client).json()["data"]["location"], told)
    assert came_back(client, returned) == f"error={code}&error_process=login"
    assert (person_of(client), kept()) == (None, NOTHING)


def test_a_provider_that_sends_nothing_along(provider: IdentityProvider, client: Client) -> None:
    returned = provider.authorize(ask(client).json()["data"]["location"]).replace("code=code-1&", "")
    assert came_back(client, returned) == "error=unknown&error_process=login"
    assert (person_of(client), kept(), list(provider._codes)) == (None, NOTHING, ["code-1"])


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        (DISCOVERY, (0, None), "no_answer"),
        (DISCOVERY, (503, {}), "no_answer"),
        (DISCOVERY, (200, []), "unknown"),
        (DISCOVERY, (200, {}), "unknown"),
        ("/token", (0, None), "no_answer"),
        ("/token", (502, {"error": "server_error"}), "no_answer"),
        ("/token", (400, {"error": "invalid_client"}), "unknown"),
        ("/token", (200, []), "unknown"),
        ("/token", (200, {"access_token": "a", "expires_in": "soon"}), "unknown"),
        ("/token", (200, {"access_token": "a", "id_token": "a.b"}), "unknown"),
        ("/token", (200, {"access_token": "a", "id_token": 7}), "unknown"),
        ("/keys", (0, None), "no_answer"),
        ("/keys", (404, {}), "no_answer"),
        ("/keys", (200, []), "unknown"),
        ("/keys", (200, {"keys": []}), "unknown"),
        ("/userinfo", (500, {}), "no_answer"),
        ("/userinfo", (200, "subject-1"), "unknown"),
    ],
)
def test_a_provider_that_is_out_of_order(path: str, answer: tuple[int, Any], code: str, provider: IdentityProvider, client: Client) -> None:
    returned = provider.authorize(ask(client).json()["data"]["location"])
    provider.instead[path] = answer
    assert came_back(client, returned) == f"error={code}&error_process=login"
    assert (person_of(client), kept()) == (None, NOTHING)


def test_a_provider_that_hangs_up_is_not_a_way_to_go(provider: IdentityProvider, client: Client) -> None:
    provider.instead[DISCOVERY] = (0, None)
    assert (ask(client).status_code, ask(client).json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize(("process", "page"), [("login", BACK), ("connect", "http://testserver/zh-hant/account/security")])
def test_a_way_that_was_begun_too_long_ago(process: str, page: str, provider: IdentityProvider, client: Client) -> None:
    log_in(client, make_user(email="ada@example.test"))
    prove_again(client)
    returned = provider.authorize(ask(client, process=process, back=page).json()["data"]["location"])
    session = client.session
    states = session[statekit.STATES_SESSION_KEY]
    session[statekit.STATES_SESSION_KEY] = {key: (one[0], time.time() - 601, one[2]) for key, one in states.items()}
    session.save()
    assert came_back(client, returned, page) == f"error=expired&error_process={process}"
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("subject", ["", "s" * 192, "null\0", "left\u202eright"])
def test_a_subject_that_cannot_be_kept(subject: str, provider: IdentityProvider, client: Client) -> None:
    provider.person["sub"] = subject
    assert go(client, provider) == "error=unknown&error_process=login"
    assert kept() == NOTHING


@pytest.mark.parametrize("email", ["x" * 250 + "@example.test", "no address", 7, ["ada@example.test"], "ada\0@example.test", ""])
def test_an_address_that_is_none_makes_nobody(email: object, provider: IdentityProvider, client: Client) -> None:
    provider.person["email"] = email
    assert go(client, provider) == "error=unverified_address&error_process=login"
    assert kept() == NOTHING


@pytest.mark.parametrize(
    ("told", "name"),
    [("Ada\0 Lam\u202e", "Ada Lam"), ("\ud800", "ada"), (["Ada"], "ada"), (None, "ada"), ("陳" * 400, "陳" * 120)],
)
def test_a_name_is_kept_as_it_can_be_seen(told: object, name: str, provider: IdentityProvider, client: Client) -> None:
    provider.person["name"] = told
    assert (go(client, provider), User.objects.get().name) == ("", name)


def faulty(*args: object, **keywords: object) -> None:
    raise RuntimeError("The recording fails.")


def test_a_fault_after_the_answer_leaves_no_account(provider: IdentityProvider, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "record_sign_in", faulty)
    with pytest.raises(RuntimeError, match="The recording fails"):
        go(client, provider)
    assert (person_of(client), kept()) == (None, NOTHING)
    monkeypatch.undo()
    assert (go(client, provider), User.objects.count(), SocialAccount.objects.count()) == ("", 1, 1)


def test_a_fault_after_the_answer_leaves_no_session(provider: IdentityProvider, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    go(Client(), provider)
    before = kept()
    monkeypatch.setattr(adapter, "record_sign_in", faulty)
    with pytest.raises(RuntimeError, match="The recording fails"):
        go(client, provider)
    assert (person_of(client), kept()) == (None, before)


def test_a_fault_after_the_answer_leaves_no_link(provider: IdentityProvider, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user(email="ada@example.test")
    log_in(client, user)
    prove_again(client)
    before = kept()
    monkeypatch.setattr(provider_adapter, "record_credential_change", faulty)
    with pytest.raises(RuntimeError, match="The recording fails"):
        go(client, provider, process="connect")
    assert (person_of(client)["id"], kept()) == (str(user.id), before)
    monkeypatch.undo()
    assert (go(client, provider, process="connect"), SocialAccount.objects.get().user_id) == ("", user.id)


def test_an_account_that_somebody_else_has_just_made(provider: IdentityProvider, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the database refuses is taken back whole, the session in the memory of the request included."""

    def second(**keywords: Any) -> User:
        register_person(**keywords)
        return register_person(**keywords)

    monkeypatch.setattr(provider_adapter, "register_person", second)
    assert go(client, provider) == "error=unknown&error_process=login"
    assert (person_of(client), kept()) == (None, NOTHING)

    def too_late(**keywords: object) -> None:
        raise IntegrityError

    monkeypatch.undo()
    go(Client(), provider)
    before = kept()
    monkeypatch.setattr(adapter, "record_sign_in", too_late)
    assert go(client, provider) == "error=unknown&error_process=login"
    assert (person_of(client), kept()) == (None, before)


def test_linking_asks_first_who_is_there(provider: IdentityProvider, client: Client) -> None:
    assert (ask(client, process="connect").status_code, provider.asked) == (401, [])
    log_in(client, make_user(email="ada@example.test"))
    asked = ask(client, process="connect")
    assert (asked.status_code, asked.json()["meta"], asked.json()["data"]["flows"][0]) == (
        401, {"is_authenticated": True}, {"id": "reauthenticate"},
    )  # fmt: skip
    prove_again(client)
    returned = provider.authorize(ask(client, process="connect").json()["data"]["location"])
    session = client.session
    session[SESSION_METHODS] = [{**one, "at": one["at"] - 301} for one in session[SESSION_METHODS]]
    session.save()
    # Whoever stays at the provider for longer than a proof is worth is asked once more.
    assert came_back(client, returned) == "error=reauthentication_required&error_process=connect"
    assert (SocialAccount.objects.count(), mails()) == (0, [])


def links(client: Client) -> list[tuple[str, str, str, list[str]]]:
    listed = auth(client, "get", "account/providers").json()["data"]
    return [(one["uid"], one["provider"]["name"], one["display"], one["provider"]["flows"]) for one in listed]


def test_a_provider_that_is_configured_no_more_is_unlinked(provider: IdentityProvider, client: Client, settings: Any) -> None:
    go(client, provider)
    assert links(client) == [("subject-1", "Works ID", "ada@example.test", ["provider_redirect"])]
    # The account has no password: what opens it stays.
    named = {"provider": "works-id", "account": "subject-1"}
    kept_one = auth(client, "delete", "account/providers", named)
    assert (kept_one.status_code, kept_one.json()["errors"][0]["code"], SocialAccount.objects.count()) == (400, "no_password", 1)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert links(client) == [("subject-1", "works-id", "ada@example.test", [])]
    removed = auth(client, "delete", "account/providers", named)
    assert (removed.status_code, removed.json()["data"], SocialAccount.objects.count()) == (200, [], 0)
    assert (entries()[-2][0], entries()[-2][4]) == ("accounts.provider_unlinked", {"provider": "works-id", "sessionsEnded": 0})
    assert mails() == [("accounts/provider_unlinked", "ada@example.test")]


def test_a_link_of_somebody_else_is_not_taken_away(provider: IdentityProvider, client: Client) -> None:
    go(Client(), provider)
    log_in(client, make_user(email="other@example.test"))
    prove_again(client)
    before = kept()
    answer = auth(client, "delete", "account/providers", {"provider": "works-id", "account": "subject-1"})
    assert (answer.status_code, answer.json()["errors"][0]["code"], kept()) == (400, "account_not_found", before)


def test_taking_a_link_away_asks_who_is_there(provider: IdentityProvider, client: Client) -> None:
    log_in(client, make_user(email="ada@example.test"))
    prove_again(client)
    go(client, provider, process="connect")
    session = client.session
    session[SESSION_METHODS] = [{**one, "at": one["at"] - 301} for one in session[SESSION_METHODS]]
    session.save()
    before = kept()
    answer = auth(client, "delete", "account/providers", {"provider": "works-id", "account": "subject-1"})
    assert (answer.status_code, answer.json()["data"]["flows"][0], kept()) == (401, {"id": "reauthenticate"}, before)
