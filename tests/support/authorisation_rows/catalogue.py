"""Rows of the authorisation table: search, records and classes, imports, and the public API."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ipmarket.accounts.enums import TokenScope
from tests.support.authorisation_answers import (
    EVERYBODY,
    MULTIPART,
    OPERATOR,
    OPERATOR_AND_AUDITOR,
    OWNER_AND_STAFF,
    PUBLIC_RECORD,
    REGISTERED_RECORD,
    Row,
)
from tests.support.authorisation_world import World


def _public(world: World) -> dict[str, str]:
    return {"ref": world.public_ref}


def _registered(world: World) -> dict[str, str]:
    return {"ref": world.registered_ref}


def _owned(world: World) -> dict[str, str]:
    return {"ref": world.owner_ref}


def _technology(world: World) -> dict[str, str]:
    return {"ref": world.technology_ref}


def _import(world: World) -> dict[str, str]:
    return {"import_id": str(world.import_id)}


def _symbol(world: World) -> dict[str, str]:
    return {"symbol": "B29C"}


def _upload(world: World) -> dict[str, Any]:
    line = (
        b'{"id": "US10000001B2", "title": "Mould", "abstract": null, "ipc": ["B29C 45/26"], "cpc": [], "lang": "en", "source": "example"}\n'
    )
    return {"file": SimpleUploadedFile("records.jsonl", line), "source": "auto"}


CATALOGUE, IMPORT = TokenScope.CATALOGUE_READ, TokenScope.IMPORT
ROWS = (
    Row("GET", "/api/app/home", "the home page", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/app/search", "search", EVERYBODY, query={"q": "mould"}, scope=CATALOGUE),
    Row("GET", "/api/app/classes", "browse classes", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/app/classes/{symbol}", "one class", EVERYBODY, _symbol, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}", "a public right", PUBLIC_RECORD, _public, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}", "a right for signed-in people", REGISTERED_RECORD, _registered, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}", "a right that only its owner sees", OWNER_AND_STAFF, _owned, scope=CATALOGUE),
    Row("GET", "/api/app/technologies/{ref}", "a public technology", PUBLIC_RECORD, _technology, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}/similar", "what is like a public right", PUBLIC_RECORD, _public, scope=CATALOGUE),
    Row(
        "GET",
        "/api/app/patents/{ref}/similar",
        "what is like a right for signed-in people",
        REGISTERED_RECORD,
        _registered,
        scope=CATALOGUE,
    ),
    Row(
        "GET",
        "/api/app/patents/{ref}/similar",
        "what is like a right that only its owner sees",
        OWNER_AND_STAFF,
        _owned,
        scope=CATALOGUE,
    ),
    Row(
        "GET",
        "/api/app/technologies/{ref}/similar",
        "what is like a public technology",
        PUBLIC_RECORD,
        _technology,
        scope=CATALOGUE,
    ),
    Row(
        "POST",
        "/api/app/classification-suggestions",
        "which class is my invention",
        EVERYBODY,
        body=lambda world: {"text": "An injection mould with a heated insert and a two-stage ejector.", "language": "en"},
        asks_nobody=True,
    ),
    Row("GET", "/api/app/imports", "list imports", OPERATOR_AND_AUDITOR, scope=IMPORT),
    Row("POST", "/api/app/imports", "hand in a file", OPERATOR, body=_upload, content_type=MULTIPART, scope=IMPORT),
    Row("GET", "/api/app/imports/{import_id}", "one import", OPERATOR_AND_AUDITOR, _import, scope=IMPORT),
    Row("GET", "/api/app/imports/{import_id}/quarantine", "its bad records", OPERATOR_AND_AUDITOR, _import, scope=IMPORT),
    Row("POST", "/api/app/imports/{import_id}/cancellation", "call it off", OPERATOR, _import, scope=IMPORT),
    Row("GET", "/api/v1/patents", "list rights", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/v1/patents/{ref}", "a public right", PUBLIC_RECORD, _public, scope=CATALOGUE),
    Row("GET", "/api/v1/patents/{ref}", "a right for signed-in people", REGISTERED_RECORD, _registered, scope=CATALOGUE),
    Row("GET", "/api/v1/patents/{ref}", "a right that only its owner sees", OWNER_AND_STAFF, _owned, scope=CATALOGUE),
    Row("GET", "/api/v1/technologies", "list technologies", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/v1/technologies/{ref}", "a public technology", PUBLIC_RECORD, _technology, scope=CATALOGUE),
    Row("GET", "/api/v1/classes", "list classes", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/v1/classes/{symbol}", "one class", EVERYBODY, _symbol, scope=CATALOGUE),
    Row("GET", "/api/v1/reference/{list}", "reference rows", EVERYBODY, lambda world: {"list": "countries"}, scope=CATALOGUE),
)
