"""Authenticator apps, recovery codes and passkeys: set up, used, taken away; which session is strong by them."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from ipmarket.accounts import credentials
from ipmarket.accounts.models import User
from tests.factories.records import PASSWORD, make_operator, make_user
from tests.support.passkey import Passkey
from tests.support.sign_in import auth, log_in, mailed, mails, prove_again
from tests.support.traces import entries

pytestmark = pytest.mark.django_db


def totp(secret: str, *, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def signed_in(user: User) -> Client:
    client = Client()
    assert log_in(client, user).status_code == 200
    prove_again(client)
    return client


def with_app(user: User) -> tuple[Client, str]:
    """A session in which an authenticator app was set up, and its secret."""
    client = signed_in(user)
    secret = auth(client, "get", "account/authenticators/totp").json()["meta"]["secret"]
    assert auth(client, "post", "account/authenticators/totp", {"code": totp(secret)}).status_code == 200
    cache.clear()
    return client, secret


def with_passkey(user: User) -> tuple[Client, Passkey]:
    client, passkey = signed_in(user), Passkey()
    options = auth(client, "get", "account/authenticators/webauthn?passwordless").json()["data"]["creation_options"]
    body = {"name": "My key", "credential": passkey.register(options), "passwordless": True}
    assert auth(client, "post", "account/authenticators/webauthn", body).status_code == 200
    return client, passkey


def session(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/app/session").json()
    return told


def actions() -> list[str]:
    return [entry[0] for entry in entries() if entry[0].startswith("accounts.")]


def test_setting_up_an_app(client: Client) -> None:
    user = make_user()
    log_in(client, user)
    asked = auth(client, "get", "account/authenticators/totp")
    secret = asked.json()["meta"]["secret"]
    assert asked.json()["meta"]["totp_url"] == f"otpauth://totp/member%40example.test?secret={secret}&issuer=IP%20Market"
    refused = auth(client, "post", "account/authenticators/totp", {"code": totp(secret)})
    assert (refused.status_code, refused.json()["data"]["flows"][0]) == (401, {"id": "reauthenticate"})
    assert credentials.has_second_factor(user.id) is False
    auth(client, "post", "auth/reauthenticate", {"password": PASSWORD})
    wrong = auth(client, "post", "account/authenticators/totp", {"code": "000000"})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "incorrect_code")
    assert auth(client, "post", "account/authenticators/totp", {"code": totp(secret)}).status_code == 200
    assert credentials.has_second_factor(user.id) is True
    assert mails() == [("accounts/second_factor_added", user.email)]
    assert actions()[-2:] in (
        ["accounts.second_factor_added", "accounts.recovery_codes_made"],
        ["accounts.recovery_codes_made", "accounts.second_factor_added"],
    )


def test_secrets_are_sealed_at_rest() -> None:
    _, secret = with_app(make_user())
    kept = {row.type: row.data for row in Authenticator.objects.all()}
    assert secret not in str(kept)
    assert (kept["totp"]["secret"][:6], kept["recovery_codes"]["seed"][:6]) == ("gAAAAA", "gAAAAA")


def test_recovery_codes_are_shown_once() -> None:
    client, _ = with_app(make_user())
    first = auth(client, "get", "account/authenticators/recovery-codes").json()["data"]
    assert (first["total_code_count"], len(first["unused_codes"])) == (10, 10)
    again = auth(client, "get", "account/authenticators/recovery-codes").json()["data"]
    assert "unused_codes" not in again
    new = auth(client, "post", "account/authenticators/recovery-codes").json()["data"]["unused_codes"]
    assert set(new).isdisjoint(first["unused_codes"])
    assert (mails()[-1][0], actions()[-1]) == ("accounts/recovery_codes_made", "accounts.recovery_codes_made")


def test_signing_in_with_the_app(client: Client) -> None:
    user = make_operator()
    _, secret = with_app(user)
    asked = log_in(client, user)
    assert asked.status_code == 401
    assert {"id": "mfa_authenticate", "is_pending": True, "types": ["recovery_codes", "totp"]} in asked.json()["data"]["flows"]
    assert session(client)["authenticated"] is False
    wrong = auth(client, "post", "auth/2fa/authenticate", {"code": "000000"})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "incorrect_code")
    assert auth(client, "post", "auth/2fa/authenticate", {"code": totp(secret)}).status_code == 200
    told = session(client)
    assert (told["isStrong"], told["roles"], told["heldRoles"]) == (True, ["operator"], [])
    reused = Client()
    log_in(reused, user)
    assert auth(reused, "post", "auth/2fa/authenticate", {"code": totp(secret)}).status_code == 400


@pytest.mark.parametrize(("steps", "status"), [(-2, 400), (-1, 200), (1, 200), (2, 400)])
def test_a_clock_may_be_half_a_minute_wrong(steps: int, status: int, client: Client) -> None:
    user = make_user()
    _, secret = with_app(user)
    log_in(client, user)
    assert auth(client, "post", "auth/2fa/authenticate", {"code": totp(secret, steps=steps)}).status_code == status


def test_ten_wrong_codes_close_the_second_step(client: Client) -> None:
    user = make_user()
    _, secret = with_app(user)
    log_in(client, user)
    codes = [auth(client, "post", "auth/2fa/authenticate", {"code": "000000"}).json()["errors"][0]["code"] for _ in range(10)]
    over = auth(client, "post", "auth/2fa/authenticate", {"code": totp(secret)})
    assert (codes, over.json()["errors"][0]["code"]) == (["incorrect_code"] * 10, "too_many_login_attempts")


def test_signing_in_with_a_recovery_code_works_once() -> None:
    user = make_user()
    client, _ = with_app(user)
    code = auth(client, "get", "account/authenticators/recovery-codes").json()["data"]["unused_codes"][0]
    statuses = []
    for _ in range(2):
        browser = Client()
        log_in(browser, user)
        statuses.append(auth(browser, "post", "auth/2fa/authenticate", {"code": code}).status_code)
    assert statuses == [200, 400]


def test_platform_roles_sleep_in_a_session_without_second_factor(client: Client) -> None:
    user = make_operator()
    log_in(client, user)
    told = session(client)
    assert (told["isStrong"], told["roles"], told["heldRoles"]) == (False, [], ["operator"])
    assert client.get("/api/app/imports").status_code in {403, 404}


def test_setting_one_up_wakes_them_once_it_was_shown(client: Client) -> None:
    user = make_operator()
    client, secret = with_app(user)
    assert session(client)["roles"] == []
    assert auth(client, "post", "auth/2fa/reauthenticate", {"code": totp(secret)}).status_code == 200
    assert session(client)["roles"] == ["operator"]


def test_taking_the_app_away_weakens_this_session_and_ends_others() -> None:
    user = make_operator()
    client, secret = with_app(user)
    elsewhere = Client()
    log_in(elsewhere, user)
    auth(elsewhere, "post", "auth/2fa/authenticate", {"code": totp(secret)})
    cache.clear()
    auth(client, "post", "auth/2fa/reauthenticate", {"code": totp(secret)})
    assert session(client)["isStrong"] is True
    assert auth(client, "delete", "account/authenticators/totp").status_code == 200
    assert (session(client)["isStrong"], session(client)["roles"], session(elsewhere)["authenticated"]) == (False, [], False)
    assert mails()[-1] == ("accounts/second_factor_removed", user.email)
    assert sorted(actions()[-2:]) == ["accounts.recovery_codes_removed", "accounts.second_factor_removed"]


def test_a_passkey_is_set_up_and_signs_in_alone(client: Client) -> None:
    user = make_operator()
    _, passkey = with_passkey(user)
    assert ("accounts/passkey_added", user.email) in mails()
    assert mailed("accounts/passkey_added")["name"] == "My key"
    options = auth(client, "get", "auth/webauthn/login").json()["data"]["request_options"]
    answer = auth(client, "post", "auth/webauthn/login", {"credential": passkey.prove(options)})
    assert (answer.status_code, [m["method"] for m in answer.json()["data"]["methods"]]) == (200, ["mfa"])
    told = session(client)
    assert (told["person"]["id"], told["isStrong"], told["roles"]) == (str(user.id), True, ["operator"])


def test_a_passkey_as_second_step_and_to_prove_again(client: Client) -> None:
    user = make_user()
    _, passkey = with_passkey(user)
    assert log_in(client, user).status_code == 401
    options = auth(client, "get", "auth/webauthn/authenticate").json()["data"]["request_options"]
    assert auth(client, "post", "auth/webauthn/authenticate", {"credential": passkey.prove(options)}).status_code == 200
    assert auth(client, "post", "account/email", {"email": "new@example.test"}).status_code == 401
    options = auth(client, "get", "auth/webauthn/reauthenticate").json()["data"]["request_options"]
    assert auth(client, "post", "auth/webauthn/reauthenticate", {"credential": passkey.prove(options)}).status_code == 200
    assert auth(client, "post", "account/email", {"email": "new@example.test"}).status_code == 200


@pytest.mark.parametrize("lie", ["origin", "host", "plain", "key", "challenge", "unverified"])
def test_a_passkey_that_does_not_hold_is_refused(lie: str, client: Client) -> None:
    user = make_user()
    _, passkey = with_passkey(user)
    options = auth(client, "get", "auth/webauthn/login").json()["data"]["request_options"]
    if lie == "origin":
        passkey.origin = "https://elsewhere.example"
    elif lie == "plain":
        passkey.origin = "http://testserver"
    elif lie == "host":
        passkey.host = "elsewhere.example"
    elif lie == "key":
        passkey.key = Passkey().key
    elif lie == "challenge":
        options = auth(Client(), "get", "auth/webauthn/login").json()["data"]["request_options"]
    else:
        passkey.is_verified = False
    answer = auth(client, "post", "auth/webauthn/login", {"credential": passkey.prove(options)})
    assert (answer.status_code, answer.json()["errors"]) == (
        400, [{"message": "Incorrect code.", "code": "incorrect_code", "param": "credential"}]
    )  # fmt: skip
    assert session(client)["authenticated"] is False


def test_a_passkey_answer_is_good_once(client: Client) -> None:
    user = make_user()
    _, passkey = with_passkey(user)
    options = auth(client, "get", "auth/webauthn/login").json()["data"]["request_options"]
    proof = passkey.prove(options)
    assert auth(client, "post", "auth/webauthn/login", {"credential": proof}).status_code == 200
    auth(client, "delete", "auth/session")
    assert auth(client, "post", "auth/webauthn/login", {"credential": proof}).status_code == 400


def test_a_suspended_persons_passkey_is_answered_like_a_wrong_one(client: Client) -> None:
    user = make_user()
    _, passkey = with_passkey(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    options = auth(client, "get", "auth/webauthn/login").json()["data"]["request_options"]
    answer = auth(client, "post", "auth/webauthn/login", {"credential": passkey.prove(options)})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "incorrect_code")
    assert session(client)["authenticated"] is False


def test_a_passkey_is_renamed_and_removed() -> None:
    user = make_user()
    client, _ = with_passkey(user)
    number = next(a["id"] for a in auth(client, "get", "account/authenticators").json()["data"] if a["type"] == "webauthn")
    assert auth(client, "put", "account/authenticators/webauthn", {"id": number, "name": "Desk"}).status_code == 200
    assert actions()[-1] == "accounts.passkey_renamed"
    assert auth(client, "delete", "account/authenticators/webauthn", {"authenticators": [number]}).status_code == 200
    assert (credentials.has_second_factor(user.id), mails()[-1], mailed("accounts/passkey_removed")["name"]) == (
        False, ("accounts/passkey_removed", user.email), "Desk",
    )  # fmt: skip


def test_nobody_reaches_the_passkey_of_another() -> None:
    owner = make_user(email="owner@example.test")
    with_passkey(owner)
    number = Authenticator.objects.get(type="webauthn").pk
    client = signed_in(make_user())
    for body, method in (({"authenticators": [number]}, "delete"), ({"id": number, "name": "Mine"}, "put")):
        assert auth(client, method, "account/authenticators/webauthn", body).status_code == 400
    assert credentials.has_second_factor(owner.id)


def test_somebody_with_nothing_to_show_again_has_to_sign_in_again(client: Client) -> None:
    user = make_user()
    user.set_unusable_password()
    user.save()
    auth(client, "post", "auth/code/request", {"email": user.email})
    auth(client, "post", "auth/code/confirm", {"code": mailed("accounts/sign_in_code")["code"]})
    fresh = auth(client, "post", "account/email", {"email": "new@example.test"})
    kept = client.session
    kept["account_authentication_methods"] = [{**m, "at": m["at"] - 16 * 60} for m in kept["account_authentication_methods"]]
    kept.save()
    stale = auth(client, "post", "account/email", {"email": "newer@example.test"})
    assert (fresh.status_code, stale.status_code, stale.json()["meta"]) == (200, 401, {"is_authenticated": True})
    assert [flow["id"] for flow in stale.json()["data"]["flows"]] == ["password_reset_by_code"]
