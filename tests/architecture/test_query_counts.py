"""A list costs at most six SQL statements, and as many for a hundred rows as for one: asked of every list route of the API."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.models import User
from patents.models import ImportBatch, QuarantinedRecord
from search.engines import choice
from search.indexing.rebuild import rebuild
from tests.factories.records import AT, make_operator, make_organisation, make_right, make_symbols, make_technology
from tests.support.api_description import largest_page, list_routes
from tests.support.authorisation_table import ROWS, Answer, Role, Row, World
from tests.support.organisation_crowd import make_crowd
from tests.support.sessions import sign_in
from tests.support.source_tree import assert_none

MOST_STATEMENTS = 6
# Read from files, in the demo alone: no statement of their own.
LISTS_OF_FILES = {"/api/app/mailbox"}
PAGE_SIZES = (1, 20, 100)
ROWS_IN_STORE = 24
OPERATOR_EMAIL = "uploader@example.test"
READS = tuple({row.route: row for row in reversed(ROWS) if row.method == "GET" and row.answer(Role.OPERATOR) is Answer.YES}.values())


@pytest.fixture
def full_world(db: None, settings: LazySettings, tmp_path: Path) -> World:
    """More rows of everything than a usual page holds, each with everything that hangs on it, and the index of them."""
    owner = make_organisation(name_en="Owner Works")
    make_symbols(("B", "Operations", ""), ("B29", "Plastics", ""), ("B29C", "Shaping plastics", ""))
    rights = [
        make_right(
            f"US{7272600 + number}B2",
            titles={"en": f"Mould number {number}", "zh-Hant": f"模具{number}"},
            abstracts={"en": "A mould."},
            inventors=("Inventor",),
            applicants=("Owner Works",),
            classes=("B29C 45/17", "B29C 45/26"),
            owner_organisation=owner,
        )
        for number in range(ROWS_IN_STORE)
    ]
    technologies = [
        make_technology(title_en=f"Process {number}", owner=owner, rights=rights[number : number + 1], classes=("B29C",))
        for number in range(ROWS_IN_STORE)
    ]
    uploader = make_operator(email=OPERATOR_EMAIL)
    batches = [
        ImportBatch.objects.create(file_name=f"{number}.jsonl", file_sha256="0" * 64, source="labelled", created_at=AT, created_by=uploader)
        for number in range(ROWS_IN_STORE)
    ]
    QuarantinedRecord.objects.bulk_create(
        QuarantinedRecord(batch=batches[0], position=number, place=f"line {number}", reason="no_number", detail="It has no number.")
        for number in range(ROWS_IN_STORE)
    )
    make_crowd(owner, uploader, count=ROWS_IN_STORE)
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    rebuild(engine=choice.engine(), at=AT)
    return World(rights[0].ref, rights[1].ref, rights[2].ref, str(technologies[0].id), batches[0].id, owner.id)


def _asker(row: Row) -> Client:
    """A visitor where visitors may ask: then every statement is the list's own. Otherwise the operator, whose session counts too."""
    client = Client()
    if row.answer(Role.VISITOR) is not Answer.YES:
        sign_in(client, User.objects.get(email=OPERATOR_EMAIL))
    return client


def _statements(client: Client, path: str, query: Mapping[str, Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, query_params=dict(query))
    assert response.status_code == 200, response.content[:300]
    return [str(statement["sql"])[:160] for statement in captured.captured_queries]


def test_a_list_costs_few_statements_whatever_its_length(full_world: World) -> None:
    lists = list_routes()
    found = []
    for row in READS:
        if row.route in lists:
            found += _too_many(row, full_world)
    assert_none(found)


def _too_many(row: Row, world: World) -> list[str]:
    client, path, largest = _asker(row), row.route.format(**row.address(world)), largest_page(row.route)
    sizes = sorted({min(size, largest) for size in PAGE_SIZES}) if largest else []
    queries = [{**row.query, "limit": str(size)} for size in sizes] or [dict(row.query)]
    # What a process keeps in memory is read once, before anything is counted.
    _statements(client, path, queries[0])
    counted = [_statements(client, path, query) for query in queries]
    found = []
    if len({len(statements) for statements in counted}) > 1:
        numbers = ", ".join(f"{len(statements)} at {size}" for size, statements in zip(sizes, counted, strict=True))
        found.append("\n  ".join([f"{row.route}: the number of statements depends on the page: {numbers}", *counted[-1]]))
    if len(counted[-1]) > MOST_STATEMENTS:
        found.append("\n  ".join([f"{row.route}: {len(counted[-1])} statements", *counted[-1]]))
    return found


def test_every_list_of_the_description_is_asked() -> None:
    lists = list_routes()
    assert len(lists) > 5
    assert_none(
        f"{route} has no row that a visitor or an operator may read" for route in lists - {row.route for row in READS} - LISTS_OF_FILES
    )
