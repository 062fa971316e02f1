"""Problems: one shape, stable codes, nothing told that should not be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, override_settings

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.kernel.urls")]


def post(client: Client, body: str | bytes, content_type: str = "application/json") -> Any:
    return client.generic("POST", "/api/test/echo", body, content_type=content_type)


def test_values_come_in_under_their_wire_names(client: Client) -> None:
    answer = post(client, json.dumps({"unitPrice": 5, "displayName": "Ann"}))
    assert answer.status_code == 201
    assert answer.json() == {"unit_price": 5, "display_name": "Ann"}


def test_validation_points_at_each_value(client: Client) -> None:
    answer = post(client, json.dumps({"unitPrice": -1, "displayName": "admin"}))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "type": "urn:ipmarket:problem:invalid",
        "title": "The request cannot be read.",
        "status": 400,
        "code": "invalid",
        "detail": "Some values are not acceptable.",
        "errors": [
            {"pointer": "/unitPrice", "code": "min_value", "detail": "Ensure this value is greater than or equal to 0."},
            {"pointer": "/displayName", "code": "reserved", "detail": "This name is reserved."},
        ],
    }


@pytest.mark.parametrize("body", [b"{", b"", b"\xff\xfe", b"NaN", b"[" * 2000, b'{"a": 1e999999}garbage', b"\x00"])
def test_what_is_not_json_is_malformed(client: Client, body: bytes) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    assert answer.json()["code"] in {"malformed_body", "invalid"}


@pytest.mark.parametrize("body", [b"[]", b"1", b'"x"', b"null", b"{}"])
def test_json_of_another_shape_is_invalid(client: Client, body: bytes) -> None:
    answer = post(client, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_body_at_the_limit_is_read_and_one_past_it_is_not(client: Client) -> None:
    body = json.dumps({"unitPrice": 1, "displayName": "Ann"}).encode()
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=len(body)):
        assert post(client, body).status_code == 201
        answer = post(client, body + b" ")
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(("kind", "status", "code"), [("domain", 409, "conflict"), ("rule", 422, "invalid"), ("missing", 404, "not_found")])
def test_errors_of_services_keep_their_code(client: Client, kind: str, status: int, code: str) -> None:
    answer = client.get(f"/api/test/fail/{kind}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "secret" not in answer.content.decode()


def test_params_of_an_error_are_passed_on(client: Client) -> None:
    assert client.get("/api/test/fail/domain").json()["params"] == {"state": "sold"}


def test_what_nobody_foresaw_tells_nothing() -> None:
    answer = Client(raise_request_exception=False).get("/api/test/fail/other")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "server_error"
    assert b"secret" not in answer.content


def test_unknown_address_method_and_format(client: Client) -> None:
    missing = client.get("/api/test/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    method = client.delete("/api/test/echo")
    assert (method.status_code, method.json()["code"], method["Allow"]) == (405, "method_not_allowed", "POST, OPTIONS")
    media = post(client, "a=1", "application/x-www-form-urlencoded")
    assert (media.status_code, media.json()["code"]) == (415, "unsupported_media_type")
    accept = client.get("/api/test/version", headers={"Accept": "text/csv"})
    assert (accept.status_code, accept.json()["code"]) == (406, "not_acceptable")


def test_versions(client: Client) -> None:
    etag = client.get("/api/test/version")["ETag"]
    again = client.get("/api/test/version", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.put("/api/test/version").json()["code"] == "precondition_required"
    assert client.put("/api/test/version", headers={"If-Match": '"other"'}).json()["code"] == "precondition_failed"
    assert client.put("/api/test/version", headers={"If-Match": f"W/{etag}"}).status_code == 412
    assert client.put("/api/test/version", headers={"If-Match": etag}).json() == {"changed": True}
