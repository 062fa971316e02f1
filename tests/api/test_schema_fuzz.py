"""Schema-driven fuzzing in its quick form: whatever the document allows or forbids, no answer is a 5xx and every answer is as documented.

``IPMARKET_FUZZ_EXAMPLES`` raises the number of requests for each operation, reader and mode, for the long form.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from pytest_django import Settings as DjangoSettings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ipmarket.reference.models import Row
from ipmarket.wsgi import application
from patents.models import ImportBatch
from tests.factories.records import AT, make_operator, make_organisation, make_right, make_symbols, make_technology
from tests.support.sessions import sign_in

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("IPMARKET_FUZZ_EXAMPLES", "8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def _document() -> dict[str, Any]:
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped upstream
    return document


def _schema() -> Any:
    schema = schemathesis.openapi.from_dict(_document())
    schema.app = application
    return schema


SCHEMA: Any = SimpleLazyObject(_schema)


def _operations() -> list[str]:
    return [
        f"{method.upper()} {path}"
        for path, operations in _document()["paths"].items()
        for method in operations
        if method in {"get", "post", "put", "patch", "delete"}
    ]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests pass through the real WSGI application inside the test's transaction, so its connection must outlive them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def catalogue(settings: DjangoSettings, tmp_path: Path, one_connection: None) -> None:
    """A little of everything, and room for many requests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.IPMARKET_THROTTLE_RATES = dict.fromkeys(
        ("read_visitor", "read_person", "write_visitor", "write_person", "sign_in", "costly"), (10000000, 60)
    )
    Row.objects.create(
        list="measure", code="wider_application", label_en="Wider application", label_zh_hant="廣泛應用", label_zh_hans="广泛应用",
        valid_from=AT.date(), source="A paper", confidence="high",
    )  # fmt: skip
    make_symbols(("B", "processes", ""), ("B29", "plastics", ""), ("B29C", "shaping plastics", "SHAPING OF PLASTICS"))
    owner = make_organisation()
    right = make_right("US7272630B2", owner_organisation=owner, inventors=["CHAN Tai-man"])
    make_technology(owner=owner, rights=[right], classes=["B29C 45/00"])
    ImportBatch.objects.create(file_name="a.jsonl", file_sha256="0" * 64, created_at=AT)


def _credentials(reader: str) -> dict[str, dict[str, str]]:
    """What the reader's browser would send. Visitors have a token too, without which their writes would end at the door."""
    request = RequestFactory().get("/")
    token = get_token(request)
    cookies = {"csrftoken": request.META["CSRF_COOKIE"]}
    if reader != "visitor":
        client = Client()
        sign_in(client, make_operator())
        cookies["sessionid"] = client.cookies["sessionid"].value
    return {"headers": {"X-CSRFToken": token}, "cookies": cookies}


def _modes(operation: Any) -> Iterator[GenerationMode]:
    """Allowed values, and refused ones where there are any: every text fits a path argument that is a plain string."""
    yield GenerationMode.POSITIVE
    declared = [parameter.definition.get("schema", {}) for parameter in operation.path_parameters]
    if operation.body or operation.query or any(set(schema) - {"type"} for schema in declared):
        yield GenerationMode.NEGATIVE


@pytest.mark.parametrize("reader", ["visitor", "operator"])
@pytest.mark.parametrize("name", _operations())
def test_every_answer_is_as_documented(name: str, reader: str, catalogue: None) -> None:
    method, path = name.split(" ", 1)
    operation = SCHEMA[path][method]
    credentials = _credentials(reader)
    for mode in _modes(operation):

        @bounds(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            cache.clear()
            response = case.call(**credentials)
            # Who asks for some fields gets items without the others, which no schema of the whole item fits.
            whole = "fields" not in (case.query or {})
            case.validate_response(response, checks=CHECKS if whole else CHECKS[:-1])

        send()


@pytest.mark.parametrize(("reader", "reading", "writing"), [("visitor", 401, 401), ("operator", 200, 400)])
def test_the_readers_are_who_they_say(reader: str, reading: int, writing: int, catalogue: None) -> None:
    operations = SCHEMA["/api/app/imports"]
    credentials = _credentials(reader)
    assert operations["GET"].Case().call(**credentials).status_code == reading
    empty = operations["POST"].Case(body={}, media_type="multipart/form-data")
    assert empty.call(**credentials).status_code == writing
