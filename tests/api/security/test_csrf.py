"""No write of a browser session without the token of our own pages: every operation of the document, every route of signing in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ipmarket.kernel.api.csrf import SESSION_PREFIXES
from ipmarket.kernel.ids import new_id
from tests.factories.records import make_operator
from tests.support.api_description import description, operations
from tests.support.traces import traces

pytestmark = pytest.mark.django_db
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
ORIGIN = "http://testserver"


def documented() -> list[tuple[str, str]]:
    """Every operation of the session API that may change something, with an id in the place of each parameter."""
    found = [(method, path) for method, path in operations() if method in UNSAFE and path.startswith(SESSION_PREFIXES)]
    return sorted((method, _filled(method, path)) for method, path in found)


def _filled(method: str, path: str) -> str:
    """The path with some id of the kind that each parameter takes, so that the address is one of the product."""
    parameters = description()["paths"][path][method.lower()].get("parameters", [])
    kinds = {parameter["name"]: parameter["schema"]["type"] for parameter in parameters if parameter["in"] == "path"}
    return re.sub(r"\{([^}]+)\}", lambda name: "1" if kinds[name[1]] == "integer" else str(new_id()), path)


def _leaves(patterns: Any, prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _leaves(entry.url_patterns, here)
        elif isinstance(entry, URLPattern):
            yield here


def sign_in_routes() -> list[str]:
    """Every address of the sign-in library that answers at /api/auth/, with a word in the place of each parameter."""
    leaves = {"/" + leaf.replace("^", "").replace("$", "") for leaf in _leaves(get_resolver().url_patterns)}
    return sorted(re.sub(r"<[^>]+>", "1", leaf) for leaf in leaves if leaf.startswith("/api/auth/"))


@pytest.fixture
def strict() -> Client:
    """A signed-in browser, which Django does not excuse from the check as it does its ordinary test client."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_operator())
    return client


def token_of(client: Client) -> str:
    token: str = client.get("/api/app/session").json()["csrfToken"]
    return token


def refused(answer: Any) -> bool:
    return (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json") and answer.json()["code"] == "csrf_failed"


def test_there_is_something_to_check() -> None:
    assert len(documented()) >= 3
    assert {path for _, path in documented()} >= {"/api/app/imports"}


def test_every_write_of_the_document_asks_for_the_token(strict: Client) -> None:
    sessions = Session.objects.count()
    open_doors = [
        (method, path)
        for method, path in documented()
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")
        if not refused(strict.generic(method, path, b"{}", content_type=kind))
    ]
    assert open_doors == []
    assert (traces().entries, traces().events, Session.objects.count()) == ([], [], sessions)


def test_visitors_are_asked_as_well() -> None:
    client = Client(enforce_csrf_checks=True)
    assert [row for row in documented() if not refused(client.generic(row[0], row[1], b"{}", content_type="application/json"))] == []


def test_every_route_of_the_sign_in_library_asks_for_the_token(strict: Client) -> None:
    routes = sign_in_routes()
    assert [path for path in routes if path.startswith("/api/auth/browser/")] != []
    open_doors = [
        (method, path)
        for path in routes
        for method in UNSAFE
        if not refused(strict.generic(method, path, b"{}", content_type="application/json"))
    ]
    assert open_doors == []
    assert (traces().entries, traces().events) == ([], [])


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CSRFToken": "a" * 64},
        {"X-CSRFToken": "a" * 32},
        {"X-CSRFToken": ""},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Token abc"},
        {"X-HTTP-Method-Override": "GET"},
    ],
)
def test_what_is_no_token_opens_nothing(headers: dict[str, str], strict: Client) -> None:
    token_of(strict)
    assert refused(strict.post("/api/app/imports", b"{}", content_type="application/json", headers=headers))


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver.evil.example", "null", "http://testserver:8080", ""])
def test_the_token_from_another_origin_opens_nothing(origin: str, strict: Client) -> None:
    headers = {"X-CSRFToken": token_of(strict), "Origin": origin}
    assert refused(strict.post("/api/app/imports", b"{}", content_type="application/json", headers=headers))


def test_the_token_of_somebody_else_opens_nothing(strict: Client) -> None:
    other = token_of(Client(enforce_csrf_checks=True))
    token_of(strict)
    assert refused(strict.post("/api/app/imports", b"{}", content_type="application/json", headers={"X-CSRFToken": other}))


def test_the_token_is_taken_from_the_header_alone(strict: Client) -> None:
    form = {"csrfmiddlewaretoken": token_of(strict)}
    assert refused(strict.post("/api/app/imports", form))


def test_a_body_is_not_read_before_the_token_is_seen(strict: Client) -> None:
    class Untouchable:
        def read(self, *sizes: int) -> bytes:
            raise AssertionError("The body was read.")

        readline = read

    token = token_of(strict)
    for given in ({}, {"HTTP_X_CSRFTOKEN": token[:-1]}):
        environ: dict[str, Any] = {"wsgi.input": Untouchable(), "CONTENT_LENGTH": "5000", **given}
        answer = strict.generic("POST", "/api/app/imports", b"", content_type="multipart/form-data; boundary=x", **environ)
        assert refused(answer)


@pytest.mark.parametrize("origin", [ORIGIN, None])
def test_our_own_pages_pass(origin: str | None, strict: Client) -> None:
    headers = {"X-CSRFToken": token_of(strict)} | ({"Origin": origin} if origin else {})
    passed = [strict.generic(method, path, b"{}", content_type="application/json", headers=headers) for method, path in documented()[:1]]
    assert [answer for answer in passed if answer.status_code == 403 and answer.json()["code"] == "csrf_failed"] == []


def test_an_access_token_needs_none_since_no_other_site_can_send_it(strict: Client) -> None:
    answer = strict.post("/api/app/imports", b"{}", content_type="application/json", headers={"Authorization": "Bearer abc"})
    # It passes this check only; whoever it belongs to is another question, and the session beside it counts for nothing in this one.
    assert answer.status_code in {401, 403, 404, 415}
    assert traces().entries == []


def test_reading_needs_no_token(strict: Client) -> None:
    assert strict.get("/api/app/session").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts(strict: Client) -> None:
    token_of(strict)
    cookie = strict.cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def test_the_public_interface_has_no_writes() -> None:
    assert [row for row in operations() if row[0] in UNSAFE and not row[1].startswith(SESSION_PREFIXES)] == []
