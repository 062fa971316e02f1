"""A long audit trail in little time, and leave to do with it what the database forbids."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ipmarket.kernel.audit.digests import entry_digest, microseconds, personal_digest
from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.canonical import canonical_json

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
ACTIONS = ("accounts.admit_member", "accounts.edit_account", "patents.register_right", "patents.queue_import", "search.rebuild")


def entry_of(number: int, *, at: datetime | None = None, people: int = 50, organisations: int = 20) -> tuple[Entry, PersonalValues | None]:
    """An entry as ``record`` writes it, with every column filled in; every fourth has personal values."""
    when = at or AT + timedelta(seconds=number)
    before, after = {"colour": "red", "number": number}, {"colour": "blue", "number": number + 1}
    personal = {"name": f"Person {number}"} if number % 4 == 0 else None
    salt = number.to_bytes(32, "big")
    text = b"" if personal is None else canonical_json(personal)
    entry = Entry(
        at=when,
        actor_kind="person",
        actor_id=UUID(int=1_000 + number % people),
        organisation_id=UUID(int=2_000 + number % organisations),
        actor_label=f"label {number % people}",
        action=ACTIONS[number % len(ACTIONS)],
        target_type="patents.right" if number % 2 else "accounts.user",
        target_id=str(UUID(int=3_000 + number // 3)),
        before=before,
        after=after,
        reason=f"because of {number}",
        request_id=f"request-{number:08d}",
        personal_digest="" if personal is None else personal_digest(salt, text),
    )
    entry.digest = entry_digest(
        [
            microseconds(entry.at), entry.actor_kind, str(entry.actor_id), str(entry.organisation_id), entry.actor_label, entry.action,
            entry.target_type, entry.target_id, canonical_json(before).decode(), canonical_json(after).decode(), entry.reason,
            entry.request_id, entry.personal_digest,
        ]
    )  # fmt: skip
    return entry, None if personal is None else PersonalValues(entry=entry, salt=salt, values=personal)


def write_entries(count: int, *, first: int = 0, block: int = 1_000) -> None:
    """So many entries, each block in a transaction of its own."""
    for start in range(first, first + count, block):
        made = [entry_of(number) for number in range(start, min(start + block, first + count))]
        with transaction.atomic():
            Entry.objects.bulk_create([entry for entry, _ in made], batch_size=500)
            PersonalValues.objects.bulk_create([values for _, values in made if values is not None], batch_size=500)


@contextmanager
def tampering() -> Iterator[Any]:
    """A cursor that may do what the triggers forbid. Everything is taken back afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        yield cursor
        transaction.set_rollback(True)


def row_of(cursor: Any, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
    """The one row that the statement gives."""
    cursor.execute(sql, parameters)
    row: tuple[Any, ...] = cursor.fetchone()
    return row
