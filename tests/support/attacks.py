"""What the probes of tests/api/security share: browsers, everything that could have changed, and guards that are taken out.

A probe is asked twice: with the guard it shows nothing, without the guard the same probe shows what the guard stands against.
"""

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.models import ApiToken, Organisation, User
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.policies import Who
from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.outbox.models import Event
from tests.support.sessions import sign_in

_REQUEST_ID = re.compile(rb'"requestId":"[^"]*"')
# When a token was used last is no change of the domain: see token_authentication.
_NOTES: dict[type[models.Model], tuple[str, ...]] = {ApiToken: ("last_used_at",)}


def browser(person: User, organisation: Organisation | None = None, *, is_strong: bool = False) -> Client:
    """A browser in which the person is signed in, acting for the organisation."""
    client = Client(raise_request_exception=False)
    sign_in(client, person, is_strong=is_strong, organisation_id=organisation.id if organisation else None)
    return client


def program(secret: str, **options: Any) -> Client:
    """A program that sends a token."""
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False, **options)


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """One call below /api/app/."""
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(client, method.lower())(
        f"/api/app/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()}, **data
    )


def seen(response: Any) -> tuple[int, bytes, tuple[str | None, ...]]:
    """All that an answer tells, save the number of the request."""
    headers = tuple(response.headers.get(name) for name in ("Content-Type", "Cache-Control", "Vary", "ETag", "Content-Language"))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, _REQUEST_ID.sub(b"", content), headers


def at_once(*calls: Callable[[], Any]) -> list[tuple[int, str]]:
    """The status and the code of each answer to requests that begin together, each with a connection of its own; in order of status."""
    barrier = threading.Barrier(len(calls))
    results: list[tuple[int, str]] = [(0, "")] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            answer = call()
            results[number] = (answer.status_code, str(answer.json().get("code", "")) if answer.content else "")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(results)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of people and organisations, every audit entry, event, message and proven address."""
    watched: list[type[models.Model]] = [*apps.get_app_config("accounts").get_models(include_auto_created=True)]
    watched += [EmailAddress, Entry, PersonalValues, Event, Message]
    return {model.__name__: _rows(model) for model in watched}


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    left_out = _NOTES.get(model, ())
    rows = model._default_manager.order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows]


def changes(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> set[str]:
    """The columns that changed in rows that were there already, as "Model.column", and the models that have other rows than before."""
    found = set()
    for name, rows in before.items():
        key = next(iter(rows[0])) if rows else "id"
        known, now = {row[key]: row for row in rows}, {row[key]: row for row in after[name]}
        found |= {name for _ in known.keys() ^ now.keys()}
        for pk in known.keys() & now.keys():
            found |= {f"{name}.{column}" for column, value in known[pk].items() if now[pk][column] != value}
    return found


@contextmanager
def nothing_changes() -> Iterator[None]:
    """What happens inside leaves no row, no audit entry, no event and no message."""
    before = everything()
    yield
    assert changes(before, everything()) == set()


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside is undone, so that the next question finds the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def statements() -> Iterator[Counter[str]]:
    """Counts the statements that run inside, by what they are about: the work that a stranger could measure."""
    found: Counter[str] = Counter()
    with CaptureQueriesContext(connection) as ran:
        yield found
    found.update(_kind(str(query["sql"])) for query in ran.captured_queries)


def _kind(sql: str) -> str:
    table = re.search(r'(?:FROM|INTO|UPDATE)\s+"?(\w+)', sql)
    return f"{sql.split(maxsplit=1)[0]} {table[1] if table else ''}"


def without_condition(monkeypatch: pytest.MonkeyPatch, model: type[models.Model], *conditions: str) -> None:
    """Take out the guard of all queries on one model: what says whose the row must be is forgotten."""
    original = QuerySet.filter

    def careless(self: Any, *positions: Any, **keywords: Any) -> Any:
        if self.model is model:
            keywords = {name: value for name, value in keywords.items() if name not in conditions}
        return original(self, *positions, **keywords)

    monkeypatch.setattr(QuerySet, "filter", careless)


def opened_to(monkeypatch: pytest.MonkeyPatch, action: str, *who: Who) -> None:
    """Take out the guard of one action: its row in the table of policies lets more people in."""
    row = policies.row_of(action)
    monkeypatch.setitem(policies._rows, action, replace(row, who=row.who | frozenset(who)))


def fixed(monkeypatch: pytest.MonkeyPatch, model: type[models.Model], column: str, value: Any) -> None:
    """Take out a check of a column: it reads as if all were well, whatever the row says."""
    monkeypatch.setattr(model, column, property(lambda self: value, lambda self, given: None))
