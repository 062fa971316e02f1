"""The session of our own front end: signing in and out, what it tells, and what it never tells."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.people import DEMO_PASSWORD
from ipmarket.accounts.services.start_session import ATTEMPTS
from tests.factories.records import PASSWORD, make_operator, make_organisation, make_user
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
URL = "/api/app/session"
VISITOR: dict[str, Any] = {"authenticated": False, "person": None, "organisation": None, "roles": [], "demoAccounts": []}


def sign_in(client: Client, email: str, password: str = PASSWORD, **headers: str) -> Any:
    return client.post(URL, json.dumps({"email": email, "password": password}), content_type="application/json", headers=headers)


def told(answer: Any) -> dict[str, Any]:
    """The body without the token, which differs each time."""
    body: dict[str, Any] = answer.json()
    token = body.pop("csrfToken")
    assert isinstance(token, str)
    assert len(token) == 64
    return body


@pytest.fixture
def strict() -> Client:
    """A client that checks CSRF as a browser's requests are checked."""
    return Client(enforce_csrf_checks=True)


def test_a_visitor(client: Client) -> None:
    answer = client.get(URL)
    assert answer.status_code == 200
    assert told(answer) == VISITOR
    assert answer["Cache-Control"] == "no-store"


def test_signing_in_and_out(client: Client) -> None:
    organisation = make_organisation(name_zh_hant="樣例模具廠", registration_number="SECRET-REG")
    user = make_operator()
    user.memberships.create(organisation=organisation, role="owner", starts_at=user.created_at)
    answer = sign_in(client, " Operator@Example.TEST ", **{"Accept-Language": "zh-HK"})
    assert answer.status_code == 200
    signed_in = {
        "authenticated": True,
        "person": {"id": str(user.id), "name": "Operator", "email": "operator@example.test", "language": "en"},
        "organisation": {"id": str(organisation.id), "name": "樣例模具廠"},
        "roles": ["operator"],
        "demoAccounts": [],
    }
    assert told(answer) == signed_in
    assert answer["Cache-Control"] == "no-store"
    assert told(client.get(URL, headers={"Accept-Language": "zh-Hant"})) == signed_in
    left = client.delete(URL)
    assert left.status_code == 200
    assert told(left) == VISITOR
    assert told(client.get(URL)) == VISITOR
    assert traces() == Traces(
        entries=[
            ("accounts.start_session", "accounts.user", str(user.id), None, None),
            ("accounts.end_session", "accounts.user", str(user.id), None, None),
        ],
        events=[
            ("accounts.session_started", "accounts.user", str(user.id), {"userId": str(user.id)}),
            ("accounts.session_ended", "accounts.user", str(user.id), {"userId": str(user.id)}),
        ],
    )


def test_signing_out_as_a_visitor_does_nothing(client: Client) -> None:
    assert told(client.delete(URL)) == VISITOR
    assert traces() == Traces([], [])


def test_nothing_private_goes_out(client: Client) -> None:
    user = make_user(organisation=make_organisation(registration_number="SECRET-REG"))
    body = sign_in(client, user.email).content.decode() + client.get(URL).content.decode()
    user.refresh_from_db()
    for secret in (user.password, PASSWORD, "SECRET-REG", "is_demo", "lastLogin", "last_login", "createdAt"):
        assert secret not in body


def test_signing_in_needs_the_token(strict: Client) -> None:
    user = make_user()
    refused = sign_in(strict, user.email)
    assert (refused.status_code, refused["Content-Type"], refused.json()["code"]) == (403, "application/problem+json", "csrf_failed")
    assert traces() == Traces([], [])
    wrong = sign_in(strict, user.email, **{"X-CSRFToken": "a" * 64})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "csrf_failed")
    token = strict.get(URL).json()["csrfToken"]
    assert sign_in(strict, user.email, **{"X-CSRFToken": token}).status_code == 200


def test_signing_out_needs_the_token_of_this_session(strict: Client) -> None:
    user = make_user()
    before = strict.get(URL).json()["csrfToken"]
    after = sign_in(strict, user.email, **{"X-CSRFToken": before}).json()["csrfToken"]
    assert strict.delete(URL).json()["code"] == "csrf_failed"
    # Signing in gives a new token, so that one planted before is worth nothing.
    assert strict.delete(URL, headers={"X-CSRFToken": before}).json()["code"] == "csrf_failed"
    assert strict.get(URL).json()["authenticated"] is True
    assert told(strict.delete(URL, headers={"X-CSRFToken": after})) == VISITOR


def test_the_session_key_changes_with_the_sign_in(client: Client) -> None:
    user = make_user()
    sign_in(client, user.email)
    first = client.session.session_key
    client.delete(URL)
    sign_in(client, user.email)
    assert client.session.session_key not in {None, first}


def test_the_session_cookie_is_out_of_reach_of_scripts(client: Client) -> None:
    sign_in(client, make_user().email)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_an_unknown_address_a_wrong_password_and_an_inactive_person_are_answered_alike(client: Client) -> None:
    make_user(email="known@example.test")
    make_user(email="inactive@example.test", is_active=False)
    answers = [
        sign_in(client, "unknown@example.test"),
        sign_in(client, "known@example.test", "wrong password"),
        sign_in(client, "inactive@example.test"),
    ]
    bodies = [answer.json() for answer in answers]
    assert bodies[0] == {
        "type": "urn:ipmarket:problem:bad_credentials",
        "title": "Sign in first.",
        "status": 401,
        "code": "bad_credentials",
        "detail": "Address or password is wrong.",
    }
    assert bodies == [bodies[0]] * 3
    compared = ("Content-Type", "Cache-Control", "Vary", "Content-Language", "Content-Length")
    headers = [{name: answer.headers.get(name) for name in compared} for answer in answers]
    assert headers == [headers[0]] * 3
    assert "sessionid" not in client.cookies
    assert traces() == Traces([], [])


