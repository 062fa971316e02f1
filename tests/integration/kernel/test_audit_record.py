"""Audit entries: written with the change, never changed, personal values apart."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.audit.services import erase_personal, record
from tests.integration.kernel.apps import FLOOR

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
PERSON = Actor(kind="person", user_id=UUID(int=7), organisation_id=UUID(int=8), request_id="request-1")


@pytest.mark.django_db
def test_an_entry_holds_who_did_what_to_what() -> None:
    entry_id = record(
        actor=PERSON,
        at=AT,
        action="right.renamed",
        target_type="patents.right",
        target_id=UUID(int=9),
        before={"b": 1.0, "a": "é"},
        reason="typo",
    )
    row = Entry.objects.get(pk=entry_id)
    assert (row.actor_kind, row.actor_id, row.organisation_id, row.request_id) == ("person", UUID(int=7), UUID(int=8), "request-1")
    assert (row.action, row.target_type, row.target_id, row.at) == ("right.renamed", "patents.right", str(UUID(int=9)), AT)
    assert (row.before, row.after, row.reason, row.personal_digest) == ({"a": "é", "b": 1.0}, None, "typo", "")
    hashed = (
        '[1767323045678901,"person","00000000-0000-0000-0000-000000000007","00000000-0000-0000-0000-000000000008","","right.renamed",'
        '"patents.right","00000000-0000-0000-0000-000000000009","{\\"a\\":\\"é\\",\\"b\\":1.0}",null,"typo","request-1",""]'
    )
    assert row.digest == hashlib.sha256(hashed.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT before::text, transaction_id = pg_current_xact_id()::text::bigint FROM audit_entry")
        assert cursor.fetchone() == ('{"a":"é","b":1.0}', True)


@pytest.mark.django_db(transaction=True, available_apps=FLOOR)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record(actor=SYSTEM, at=AT, action="a", target_type="t", target_id="1")
    assert Entry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'other'",
        "DELETE FROM audit_entry",
        "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL ipmarket.audit_strict = 'on'; TRUNCATE audit_entry CASCADE",
        "UPDATE audit_personalvalues SET salt = ''",
        "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL ipmarket.audit_strict = 'on'; TRUNCATE audit_personalvalues",
    ],
)
def test_the_database_refuses_to_change_the_past(statement: str) -> None:
    entry_id = record(actor=SYSTEM, at=AT, action="a", target_type="t", target_id="1", reason="first", personal={"name": "Ann"})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Entry.objects.get(pk=entry_id).reason, PersonalValues.objects.count()) == ("first", 1)


@pytest.mark.django_db
def test_personal_values_stand_apart_and_can_be_erased() -> None:
    entry_id = record(
        actor=SYSTEM, at=AT, action="person.joined", target_type="accounts.user", target_id="1", after={"n": 1}, personal={"name": "Ann"}
    )
    other_id = record(actor=SYSTEM, at=AT, action="person.joined", target_type="accounts.user", target_id="2", personal={"name": "Ben"})
    assert PersonalValues.objects.get(entry_id=entry_id).values == {"name": "Ann"}
    assert len(Entry.objects.get(pk=entry_id).personal_digest) == 64
    assert "Ann" not in str(Entry.objects.filter(pk=entry_id).values())
    assert erase_personal(actor=SYSTEM, at=AT, target_type="accounts.user", target_ids=["1"], reason="asked to") == 1
    assert list(PersonalValues.objects.values_list("entry_id", flat=True)) == [other_id]
    last = Entry.objects.latest("id")
    assert (last.action, last.target_id, last.after, last.reason) == ("audit.personal_erased", "1", {"entries": 1}, "asked to")


@pytest.mark.django_db
def test_the_same_personal_values_never_have_the_same_digest() -> None:
    for _ in range(2):
        record(actor=SYSTEM, at=AT, action="a", target_type="t", target_id="1", personal={"name": "Ann"})
    first, second = Entry.objects.values_list("personal_digest", flat=True)
    assert first != second
