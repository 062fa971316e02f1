"""Signing up: with and without a password, the code by mail, and what a body cannot make of somebody."""

from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from ipmarket.accounts import credentials
from ipmarket.accounts.models import User
from tests.factories.records import make_user
from tests.support.sign_in import AUTH, auth, log_in, mailed, mails
from tests.support.traces import Traces, entries, events, personal_values, traces

pytestmark = pytest.mark.django_db
NEW = {"email": "Ada@Example.test", "name": "Ada Lam", "language": "zh-Hant"}
PENDING = {
    "status": 401,
    "data": {
        "flows": [
            {"id": "login"},
            {"id": "login_by_code"},
            {"id": "signup"},
            {"id": "mfa_login_webauthn"},
            {"id": "verify_email", "is_pending": True},
            {"id": "password_reset_by_code", "is_pending": False},
        ]
    },
    "meta": {"is_authenticated": False},
}
WRONG_CODE = {"status": 400, "errors": [{"message": "Incorrect code.", "code": "incorrect_code", "param": "key"}]}


def sign_up(client: Client, **more: Any) -> Any:
    return auth(client, "post", "auth/signup", {**NEW, **more}, accept_language="zh-HK")


def confirm(client: Client, code: str) -> Any:
    return auth(client, "post", "auth/email/verify", {"key": code})


def test_without_a_password(client: Client) -> None:
    answer = sign_up(client)
    assert (answer.status_code, answer.json()) == (401, PENDING)
    user = User.objects.get()
    assert (user.email, user.name, user.language, user.is_active, user.has_usable_password()) == (
        "ada@example.test", "Ada Lam", "zh-Hant", True, False,
    )  # fmt: skip
    assert credentials.verified_addresses(user.id) == []
    assert mails() == [("accounts/sign_up_code", "ada@example.test")]
    told = mailed("accounts/sign_up_code")
    assert (sorted(told), told["minutes"], len(told["code"])) == (["code", "minutes"], "15", 9)
    done = confirm(client, told["code"])
    assert done.status_code == 200
    assert done.json()["data"]["user"] == {
        "id": str(user.id), "display": "Ada Lam", "email": "ada@example.test", "has_usable_password": False
    }  # fmt: skip
    assert credentials.verified_addresses(user.id) == ["ada@example.test"]
    assert client.get("/api/app/session").json()["person"]["id"] == str(user.id)


def test_what_it_leaves_behind(client: Client) -> None:
    sign_up(client)
    confirm(client, mailed("accounts/sign_up_code")["code"])
    user_id = str(User.objects.get().id)
    assert [entry for entry in entries() if entry[0].startswith("accounts.")] == [
        ("accounts.register_person", "accounts.user", user_id, None, {"isDemo": False, "language": "zh-Hant"}),
        ("accounts.address_confirmed", "accounts.user", user_id, None, {"sessionsEnded": 0}),
        (
            "accounts.start_session", "accounts.user", user_id, None,
            {"isNewPlace": False, "isStrong": False, "methods": ["sign_up"]},
        ),
    ]  # fmt: skip
    assert [event[0] for event in events()] == [
        "accounts.person_registered", "mail.queued", "accounts.credentials_changed", "accounts.session_started",
    ]  # fmt: skip
    assert personal_values() == [{"email": "ada@example.test", "name": "Ada Lam"}]


def test_with_a_password(client: Client) -> None:
    sign_up(client, password="a long enough phrase")
    user = User.objects.get()
    assert user.check_password("a long enough phrase")
    confirm(client, mailed("accounts/sign_up_code")["code"])
    auth(client, "delete", "auth/session")
    assert log_in(client, user, "a long enough phrase").status_code == 200


def test_the_password_opens_nothing_before_the_address_is_proven(client: Client) -> None:
    sign_up(client, password="a long enough phrase")
    with mock.patch("time.time", return_value=datetime.now(UTC).timestamp() + 60):
        answer = log_in(Client(), User.objects.get(), "a long enough phrase")
    assert (answer.status_code, answer.json()) == (401, PENDING)


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_too_short"), ("password1234", "password_too_common"), ("x" * 257, "password_too_long")],
)
def test_bad_passwords_are_refused(password: str, code: str, client: Client) -> None:
    answer = sign_up(client, password=password)
    assert (answer.status_code, [(e["param"], e["code"]) for e in answer.json()["errors"]]) == (400, [("password", code)])
    assert (User.objects.count(), mails(), traces()) == (0, [], Traces([], []))


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"email": "no address"}, [("email", "invalid")]),
        ({"email": "a" * 250 + "@example.test"}, [("email", "max_length")]),
        ({"email": "a\x00@example.test"}, [("email", "null_characters_not_allowed"), ("email", "invalid")]),
        ({"name": ""}, [("name", "required")]),
        ({"name": "x" * 121}, [("name", "max_length")]),
        ({"name": "two\nlines"}, [("name", "invalid_name")]),
        ({"name": "\u202eesrever"}, [("name", "invalid_name")]),
        ({"language": "fr"}, [("language", "invalid_choice")]),
        ({"email": ["a"], "name": {"a": 1}}, None),
    ],
)
def test_what_cannot_be_read_is_refused(body: dict[str, Any], errors: list[tuple[str, str]] | None, client: Client) -> None:
    answer = sign_up(client, **body)
    assert answer.status_code == 400
    if errors is not None:
        assert {(e["param"], e["code"]) for e in answer.json()["errors"]} <= set(errors)
    assert (User.objects.count(), mails(), traces()) == (0, [], Traces([], []))


