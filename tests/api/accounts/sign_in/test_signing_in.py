"""Signing in by password and by code, and out; what a suspended person is told; what a session is worth afterwards."""

from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ipmarket.accounts.models import User
from ipmarket.accounts.services.record_sign_in import MOST_PLACES
from tests.factories.records import PASSWORD, make_user
from tests.support.sign_in import auth, log_in, mailed, mails
from tests.support.traces import Traces, entries, events, personal_values, traces

pytestmark = pytest.mark.django_db
WRONG = {
    "status": 400,
    "errors": [
        {
            "message": "The email address and/or password you specified are not correct.",
            "code": "email_password_mismatch",
            "param": "password",
        }
    ],
}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36"


def ask_code(client: Client, email: str) -> Any:
    return auth(client, "post", "auth/code/request", {"email": email})


def give_code(client: Client, code: str) -> Any:
    return auth(client, "post", "auth/code/confirm", {"code": code})


def is_signed_in(client: Client) -> bool:
    told: bool = client.get("/api/app/session").json()["authenticated"]
    return told


def test_by_password_and_out_again(client: Client) -> None:
    user = make_user()
    answer = log_in(client, user)
    assert answer.status_code == 200
    assert answer.json()["data"]["user"] == {
        "id": str(user.id), "display": "Chan Tai Man", "email": "member@example.test", "has_usable_password": True
    }  # fmt: skip
    assert [m["method"] for m in answer.json()["data"]["methods"]] == ["password"]
    left = auth(client, "delete", "auth/session")
    assert (left.status_code, left.json()["meta"]) == (401, {"is_authenticated": False})
    assert traces() == Traces(
        entries=[
            (
                "accounts.start_session", "accounts.user", str(user.id), None,
                {"methods": ["password"], "isStrong": False, "isNewPlace": False},
            ),
            ("accounts.end_session", "accounts.user", str(user.id), None, {"sessions": 1}),
        ],
        events=[
            ("accounts.session_started", "accounts.user", str(user.id), {"userId": str(user.id)}),
            ("accounts.session_ended", "accounts.user", str(user.id), {"userId": str(user.id)}),
        ],
    )  # fmt: skip
    assert mails() == []


def test_signing_out_as_a_visitor_leaves_no_trace(client: Client) -> None:
    assert auth(client, "delete", "auth/session").status_code == 401
    assert traces() == Traces([], [])


def test_a_wrong_password_leaves_no_address(client: Client) -> None:
    answer = auth(client, "post", "auth/login", {"email": "Ada@Example.test", "password": "wrong password"})
    assert (answer.status_code, answer.json()) == (400, WRONG)
    [(action, kind, digest, before, after)] = entries()
    assert (action, kind, before, after) == ("accounts.refuse_sign_in", "accounts.typed_address", None, {"reason": "password"})
    assert (len(digest), personal_values()) == (32, [])
    assert [(e[0], e[3]) for e in events()] == [("accounts.sign_in_refused", {"reason": "password"})]
    auth(client, "post", "auth/login", {"email": "ada@example.test", "password": "another one"})
    assert entries()[1][2] == digest


def test_ten_failures_close_an_address_for_the_right_password_too(client: Client) -> None:
    user = make_user()
    for address in (user.email, "unknown@example.test"):
        answers = [auth(client, "post", "auth/login", {"email": address, "password": "wrong password"}) for _ in range(10)]
        assert {(a.status_code, a.json()["errors"][0]["code"]) for a in answers} == {(400, "email_password_mismatch")}
        # The failures of one place count too, so the next ones come from elsewhere.
        closed = Client(REMOTE_ADDR="198.51.100.7")
        over = auth(closed, "post", "auth/login", {"email": address, "password": PASSWORD})
        assert (over.status_code, over.json()["errors"]) == (
            400, [{"message": "Too many failed login attempts. Try again later.", "code": "too_many_login_attempts"}]
        )  # fmt: skip


