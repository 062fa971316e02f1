"""What every answer tells the browser to forbid, and that nothing tells what runs here."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db
API, PAGE, TEXT = "/api/app/session", "/en/", "/robots.txt"
MISSING_API, MISSING_PAGE = "/api/app/no-such-thing", "/en/no-such-page"


def policy_of(answer: Any) -> dict[str, str]:
    """The directives of the content security policy."""
    parts = [part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", [API, PAGE, TEXT, MISSING_API, MISSING_PAGE])
def test_every_answer_forbids_what_it_does_not_need(path: str, client: Client) -> None:
    answer = client.get(path)
    assert {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }.items() <= answer.headers.items()
    assert policy_of(answer)["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", [API, PAGE])
def test_features_are_closed_but_for_passkeys_on_our_own_pages(path: str, client: Client) -> None:
    features = dict(part.split("=", 1) for part in client.get(path)["Permissions-Policy"].split(", "))
    assert {name for name, allowed in features.items() if allowed != "()"} == {"publickey-credentials-create", "publickey-credentials-get"}
    assert features["publickey-credentials-create"] == features["publickey-credentials-get"] == "(self)"
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= features.keys()


def test_the_policy_of_pages(client: Client) -> None:
    policy = policy_of(client.get(PAGE))
    nonce = policy["script-src"].removeprefix("'self' ")
    assert nonce.startswith("'nonce-")
    assert policy == {
        "default-src": "'self'",
        "script-src": f"'self' {nonce}",
        "style-src": f"'self' {nonce}",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "default",
    }


def test_the_policy_of_the_interface(client: Client) -> None:
    assert client.get(API)["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", [API, PAGE])
def test_nothing_tells_what_runs_here(path: str, client: Client) -> None:
    answer = client.get(path)
    assert not {"server", "x-powered-by", "x-aspnet-version", "x-generator", "via"} & {name.lower() for name in answer.headers}
    shown = "".join(f"{name}: {value}\n" for name, value in answer.headers.items()) + answer.content.decode()
    assert not [word for word in ("Django", "django", "Python/", "gunicorn", "PostgreSQL") if word in shown]


def test_over_tls_a_browser_is_told_to_stay_there(client: Client, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = 31_536_000, True, True
    assert Client().get(PAGE, secure=True)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "Strict-Transport-Security" not in Client().get(PAGE)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "a b", ""])
def test_another_host_is_refused(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    for path in (API, PAGE):
        assert Client().get(path, headers={"Host": host}).status_code == 400


def test_other_sites_are_told_nothing_by_cors(client: Client) -> None:
    for method in ("get", "options"):
        answer = getattr(client, method)(API, headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize(
    ("path", "length", "is_refused"),
    [
        ("/api/app/imports", 512 * 1024 * 1024 + 65_537, True),
        ("/api/app/imports", 11 * 1024 * 1024, False),
        ("/api/app/session", 10 * 1024 * 1024 + 65_537, True),
        ("/api/app/session", 10 * 1024 * 1024, False),
    ],
)
def test_a_form_longer_than_any_file_of_its_address_is_refused_unread(path: str, length: int, is_refused: bool, client: Client) -> None:
    answer = client.generic("POST", path, b"-", content_type="Multipart/form-data; boundary=x", CONTENT_LENGTH=str(length))
    assert (answer.status_code == 413) is is_refused
