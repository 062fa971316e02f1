"""Mass assignment: whatever stands in a body beside what the API description names changes nothing.

Each write of people and organisations is sent twice, as it should be and with every column of every model beside it, in both ways of
writing and with tempting values. Both have to leave the same behind. What the columns are comes from the models, and what the operations
are from the authorisation matrix, so that a new one of either is asked about without anybody thinking of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.models import Model
from django.test import Client

from ipmarket.kernel.api.names import to_camel
from ipmarket.kernel.api.serializers import CamelSerializer
from tests.support.api_description import description
from tests.support.attacks import everything
from tests.support.authorisation_table import MULTIPART, ROWS, Answer, Row
from tests.support.authorisation_world import TOKENS, Role, World, build_world, client_of

pytestmark = pytest.mark.django_db
WRITES = [
    row
    for row in ROWS
    if row.method != "GET"
    and row.content_type != MULTIPART
    and row.route.startswith("/api/app/")
    and Answer.YES in row.answers.values()
    and not row.route.startswith(("/api/app/imports", "/api/app/classification"))
]
# Drawn anew for each row, or made of what is.
DRAWN = (models.UUIDField, models.DateTimeField, models.ForeignKey)
SECRET = {"token_digest", "digest", "prefix", "sealed_values", "message_id", "before", "after", "payload", "salt"}
SECRET |= {"hash", "previous_hash", "personal_digest", "sequence", "id", "aggregate_id", "target_id", "request_id", "last_login"}
MORE = {"is_staff": True, "is_superuser": True, "roles": ["operator"], "permissions": ["*"], "standing": "owner", "groups": [1]}
TEMPTING: dict[str, list[Any]] = {
    "role": ["owner", "operator", "auditor"],
    "state": ["accepted", "granted", "confirmed"],
    "verification": ["verified"] * 3,
    "scopes": [["import"], ["organisation.write"], ["negotiate"]],
    "version": [1] * 3,
}


def columns() -> dict[str, models.Field[Any, Any]]:
    """Every column of the models of people and organisations, by each name that somebody might try."""
    found: dict[str, models.Field[Any, Any]] = {}
    for model in apps.get_app_config("accounts").get_models():
        for field in model._meta.concrete_fields:
            for name in (field.name, field.attname):
                found[name] = found[to_camel(name)] = field
    return found


def documented(row: Row) -> set[str]:
    """The names that the API description lets a body of this operation hold."""
    content = description()["paths"][row.route][row.method.lower()].get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return set(schema.get("properties", {}))


def tempting(name: str, field: models.Field[Any, Any], turn: int, world: World) -> Any:
    """A value of the column that its owner would not like."""
    if field.name in TEMPTING:
        return TEMPTING[field.name][turn]
    if isinstance(field, models.ForeignKey):
        ids = {"User": str(world.people[Role.MEMBER]), "Organisation": world.other_organisation_id}
        return ids.get(field.related_model.__name__, "00000000-0000-7000-8000-000000000000")
    if isinstance(field, models.BooleanField):
        return turn != 1
    if isinstance(field, models.DateTimeField):
        return "2000-01-01T00:00:00Z" if turn else "2099-01-01T00:00:00Z"
    if isinstance(field, models.DateField):
        return "2099-01-01"
    if isinstance(field, (models.IntegerField, models.BigIntegerField)):
        return 999
    if isinstance(field, models.UUIDField):
        return "00000000-0000-7000-8000-00000000000a"
    if field.choices:
        choices = [value for value, _ in field.flatchoices]
        return choices[-1 - turn % len(choices)]
    return f"crafted-{turn}@example.test" if "email" in name else f"crafted{turn}"


def crafted(row: Row, turn: int, world: World) -> dict[str, Any]:
    """Everything that is not documented for this operation."""
    extras = {name: tempting(name, field, turn, world) for name, field in columns().items()}
    return {name: value for name, value in {**MORE, **extras}.items() if name not in documented(row)}


def outcome(client: Client, row: Row, world: World, extras: dict[str, Any]) -> tuple[int, dict[str, list[Any]]]:
    """The status of the answer and what it changed, without what is drawn anew each time. The change is taken back."""
    cookies = client.cookies.output()
    with transaction.atomic():
        body = row.body(world) if row.body else None
        before = everything()
        response = getattr(client, row.method.lower())(
            row.route.format(**row.address(world)), {**(body or {}), **extras}, content_type="application/json", headers=dict(row.headers)
        )
        after = everything()
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.load(cookies)
    return response.status_code, _changed(before, after)


def _changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[Any]]:
    fields = {model.__name__: model for model in apps.get_models(include_auto_created=True)}
    told: dict[str, list[Any]] = {}
    there = {row["id"] for name in ("User", "Organisation") for row in before[name]}
    for name, known in before.items():
        drawn = {f.attname for f in fields[name]._meta.concrete_fields if isinstance(f, DRAWN) and not _is_outside(f)} | SECRET
        old = {_key(row): row for row in known}
        new = {_key(row): row for row in after[name]}
        rows = [("gone", "") for key in old.keys() - new.keys()]
        rows += [("new", _plain(row, drawn, there)) for key, row in new.items() if key not in old]
        rows += [
            (column, str(value) if column not in drawn else "drawn")
            for key, row in new.items()
            if key in old
            for column, value in row.items()
            if old[key][column] != value
        ]
        told[name] = sorted(rows, key=str)
    return {name: rows for name, rows in told.items() if rows}


def apart(one: tuple[int, dict[str, list[Any]]], other: tuple[int, dict[str, list[Any]]]) -> list[Any]:
    """What only one of two outcomes holds."""
    found: list[Any] = [] if one[0] == other[0] else [one[0], other[0]]
    for name in one[1].keys() | other[1].keys():
        here, there = one[1].get(name, []), other[1].get(name, [])
        found += [(name, row) for row in [*here, *there] if here.count(row) != there.count(row)]
    return found


def _is_outside(field: Any) -> bool:
    """People and organisations are there before the request; whose a new row is must not come from a body."""
    return isinstance(field, models.ForeignKey) and field.related_model.__name__ in {"User", "Organisation"}


def _key(row: dict[str, Any]) -> Any:
    return next(iter(row.values()))


def _plain(row: dict[str, Any], drawn: set[str], there: set[UUID]) -> str:
    """The row as it was written; of moments, that they are of now, and of ids, whose they are, where that was there before."""
    kept = {}
    for column, value in row.items():
        is_drawn = value is not None and (column in drawn or (isinstance(value, UUID) and value not in there))
        kept[column] = value.year if isinstance(value, datetime) else "drawn" if is_drawn else str(value)
    return str(kept)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def asker(row: Row, world: World) -> Client:
    """Somebody who may do it: the humblest that the table names."""
    roles = [role for role in Role if role not in TOKENS and role is not Role.VISITOR and row.answer(role) is Answer.YES]
    client = client_of(Role.OWNERS_OWNER if Role.OWNERS_OWNER in roles else roles[0], world)
    client.raise_request_exception = False
    # The first request of a session notes that it is in use.
    client.get("/api/app/session")
    return client


def test_there_is_something_to_try() -> None:
    assert len(WRITES) >= 35
    assert {"organisation_id", "organisationId", "role", "is_active", "isDemo", "verified_at", "revokedAt"} <= columns().keys()


@pytest.mark.parametrize("row", WRITES, ids=lambda row: row.name)
def test_only_what_is_documented_is_taken_from_a_body(row: Row, world: World) -> None:
    client = asker(row, world)
    plain = outcome(client, row, world, {})
    assert Answer.of(plain[0]) is Answer.YES
    for turn in range(3):
        assert apart(outcome(client, row, world, crafted(row, turn, world)), plain) == []


# ── A framework that assigns what it is sent ──


def assigns_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is that serializers name their fields and services name their arguments. Without it a body reaches the rows."""
    sent: dict[str, Any] = {}
    to_internal, save = CamelSerializer.to_internal_value, Model.save

    def remembers(self: CamelSerializer, data: Any) -> Any:
        sent.update(data if isinstance(data, dict) else {})
        return to_internal(self, data)

    def assigns(self: Model, *values: Any, **keywords: Any) -> None:
        names = {f.attname for f in self._meta.concrete_fields if not f.primary_key} if self._meta.app_label == "accounts" else set()
        taken = {name: value for name, value in sent.items() if name in names & {"is_demo", "is_active", "version", "expires_at"}}
        for name, value in taken.items():
            setattr(self, name, value)
        if keywords.get("update_fields") is not None:
            keywords["update_fields"] = [*keywords["update_fields"], *taken]
        save(self, *values, **keywords)

    monkeypatch.setattr(CamelSerializer, "to_internal_value", remembers)
    monkeypatch.setattr(Model, "save", assigns)


@pytest.mark.parametrize("what", ["change the own name", "found an organisation", "change its profile", "invite somebody"])
def test_a_framework_that_assigns_what_it_is_sent_is_found(what: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in WRITES if row.what == what)
    client = asker(row, world)
    plain = outcome(client, row, world, {})
    assigns_everything(monkeypatch)
    assert any(outcome(client, row, world, crafted(row, turn, world)) != plain for turn in range(3))