def test_by_code(client: Client) -> None:
    user = make_user()
    asked = ask_code(client, user.email)
    assert (asked.status_code, [f for f in asked.json()["data"]["flows"] if f.get("is_pending")]) == (
        401, [{"id": "login_by_code", "is_pending": True}],
    )  # fmt: skip
    told = mailed("accounts/sign_in_code")
    assert (mails(), told["minutes"]) == ([("accounts/sign_in_code", user.email)], "5")
    done = give_code(client, told["code"])
    assert (done.status_code, [m["method"] for m in done.json()["data"]["methods"]]) == (200, ["code"])
    user.refresh_from_db()
    assert user.has_usable_password()


def test_a_code_wrong_three_times_is_gone(client: Client) -> None:
    user = make_user()
    ask_code(client, user.email)
    code = mailed("accounts/sign_in_code")["code"]
    assert [give_code(client, "BBBB-BBBB").status_code for _ in range(3)] == [400] * 3
    assert give_code(client, code).json() == {"status": 409}
    assert [e[4]["reason"] for e in entries() if e[0] == "accounts.refuse_sign_in"] == ["code"] * 3


def test_a_code_runs_out_and_is_sent_again(client: Client) -> None:
    user = make_user()
    ask_code(client, user.email)
    first = mailed("accounts/sign_in_code")["code"]
    assert [auth(client, "post", "auth/code/resend").status_code for _ in range(3)] == [200, 200, 409]
    code = mailed("accounts/sign_in_code")["code"]
    assert (len(mails()), give_code(client, first).status_code) == (3, 400)
    with mock.patch("time.time", return_value=datetime.now(UTC).timestamp() + 5 * 60 + 1):
        assert give_code(client, code).json() == {"status": 409}


def test_a_suspended_person_is_answered_like_a_wrong_password(client: Client) -> None:
    make_user(email="known@example.test")
    make_user(email="suspended@example.test", is_active=False)
    answers = [
        auth(Client(), "post", "auth/login", {"email": "known@example.test", "password": "wrong password"}),
        auth(Client(), "post", "auth/login", {"email": "suspended@example.test", "password": PASSWORD}),
        auth(Client(), "post", "auth/login", {"email": "unknown@example.test", "password": PASSWORD}),
    ]
    assert [(a.status_code, a.json()) for a in answers] == [(400, WRONG)] * 3
    compared = ("Content-Type", "Cache-Control", "Vary", "Content-Language", "Content-Length")
    assert len({tuple(a.headers.get(name) for name in compared) for a in answers}) == 1
    assert [sorted(a.cookies) for a in answers] == [["csrftoken"]] * 3
    assert Session.objects.count() == 0


def test_a_suspended_person_gets_no_code_and_no_reset(client: Client) -> None:
    user = make_user(is_active=False)
    assert ask_code(client, user.email).json() == ask_code(Client(), "unknown@example.test").json()
    auth(Client(), "post", "auth/password/request", {"email": user.email})
    assert {template for template, _ in mails()} == {"accounts/unknown_address"}


def test_somebody_suspended_between_two_steps_gets_no_session(client: Client) -> None:
    user = make_user()
    ask_code(client, user.email)
    code = mailed("accounts/sign_in_code")["code"]
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = give_code(client, code)
    assert (answer.status_code, answer.json()) == (
        400, {"status": 400, "errors": [{"message": "Incorrect code.", "code": "incorrect_code", "param": "code"}]}
    )  # fmt: skip
    assert is_signed_in(client) is False
    assert [e[4] for e in entries() if e[0] == "accounts.refuse_sign_in"] == [{"reason": "suspended"}]


def test_a_suspension_ends_what_runs(client: Client) -> None:
    user = make_user()
    log_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert is_signed_in(client) is False
    assert auth(client, "get", "auth/session").status_code == 401


