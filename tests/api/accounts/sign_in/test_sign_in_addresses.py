"""Every sign-in address has its row, and answers visitors and people as the row says."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.records import make_user
from tests.support.sessions import sign_in
from tests.support.sign_in_table import PREFIX, ROWS, Row
from tests.support.source_tree import assert_none

METHODS = ("get", "post", "put", "patch", "delete")
CALLBACK = "/api/auth/provider/<slug:provider_id>/callback"


def _leaves(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _leaves(pattern.url_patterns, here)
        elif here.startswith("/api/auth/"):
            yield here, pattern


def served() -> set[tuple[str, str]]:
    found = set()
    for path, pattern in _leaves(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", None)
        if view is None:
            assert path == CALLBACK
            continue
        found |= {(method.upper(), path.removeprefix(PREFIX)) for method in METHODS if hasattr(view, method)}
    return found


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = {(row.method, row.path) for row in ROWS}
    assert_none(f"{method} {path} has no row" for method, path in served() - rows)
    assert_none(f"{method} {path} is not served" for method, path in rows - served())


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_visitors_and_people_are_answered_as_the_row_says(row: Row, client: Client) -> None:
    def ask(asker: Client) -> int:
        send = getattr(asker, row.method.lower())
        answer = send(PREFIX + row.path) if row.method == "GET" else send(PREFIX + row.path, "{}", content_type="application/json")
        assert answer["Content-Type"] in {"application/json", "application/problem+json"}
        return int(answer.status_code)

    person = Client()
    sign_in(person, make_user(), is_strong=False)
    assert (ask(client), ask(person)) == (row.visitor, row.person)