@pytest.mark.parametrize("value", ["1" * 5_000, "[" * 30_000, '"\\ud8"', "\x00"], ids=["number", "depth", "escape", "control"])
@pytest.mark.parametrize("path", ["auth/signup", "auth/login", "auth/code/request"])
def test_a_body_that_the_parser_refuses(path: str, value: str, client: Client) -> None:
    answer = client.post(f"{AUTH}/{path}", f'{{"email": {value}}}', content_type="application/json")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (400, "application/problem+json", "malformed_body")
    assert (User.objects.count(), mails(), traces()) == (0, [], Traces([], []))


def test_three_wrong_codes_end_it(client: Client) -> None:
    sign_up(client)
    code = mailed("accounts/sign_up_code")["code"]
    answers = [confirm(client, "BBBB-BBBB") for _ in range(3)]
    assert [(a.status_code, a.json()) for a in answers] == [(400, WRONG_CODE)] * 3
    over = confirm(client, code)
    assert (over.status_code, over.json()) == (409, {"status": 409})
    assert credentials.verified_addresses(User.objects.get().id) == []


def test_a_code_runs_out_after_fifteen_minutes(client: Client) -> None:
    sign_up(client)
    code = mailed("accounts/sign_up_code")["code"]
    with mock.patch("time.time", return_value=datetime.now(UTC).timestamp() + 15 * 60 + 1):
        over = confirm(client, code)
    assert (over.status_code, over.json()) == (409, {"status": 409})


def test_a_code_is_sent_again_twice_and_the_newest_counts(client: Client) -> None:
    sign_up(client)
    first = mailed("accounts/sign_up_code")["code"]
    begun = datetime.now(UTC).timestamp()
    for number, expected in ((1, 200), (2, 200), (3, 409)):
        with mock.patch("time.time", return_value=begun + 20 * number):
            assert auth(client, "post", "auth/email/verify/resend").status_code == expected
    assert len(mails()) == 3
    assert confirm(client, first).json() == WRONG_CODE
    assert confirm(client, mailed("accounts/sign_up_code")["code"].lower().replace("-", " ")).status_code == 200


def test_sending_again_at_once_is_too_soon(client: Client) -> None:
    sign_up(client)
    answer = auth(client, "post", "auth/email/verify/resend")
    assert (answer.status_code, answer.json(), len(mails())) == (429, {"status": 429}, 1)


def test_a_code_is_good_for_the_session_that_asked(client: Client) -> None:
    sign_up(client)
    stranger = confirm(Client(), mailed("accounts/sign_up_code")["code"])
    assert (stranger.status_code, stranger.json()) == (409, {"status": 409})


def test_a_known_address_is_told_its_owner_only(client: Client) -> None:
    owner = make_user(email="ada@example.test", name="The owner", language="zh-Hans")
    answer = sign_up(client, password="a long enough phrase")
    assert (answer.status_code, answer.json()) == (401, PENDING)
    assert mails() == [("accounts/sign_up_known_address", "ada@example.test")]
    assert [entry[0] for entry in entries()] == ["mail.queue_mail"]
    owner.refresh_from_db()
    assert (User.objects.count(), owner.name, owner.check_password("a long enough phrase")) == (1, "The owner", False)


def test_two_sign_ups_at_once_end_like_one_after_the_other(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one finds the address free and taken a moment later."""
    make_user(email="ada@example.test")
    monkeypatch.setattr("allauth.account.forms.email_already_exists", lambda email, **_: (email, False))
    answer = sign_up(client)
    assert (answer.status_code, answer.json()) == (401, PENDING)
    assert (User.objects.count(), mails()) == (1, [("accounts/sign_up_known_address", "ada@example.test")])


def test_a_password_set_by_whoever_typed_a_foreign_address_is_withdrawn_when_its_owner_proves_it(client: Client) -> None:
    sign_up(client, password="the attackers phrase")
    user = User.objects.get()
    owner = Client()
    auth(owner, "post", "auth/code/request", {"email": user.email})
    done = auth(owner, "post", "auth/code/confirm", {"code": mailed("accounts/sign_in_code")["code"]})
    assert (done.status_code, done.json()["data"]["user"]["has_usable_password"]) == (200, False)
    assert log_in(Client(), user, "the attackers phrase").json()["errors"][0]["code"] == "email_password_mismatch"
    assert owner.get("/api/app/session").json()["authenticated"] is True
    assert [e[0] for e in entries() if e[2] == str(user.id)][1:] == [
        "accounts.address_confirmed", "accounts.password_withdrawn", "accounts.start_session",
    ]  # fmt: skip