def test_the_session_key_changes_with_the_sign_in(client: Client) -> None:
    """A session planted before is worth nothing afterwards."""
    user = make_user()
    ask_code(client, user.email)
    planted = client.cookies["sessionid"].value
    give_code(client, mailed("accounts/sign_in_code")["code"])
    assert client.cookies["sessionid"].value != planted
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert is_signed_in(attacker) is False
    assert (client.cookies["sessionid"]["httponly"], client.cookies["sessionid"]["samesite"]) == (True, "Lax")


def test_two_tabs_share_a_session_and_its_end(client: Client) -> None:
    log_in(client, make_user())
    other_tab = Client()
    other_tab.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_signed_in(other_tab) is True
    auth(client, "delete", "auth/session")
    assert is_signed_in(other_tab) is False
    assert auth(other_tab, "get", "auth/sessions").status_code == 401


def test_signing_in_twice_is_a_conflict(client: Client) -> None:
    user = make_user()
    log_in(client, user)
    assert log_in(client, user).json() == {"status": 409}


def test_a_new_place_is_told_to_somebody_who_signed_in_elsewhere_before(client: Client) -> None:
    user = make_user()
    for agent, place in ((FIREFOX, "192.0.2.1"), (FIREFOX, "192.0.2.200"), (CHROME, "192.0.2.1"), (FIREFOX, "203.0.113.5")):
        browser = Client(REMOTE_ADDR=place)
        auth(browser, "post", "auth/login", {"email": user.email, "password": PASSWORD}, user_agent=agent)
    assert [e[4]["isNewPlace"] for e in entries() if e[0] == "accounts.start_session"] == [False, False, True, True]
    assert mails() == [("accounts/new_sign_in", user.email)] * 2
    assert mailed("accounts/new_sign_in")["device"] == "Firefox on Linux"
    kept = list(user.sign_in_places.values_list("digest", flat=True))
    assert (len(kept), {len(digest) for digest in kept}) == (3, {64})


def test_only_so_many_places_are_remembered(client: Client) -> None:
    user = make_user()
    for number in range(MOST_PLACES + 2):
        auth(Client(REMOTE_ADDR=f"192.0.{number}.1"), "post", "auth/login", {"email": user.email, "password": PASSWORD})
    assert user.sign_in_places.count() == MOST_PLACES


def test_forwarded_addresses_are_not_believed_unless_configured(client: Client, settings: Any) -> None:
    user = make_user()
    log_in(client, user)
    told = auth(client, "get", "auth/sessions", x_forwarded_for="198.51.100.9").json()["data"]
    assert [session["ip"] for session in told] == ["127.0.0.1"]
    settings.IPMARKET_TRUSTED_PROXIES = 1
    behind = Client(headers={"X-Forwarded-For": "10.9.9.9, 198.51.100.9"})
    log_in(behind, user)
    assert {s["ip"] for s in auth(behind, "get", "auth/sessions").json()["data"]} == {"127.0.0.1", "198.51.100.9"}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "malformed_body"),
        ("[]", "application/json", 400, "malformed_body"),
        (b"\xff", "application/json", 400, "malformed_body"),
        ('{"email": "' + "x" * 70_000 + '"}', "application/json", 413, "body_too_large"),
    ],
)
def test_bodies_that_cannot_be_read(body: str, kind: str, status: int, code: str, client: Client) -> None:
    answer = client.post("/api/auth/browser/v1/auth/login", body, content_type=kind)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (status, "application/problem+json", code)


def test_methods_that_a_route_does_not_know(client: Client) -> None:
    answer = client.get("/api/auth/browser/v1/auth/login")
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "method_not_allowed", "POST, OPTIONS")


@pytest.mark.parametrize(
    "path", ["account/phone", "auth/phone/verify", "auth/provider/token", "auth/provider/signup", "auth/webauthn/signup"]
)
def test_what_is_not_part_of_this_product(path: str, client: Client) -> None:
    assert auth(client, "post", path).status_code == 404
    assert client.post(f"/api/auth/app/v1/{path}").status_code == 404
