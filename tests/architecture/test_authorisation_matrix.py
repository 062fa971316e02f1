"""The authorisation matrix: every operation of the API, asked by every kind of person."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ipmarket.accounts.enums import Audience, PlatformRole
from ipmarket.accounts.models import Organisation, User
from patents.models import ImportBatch
from tests.factories.records import AT, make_organisation, make_right, make_symbols, make_technology, make_user
from tests.support.api_description import operations
from tests.support.authorisation_table import MULTIPART, OWNER_TITLE, REGISTERED_TITLE, ROWS, UNKNOWN_REF, Answer, Role, Row, World
from tests.support.source_tree import assert_none


def _api_patterns(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[URLPattern]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _api_patterns(pattern.url_patterns, here)
        elif here.startswith("api/"):
            yield pattern


def test_every_operation_has_a_row() -> None:
    rows = {row.operation for row in ROWS}
    assert_none(f"{method} {path} has no row in tests/support/authorisation_table.py" for method, path in operations() - rows)


def test_every_row_has_an_operation() -> None:
    assert_none(f"{method} {path} is no operation of the API" for method, path in {row.operation for row in ROWS} - operations())


def test_no_address_is_left_out_of_the_description() -> None:
    described = {path for _, path in operations()}
    assert len(list(_api_patterns(get_resolver().url_patterns))) == len(described)


@pytest.fixture
def world(db: None) -> World:
    owner = make_organisation(name_en="Owner Works")
    make_symbols(("B", "Operations", ""), ("B29", "Plastics", ""), ("B29C", "Shaping plastics", ""))
    make_right("US7272630B2", audience=Audience.PUBLIC, owner_organisation=owner)
    make_right("US7272631B2", titles={"en": REGISTERED_TITLE}, audience=Audience.REGISTERED, owner_organisation=owner)
    make_right("US7272632B2", titles={"en": OWNER_TITLE}, audience=Audience.OWNER, owner_organisation=owner)
    technology = make_technology(owner=owner)
    make_user(email="somebody@example.test", organisation=make_organisation(name_en="Another Works"))
    make_user(email="suspended@example.test", is_active=False)
    batch = ImportBatch.objects.create(file_name="a.jsonl", file_sha256="0" * 64, source="labelled", created_at=AT)
    return World("US7272630B2", "US7272631B2", "US7272632B2", str(technology.id), batch.id, owner.id)


def _person(role: Role, world: World) -> User | None:
    if role is Role.VISITOR:
        return None
    platform_roles = {Role.OPERATOR: (PlatformRole.OPERATOR,), Role.AUDITOR: (PlatformRole.AUDITOR,)}.get(role, ())
    if role is Role.OWNERS_MEMBER:
        organisation = Organisation.objects.get(id=world.owner_organisation_id)
    else:
        organisation = make_organisation(name_en="Works of the one who asks")
    return make_user(
        email=f"{role.name.lower()}-who-asks@example.test",
        organisation=organisation,
        roles=platform_roles,
        is_active=role is not Role.SUSPENDED,
    )


def _out_of_sight(role: Role) -> set[str]:
    """The titles that no answer to this role may hold, whatever was asked."""
    if role in {Role.VISITOR, Role.SUSPENDED}:
        return {REGISTERED_TITLE, OWNER_TITLE}
    return {OWNER_TITLE} if role is Role.MEMBER else set()


def _ask(client: Client, row: Row, world: World, **instead: str) -> HttpResponse:
    path = row.route.format(**{**row.address(world), **instead})
    body = row.body(world) if row.body else None
    encoding = {} if row.content_type == MULTIPART or body is None else {"content_type": row.content_type}
    arguments = {"data": body} if body is not None else {}
    response: HttpResponse = getattr(client, row.method.lower())(path, query_params=dict(row.query), **arguments, **encoding)
    return response


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name.lower())
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_api_answers_as_the_table_says(row: Row, role: Role, world: World) -> None:
    client = Client()
    person = _person(role, world)
    if person is not None:
        client.force_login(person)
    response = _ask(client, row, world)
    answer = Answer.of(response.status_code)
    assert answer == row.answers[role], f"{response.status_code} {response.content[:300]!r}"
    assert [title for title in _out_of_sight(role) if title.encode() in response.content] == []
    if answer is Answer.HIDDEN:
        unknown = _ask(client, row, world, ref=UNKNOWN_REF)
        assert (unknown.status_code, unknown.content.replace(UNKNOWN_REF.encode(), b"")) == (
            response.status_code,
            response.content.replace(row.address(world)["ref"].encode(), b""),
        )
