"""The authorisation matrix: every operation of the API, asked by every kind of person.

The world is built once for a worker and never committed; every question is asked inside a savepoint that is taken back, so that each
finds the same world.
"""

import copy
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver

from ipmarket.accounts.selectors.policies import registry
from tests.support.api_description import operations
from tests.support.authorisation_fields import fields_in, is_read, reviewed, section_of, write
from tests.support.authorisation_table import MULTIPART, OWNER_TITLE, REGISTERED_TITLE, ROWS, UNKNOWN_ID, UNKNOWN_REF, Answer, Row
from tests.support.authorisation_world import Role, World, build_world, client_of
from tests.support.source_tree import assert_none

AUTH = "api/auth/"
# Set by whoever has added a field: see tests/support/authorisation_fields.py.
WRITES_FIELDS = os.environ.get("IPMARKET_WRITE_FIELDS") == "1"
SECTIONS: dict[str, list[str]] = {}


def _api_patterns(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _api_patterns(pattern.url_patterns, here)
        elif here.startswith("api/"):
            yield here, pattern


def test_every_operation_has_a_row() -> None:
    rows = {row.operation for row in ROWS}
    assert_none(f"{method} {path} has no row in tests/support/authorisation_rows/" for method, path in operations() - rows)


def test_every_row_has_an_operation() -> None:
    assert_none(f"{method} {path} is no operation of the API" for method, path in {row.operation for row in ROWS} - operations())


def test_every_role_has_an_answer_in_every_row() -> None:
    assert_none(f"{row.name} has no answer for {role.value}" for row in ROWS for role in Role if role not in row.answers)


def test_no_address_is_left_out_of_the_description() -> None:
    """Signing in has a table of its own: see test_sign_in_addresses."""
    described = {path for _, path in operations()}
    ours = [here for here, _ in _api_patterns(get_resolver().url_patterns) if not here.startswith(AUTH)]
    assert len(ours) == len(described)


def _described(pattern: str) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)


def test_a_row_takes_tokens_where_its_view_does() -> None:
    """A view names the action of each method that takes tokens; the table of policies names the scope; the row here says the same."""
    declared: dict[tuple[str, str], str] = {}
    for here, pattern in _api_patterns(get_resolver().url_patterns):
        actions: dict[str, str] = getattr(getattr(pattern.callback, "cls", None), "token_actions", {})
        declared |= {(method, _described(here)): registry()[action].scope for method, action in actions.items()}
    expected = {row.operation: row.scope for row in ROWS if row.scope}
    assert declared == expected


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_index(settings: LazySettings, tmp_path: Path) -> None:
    """The rows answer: what an index of another test holds would not be this world."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"


@pytest.fixture(scope="module")
def clients(world: World, django_db_blocker: Any) -> dict[Role, Client]:
    with django_db_blocker.unblock():
        return {role: client_of(role, world) for role in Role}


def _out_of_sight(row: Row, role: Role) -> set[str]:
    """The titles that no answer to this role may hold, whatever was asked. Whoever may see one may read the other too."""
    if row.answer(role) is Answer.SIGN_IN or role in {Role.VISITOR, Role.SUSPENDED, Role.ERASED, Role.WALLED, Role.TOKEN_NARROW}:
        return {REGISTERED_TITLE, OWNER_TITLE}
    sees = {
        *(Role.OWNERS_VIEWER, Role.OWNERS_MEMBER, Role.OWNERS_MANAGER, Role.OWNERS_OWNER, Role.MANDATE, Role.GRANTEE),
        *(Role.OPERATOR, Role.AUDITOR, Role.TOKEN),
    }
    return set() if role in sees else {OWNER_TITLE}


def _sent(row: Row, body: Any) -> dict[str, Any]:
    if body is None:
        return {}
    if row.content_type != MULTIPART:
        return {"data": body, "content_type": row.content_type}
    if row.method == "POST":
        return {"data": body}
    return {"data": encode_multipart(BOUNDARY, body), "content_type": MULTIPART_CONTENT}


def _ask(client: Client, row: Row, world: World, address: dict[str, str]) -> HttpResponse:
    path = row.route.format(**address)
    # What an answer sets or deletes is for this question alone.
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        # What a body has to find is written here too, so that it is taken back with what the request wrote.
        sent = _sent(row, row.body(world) if row.body else None)
        ask = getattr(client, row.method.lower())
        response: HttpResponse = ask(path, query_params=dict(row.query), headers=dict(row.headers), **sent)
        if response.streaming:
            response = HttpResponse(b"", status=response.status_code, headers=dict(response.headers))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def _unknown(address: dict[str, str]) -> dict[str, str]:
    """The same address with its last piece naming nothing."""
    if not address:
        return address
    name = list(address)[-1]
    return {**address, name: UNKNOWN_REF if name == "ref" else UNKNOWN_ID if _is_id(address[name]) else "nothing-of-that-name"}


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _compared(response: HttpResponse, address: dict[str, str]) -> tuple[int, bytes]:
    content = response.content
    for piece in address.values():
        content = content.replace(piece.encode(), b"")
    return response.status_code, content


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_api_answers_as_the_table_says(row: Row, world: World, clients: dict[Role, Client]) -> None:
    wrong: list[str] = []
    read: dict[Role, set[str]] = {}
    address = row.address(world)
    unknown = _unknown(address)
    for role in Role:
        response = _ask(clients[role], row, world, address)
        answer, expected = Answer.of(response.status_code), row.answer(role)
        if answer != expected:
            wrong.append(f"{role.value}: {response.status_code} instead of {expected.value}: {response.content[:200]!r}")
            continue
        wrong += [f"{role.value} reads {title}" for title in _out_of_sight(row, role) if title.encode() in response.content]
        if is_read(row, response):
            read[role] = fields_in(response)
        if answer is Answer.HIDDEN and unknown != address:
            nothing = _ask(clients[role], row, world, unknown)
            if _compared(nothing, unknown) != _compared(response, address):
                wrong.append(f"{role.value} can tell what is hidden from what is not there: {nothing.content[:200]!r}")
    section = section_of(row, read) if read else []
    if WRITES_FIELDS:
        if section:
            SECTIONS[row.name] = section
    elif section != reviewed().get(row.name, []):
        wrong.append("other fields are read than tests/support/authorisation_fields.txt says:\n" + "\n".join(section))
    assert_none(wrong)


def test_every_line_of_the_fields_belongs_to_a_row() -> None:
    if WRITES_FIELDS:
        write(SECTIONS)
    assert set(reviewed()) <= {row.name for row in ROWS}
