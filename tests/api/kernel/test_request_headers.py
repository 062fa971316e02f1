"""Headers of every answer, the request id, throttles, languages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client, RequestFactory, override_settings

from ipmarket.kernel.api.client import client_address

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.kernel.urls")]


def test_a_request_has_an_id_which_reaches_the_actor(client: Client) -> None:
    answer = client.get("/api/test/who")
    assert UUID(answer["X-Request-ID"]).version == 7
    assert answer.json() == {"kind": "visitor", "requestId": answer["X-Request-ID"]}


def test_a_given_id_is_kept_when_it_is_one(client: Client) -> None:
    assert client.get("/api/test/who", headers={"X-Request-ID": "abc-12345"})["X-Request-ID"] == "abc-12345"
    for odd in ("short", "x" * 65, "line\\nbreak-line", "<script>alert</script>"):
        assert client.get("/api/test/who", headers={"X-Request-ID": odd})["X-Request-ID"] != odd


def test_api_answers_forbid_what_they_do_not_need(client: Client) -> None:
    answer = client.get("/api/test/version", headers={"Accept-Language": "zh-HK,en;q=0.5"})
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Language"] == "zh-Hant"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}


@override_settings(IPMARKET_THROTTLE_RATES={"sign_in": (3, 60)})
def test_the_throttle_counts_down_and_then_refuses(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipmarket.kernel.api.throttles.time.time", lambda: 1_000_020.0)
    answers = [client.post("/api/test/who") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0]["RateLimit-Limit"] == "3"
    assert answers[0]["RateLimit-Policy"] == "3;w=60"
    assert answers[3]["RateLimit-Reset"] == answers[3]["Retry-After"] == "60"
    assert answers[3].json()["code"] == "throttled"
    assert answers[3].json()["params"] == {"retryAfterSeconds": 60}
    monkeypatch.setattr("ipmarket.kernel.api.throttles.time.time", lambda: 1_000_080.0)
    assert client.post("/api/test/who").status_code == 200


@override_settings(IPMARKET_THROTTLE_RATES={"sign_in": (1, 60)})
def test_one_address_does_not_use_up_anothers_share(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipmarket.kernel.api.throttles.time.time", lambda: 1_000_020.0)
    assert client.post("/api/test/who", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert client.post("/api/test/who", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.post("/api/test/who", REMOTE_ADDR="192.0.2.2").status_code == 200


@pytest.mark.parametrize(
    ("hops", "meta", "expected"),
    [
        (0, {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "192.0.2.1"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "203.0.113.9"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.9"}, "203.0.113.9"),
        (2, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.9, 10.0.0.2"}, "203.0.113.9"),
        (2, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "10.0.0.1"),
        (0, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::"),
        (0, {"REMOTE_ADDR": "::ffff:192.0.2.7"}, "192.0.2.7"),
        (0, {"REMOTE_ADDR": ""}, "unknown"),
    ],
)
def test_where_a_request_comes_from(hops: int, meta: dict[str, Any], expected: str) -> None:
    with override_settings(IPMARKET_TRUSTED_PROXIES=hops):
        assert client_address(RequestFactory().get("/", **meta)) == expected


def test_a_body_that_announces_too_much_is_refused_unread(client: Client) -> None:
    answer = client.generic("POST", "/api/test/echo", b"{}", content_type="application/json", CONTENT_LENGTH="99999999")
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_the_log_names_the_route_and_never_what_was_asked_or_sent(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="ipmarket.request")
    client.get("/api/test/events?topic=secretwords", headers={"X-Request-ID": "request-77"})
    client.post("/api/test/echo", '{"displayName": "secretwords"}', content_type="application/json")
    client.get("/api/test/fail/secretwords", headers={"Accept": "text/csv"})
    lines = [record.getMessage() for record in caplog.records if record.name == "ipmarket.request"]
    assert len(lines) == 3
    assert lines[0].startswith("event=request ")
    assert "method=GET route=api/test/events status=200" in lines[0]
    assert "request_id=request-77" in lines[0]
    assert "route=api/test/fail/<str:kind> status=406" in lines[2]
    assert "secretwords" not in "".join(lines)


@pytest.mark.parametrize("path", ["/api/test/fail/a%00b", "/en/patents/%00"])
def test_an_address_with_a_nul_character_is_nowhere(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_cache_that_does_not_answer_lets_requests_through(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*arguments: Any, **keywords: Any) -> None:
        raise ConnectionError("no cache")

    monkeypatch.setattr("ipmarket.kernel.api.throttles.cache.add", unreachable)
    assert [client.post("/api/test/who").status_code for _ in range(12)] == [200] * 12
