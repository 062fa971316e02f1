"""Verifies the audit trail as one stream: every entry against its digest, every seal against its neighbour, the end against the head."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from ipmarket.kernel.audit.digests import GENESIS, HASHED_COLUMNS, entry_digest, personal_digest, seal_hash
from ipmarket.kernel.audit.errors import ChainRefused, FaultKind
from ipmarket.kernel.audit.head import Head, read_head

_ROWS: Final = 5_000
_COLUMNS: Final = ", ".join(HASHED_COLUMNS)
# A constant of ours put into SQL text, not a value from outside.
_SEALED: Final = (
    f"SELECT s.sequence, s.entry_id, s.previous_hash, s.hash, e.id, e.transaction_id, e.digest, {_COLUMNS}"  # noqa: S608 - see above
    " FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.sequence"
)
_UNSEALED: Final = (
    f"SELECT e.id, e.transaction_id, e.digest, {_COLUMNS} FROM audit_entry e"  # noqa: S608 - see above
    " WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id) ORDER BY e.transaction_id, e.id"
)
_PERSONAL: Final = (
    "SELECT p.entry_id, p.salt, p.values::text, e.personal_digest FROM audit_personalvalues p"
    " LEFT JOIN audit_entry e ON e.id = p.entry_id ORDER BY p.entry_id"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong: what, at which seal, at which entry, in words."""

    kind: FaultKind
    sequence: int | None
    entry_id: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was verified. ``unsealed`` counts the tail that the relay has not sealed yet; the chain says nothing about its order."""

    sealed: int
    unsealed: int
    head_sequence: int
    head_hash: str
    anchored_sequence: int | None
    fault: Fault | None

    @property
    def is_sound(self) -> bool:
        """True when nothing was found wrong."""
        return self.fault is None


class _Tip(NamedTuple):
    sequence: int
    hash: str
    entry_id: int
    transaction_id: int


class _Found(Exception):
    def __init__(self, kind: FaultKind, sequence: int | None, entry_id: int | None, detail: str) -> None:
        self.fault = Fault(kind, sequence, entry_id, detail)
        super().__init__(detail)


def _stream(sql: str, name: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a server-side cursor in blocks, so that memory stays the same however long the trail is.

    While one block is hashed here, a thread already waits for the next, so that server and client work at the same time.
    """
    with connection.connection.cursor(name=name) as cursor, ThreadPoolExecutor(max_workers=1) as reader:
        cursor.execute(sql)
        block = reader.submit(cursor.fetchmany, _ROWS)
        while rows := block.result():
            block = reader.submit(cursor.fetchmany, _ROWS)
            yield from rows


def _walk_seals(head: Head | None) -> _Tip:
    sequence, previous = 0, GENESIS
    entry_id = 0
    order = (-1, 0)
    for stored_sequence, sealed_entry, stored_previous, stored_hash, entry_id, transaction_id, digest, *values in _stream(
        _SEALED, "audit_verify_seals"
    ):
        sequence += 1
        if stored_sequence != sequence:
            raise _Found(FaultKind.SEAL_MISSING, sequence, None, f"Seal {sequence} is missing; the next one is {stored_sequence}.")
        if entry_id is None:
            raise _Found(FaultKind.ENTRY_MISSING, sequence, sealed_entry, f"Entry {sealed_entry} of seal {sequence} is gone.")
        if entry_digest(values) != digest:
            raise _Found(FaultKind.ENTRY_ALTERED, sequence, entry_id, f"Entry {entry_id} does not say what its digest says.")
        if stored_previous != previous:
            raise _Found(FaultKind.SEAL_ALTERED, sequence, entry_id, f"Seal {sequence} does not hold the hash of the seal before.")
        if seal_hash(previous, sequence, entry_id, transaction_id, digest) != stored_hash:
            raise _Found(FaultKind.SEAL_ALTERED, sequence, entry_id, f"Seal {sequence} does not fit its entry {entry_id}.")
        if (transaction_id, entry_id) <= order:
            raise _Found(FaultKind.SEAL_ALTERED, sequence, entry_id, f"Seal {sequence} stands out of commit order.")
        order = (transaction_id, entry_id)
        previous = stored_hash
        if head is not None and head.sequence == sequence and head.hash != stored_hash:
            raise _Found(FaultKind.HEAD_MISMATCH, sequence, entry_id, f"Seal {sequence} is not the one that was anchored.")
    return _Tip(sequence, previous, order[1], order[0])


def _walk_tail(tip: _Tip) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + audit_epoch_shift()")
        (future,) = cursor.fetchone() or (0,)
    count = 0
    for entry_id, transaction_id, digest, *values in _stream(_UNSEALED, "audit_verify_tail"):
        count += 1
        if entry_digest(values) != digest:
            raise _Found(FaultKind.ENTRY_ALTERED, None, entry_id, f"Unsealed entry {entry_id} does not say what its digest says.")
        if (transaction_id, entry_id) < (tip.transaction_id, tip.entry_id):
            raise _Found(FaultKind.ENTRY_INSERTED, None, entry_id, f"Entry {entry_id} was put in before the end of the sealed chain.")
        if transaction_id >= future:
            raise _Found(FaultKind.ENTRY_INSERTED, None, entry_id, f"Entry {entry_id} names a transaction that has not begun.")
    return count


def _walk_personal() -> None:
    for entry_id, salt, values, digest in _stream(_PERSONAL, "audit_verify_personal"):
        if personal_digest(bytes(salt), values.encode()) != digest:
            raise _Found(FaultKind.PERSONAL_ALTERED, None, entry_id, f"The personal values of entry {entry_id} do not fit its digest.")


def _compare_with_head(tip: _Tip, head: Head | None) -> None:
    if head is None:
        if tip.sequence:
            raise _Found(FaultKind.HEAD_MISSING, tip.sequence, None, "There is no anchored head to compare the chain with.")
        return
    if head.sequence > tip.sequence:
        raise _Found(
            FaultKind.TRUNCATED,
            tip.sequence + 1,
            None,
            f"The chain ends at seal {tip.sequence}; seal {head.sequence} was anchored at {head.at}.",
        )


def verify(*, compare_head: bool = True) -> VerifyReport:
    """Verify everything in one read-only snapshot and stop at the first fault, naming its place.

    ``compare_head`` is False only where a new head is about to be written for a restored chain.
    """
    fault: Fault | None = None
    head: Head | None = None
    tip = _Tip(0, GENESIS, 0, -1)
    unsealed = 0
    with transaction.atomic():
        if not connection.savepoint_ids:  # Only the outermost transaction can choose its isolation.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        try:
            head = read_head() if compare_head else None
            tip = _walk_seals(head)
            unsealed = _walk_tail(tip)
            if compare_head:
                _compare_with_head(tip, head)
            _walk_personal()
        except ChainRefused as refused:
            fault = Fault(FaultKind.HEAD_FORGED, None, None, refused.detail)
        except _Found as found:
            fault = found.fault
    return VerifyReport(tip.sequence, unsealed, tip.sequence, tip.hash, None if head is None else head.sequence, fault)