def test_the_password_is_hashed_for_an_unknown_address_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    original = User.set_password

    def counted(self: User, raw_password: str | None) -> None:
        hashed.append(self.email)
        original(self, raw_password)

    monkeypatch.setattr(User, "set_password", counted)
    sign_in(client, "unknown@example.test")
    assert hashed == [""]


def test_ten_failures_close_an_address_for_the_right_password_too(client: Client, settings: Settings) -> None:
    settings.IPMARKET_THROTTLE_RATES = {"sign_in": (1000, 60), "write_visitor": (1000, 60)}
    make_user(email="known@example.test")
    make_user(email="other@example.test")
    for address in ("known@example.test", "unknown@example.test"):
        codes = [sign_in(client, address, "wrong password").json()["code"] for _ in range(ATTEMPTS)]
        assert codes == ["bad_credentials"] * 10
        closed = sign_in(client, address.upper())
        assert (closed.status_code, closed["Content-Type"], closed.json()["code"]) == (429, "application/problem+json", "too_many_attempts")
    assert traces() == Traces([], [])
    assert sign_in(client, "other@example.test").status_code == 200
    client.delete(URL)
    cache.clear()
    assert sign_in(client, "known@example.test").status_code == 200


def test_a_success_forgets_earlier_failures(client: Client, settings: Settings) -> None:
    settings.IPMARKET_THROTTLE_RATES = {"sign_in": (1000, 60), "write_visitor": (1000, 60), "write_person": (1000, 60)}
    user = make_user()
    for _ in range(2):
        for _ in range(ATTEMPTS - 1):
            sign_in(client, user.email, "wrong password")
        assert sign_in(client, user.email).status_code == 200


def test_one_place_may_try_only_so_often(client: Client) -> None:
    codes = [sign_in(client, f"somebody{n}@example.test").status_code for n in range(11)]
    assert codes == [401] * 10 + [429]
    last = sign_in(client, "somebody@example.test")
    assert (last.json()["code"], last["RateLimit-Limit"], last["RateLimit-Remaining"]) == ("throttled", "10", "0")
    assert 1 <= int(last["Retry-After"]) <= 60


@pytest.mark.parametrize("demo", [True, False])
def test_demo_accounts_are_offered_in_the_demo_configuration_only(demo: bool, client: Client, settings: Settings) -> None:
    settings.DEMO = demo
    make_user(email="real@example.test", name="Real")
    make_user(email="demo@example.test", name="Demo", is_demo=True)
    accounts = client.get(URL).json()["demoAccounts"]
    assert accounts == ([{"email": "demo@example.test", "name": "Demo", "password": DEMO_PASSWORD, "role": "member"}] if demo else [])


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ("{}", ["/email", "/password"]),
        ('{"email": "no address", "password": "x"}', ["/email"]),
        ('{"email": "a@example.test", "password": ""}', ["/password"]),
        ('{"email": "a@example.test", "password": "a\\u0000b"}', ["/password"]),
        (json.dumps({"email": "a@example.test", "password": "x" * 257}), ["/password"]),
        (json.dumps({"email": "a" * 250 + "@example.test", "password": "x"}), ["/email"]),
        ('{"email": ["a@example.test"], "password": {"a": 1}}', ["/email", "/password"]),
        ("[]", [""]),
    ],
)
def test_what_cannot_be_read_is_refused(body: str, pointers: list[str], client: Client) -> None:
    answer = client.post(URL, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert sorted({error["pointer"] for error in answer.json()["errors"]}) == pointers


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "malformed_body"),
        ("email=a", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("x" * 1_048_577, "application/json", 413, "body_too_large"),
    ],
)
def test_bodies_of_other_kinds(body: str, kind: str, status: int, code: str, client: Client) -> None:
    answer = client.post(URL, body, content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_parameters_and_methods_that_are_not_declared(client: Client) -> None:
    assert client.get(URL, {"email": "a"}).json()["code"] == "unknown_parameter"
    assert client.put(URL, "{}", content_type="application/json").json()["code"] == "method_not_allowed"


def test_more_values_than_asked_for_change_nothing(client: Client) -> None:
    user = make_user()
    body = {
        "email": user.email,
        "password": PASSWORD,
        "roles": ["operator"],
        "isActive": True,
        "organisationId": str(make_organisation().id),
    }
    answer = client.post(URL, json.dumps(body), content_type="application/json")
    assert (answer.json()["roles"], answer.json()["organisation"]) == ([], None)


def test_an_inactive_person_is_a_visitor_at_once(client: Client) -> None:
    user = make_operator()
    sign_in(client, user.email)
    User.objects.filter(id=user.id).update(is_active=False)
    assert told(client.get(URL)) == VISITOR
    assert client.get("/api/app/imports").status_code == 403


def test_rate_limit_headers(client: Client) -> None:
    answer = client.get(URL)
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"], answer["RateLimit-Policy"]) == ("300", "299", "300;w=60")
    assert 1 <= int(answer["RateLimit-Reset"]) <= 60
