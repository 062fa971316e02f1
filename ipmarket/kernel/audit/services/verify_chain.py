"""Verifies the audit trail as one stream: every entry against its digest, every seal against its neighbour, the end against the head.

A full verification reads everything. An incremental one goes on from a link that was found sound before, and reads what came since.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from ipmarket.kernel.audit.digests import GENESIS, HASHED_COLUMNS, entry_digest, personal_digest, seal_hash
from ipmarket.kernel.audit.errors import AuditErrorCode, ChainRefused, Fault, FaultFound, FaultKind
from ipmarket.kernel.audit.head import Head, read_head, read_history
from ipmarket.kernel.audit.services.seal_looks import walk_looks

_ROWS: Final = 5_000
_COLUMNS: Final = ", ".join(HASHED_COLUMNS)
# Constants of ours and whole numbers are put into SQL text, never a value from outside.
_SEALED: Final = (
    f"SELECT s.sequence, s.entry_id, s.previous_hash, s.hash, e.id, e.transaction_id, e.digest, {_COLUMNS}"  # noqa: S608 - see above
    " FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id WHERE s.sequence > {after} ORDER BY s.sequence LIMIT {limit}"
)
_UNSEALED: Final = (
    f"SELECT e.id, e.transaction_id, e.digest, {_COLUMNS} FROM audit_entry e"  # noqa: S608 - see above
    " WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id){since} ORDER BY e.transaction_id, e.id"
)
_PERSONAL: Final = (
    "SELECT p.entry_id, p.salt, p.values::text, e.personal_digest FROM audit_personalvalues p"
    " LEFT JOIN audit_entry e ON e.id = p.entry_id{since} ORDER BY p.entry_id"
)
_KINDS: Final = {AuditErrorCode.HEAD_MISSING: FaultKind.HEAD_MISSING, AuditErrorCode.HISTORY_BROKEN: FaultKind.HISTORY_BROKEN}
_EVERYTHING: Final = 2**62


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was verified. ``unsealed`` counts the tail that the relay has not sealed yet; the chain says nothing about its order.

    ``sealed`` is the number of the last link that was read, ``first_sequence`` that of the first, ``head_hash`` the last one's hash.
    """

    sealed: int
    unsealed: int
    head_sequence: int
    head_hash: str
    anchored_sequence: int | None
    fault: Fault | None
    first_sequence: int = 1

    @property
    def is_sound(self) -> bool:
        """True when nothing was found wrong."""
        return self.fault is None

    @property
    def read(self) -> int:
        """How many links were read and found sound."""
        return self.sealed - self.first_sequence + 1


class Link(NamedTuple):
    """A link of the chain that was found sound, from which a verification may go on."""

    sequence: int
    hash: str


class _Tip(NamedTuple):
    sequence: int
    hash: str
    entry_id: int
    transaction_id: int


_START: Final = _Tip(0, GENESIS, 0, -1)


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


_LINK: Final = "SELECT s.sequence, s.hash, e.id, e.transaction_id FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id"


def _link(sequence: int) -> _Tip | None:
    with connection.cursor() as cursor:
        cursor.execute(_LINK + " WHERE s.sequence = %s", [sequence])
        row = cursor.fetchone()
    return None if row is None else _Tip(*row)


def _last_link() -> _Tip:
    with connection.cursor() as cursor:
        cursor.execute(_LINK + " ORDER BY s.sequence DESC LIMIT 1")
        row = cursor.fetchone()
    return _START if row is None else _Tip(*row)


def _start_at(since: Link | None) -> _Tip:
    """Return where to go on. The link that was sound before must still stand as it stood."""
    if since is None or since.sequence == 0:
        return _START
    tip = _link(since.sequence)
    if tip is None:
        raise FaultFound(FaultKind.SEAL_MISSING, since.sequence, None, f"Seal {since.sequence}, verified before, is missing.")
    if tip.hash != since.hash:
        raise FaultFound(FaultKind.SEAL_ALTERED, since.sequence, tip.entry_id, f"Seal {since.sequence} is not the one verified before.")
    return tip


def _walk_seals(start: _Tip, limit: int, anchored: dict[int, str], walked: list[_Tip]) -> None:
    """Read the links after the start. ``walked`` receives the last sound one, also when a fault ends the walk."""
    sequence, previous = start.sequence, start.hash
    entry_id = 0
    order = (start.transaction_id, start.entry_id)
    walked[:] = [start]
    for stored_sequence, sealed_entry, stored_previous, stored_hash, entry_id, transaction_id, digest, *values in _stream(
        _SEALED.format(after=start.sequence, limit=limit), "audit_verify_seals"
    ):
        sequence += 1
        fault = None
        if stored_sequence != sequence:
            fault = FaultKind.SEAL_MISSING, None, f"Seal {sequence} is missing; the next one is {stored_sequence}."
        elif entry_id is None:
            fault = FaultKind.ENTRY_MISSING, sealed_entry, f"Entry {sealed_entry} of seal {sequence} is gone."
        elif entry_digest(values) != digest:
            fault = FaultKind.ENTRY_ALTERED, entry_id, f"Entry {entry_id} does not say what its digest says."
        elif stored_previous != previous:
            fault = FaultKind.SEAL_ALTERED, entry_id, f"Seal {sequence} does not hold the hash of the seal before."
        elif seal_hash(previous, sequence, entry_id, transaction_id, digest) != stored_hash:
            fault = FaultKind.SEAL_ALTERED, entry_id, f"Seal {sequence} does not fit its entry {entry_id}."
        elif (transaction_id, entry_id) <= order:
            fault = FaultKind.SEAL_ALTERED, entry_id, f"Seal {sequence} stands out of commit order."
        elif anchored.get(sequence, stored_hash) != stored_hash:
            fault = FaultKind.HEAD_MISMATCH, entry_id, f"Seal {sequence} is not the one that was anchored."
        if fault is not None:
            walked[:] = [_Tip(sequence - 1, previous, order[1], order[0])]
            raise FaultFound(fault[0], sequence, fault[1], fault[2])
        order = (transaction_id, entry_id)
        previous = stored_hash
    walked[:] = [_Tip(sequence, previous, order[1], order[0])]


def _is_yet_to_begin(transaction_id: int) -> bool:
    """True for a transaction that this cluster has not given out yet.

    Asked anew each time: where the caller's transaction is not one snapshot, others begin and end while the tail is read. The caller's own
    transaction has begun, though its snapshot does not count it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s >= audit_epoch_shift() + greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
            " coalesce(pg_current_xact_id_if_assigned()::text::bigint + 1, 0))",
            [transaction_id],
        )
        return bool((cursor.fetchone() or (False,))[0])


def _walk_tail(end: _Tip, *, is_full: bool) -> int:
    count = 0
    latest = end.transaction_id
    since = "" if is_full else f" AND (e.transaction_id, e.id) > ({end.transaction_id}, {end.entry_id})"
    for entry_id, transaction_id, digest, *values in _stream(_UNSEALED.format(since=since), "audit_verify_tail"):
        count += 1
        if entry_digest(values) != digest:
            raise FaultFound(FaultKind.ENTRY_ALTERED, None, entry_id, f"Unsealed entry {entry_id} does not say what its digest says.")
        if (transaction_id, entry_id) < (end.transaction_id, end.entry_id):
            raise FaultFound(FaultKind.ENTRY_INSERTED, None, entry_id, f"Entry {entry_id} was put in before the end of the sealed chain.")
        if transaction_id != latest and _is_yet_to_begin(transaction_id):
            raise FaultFound(FaultKind.ENTRY_INSERTED, None, entry_id, f"Entry {entry_id} names a transaction that has not begun.")
        latest = transaction_id
    return count


def _walk_personal(first: int, last: int, *, is_full: bool) -> None:
    since = (
        "" if is_full else f" WHERE p.entry_id IN (SELECT s.entry_id FROM audit_seal s WHERE s.sequence BETWEEN {first} AND {last})"  # noqa: S608 - numbers
    )
    for entry_id, salt, values, digest in _stream(_PERSONAL.format(since=since), "audit_verify_personal"):
        if personal_digest(bytes(salt), values.encode()) != digest:
            raise FaultFound(FaultKind.PERSONAL_ALTERED, None, entry_id, f"The personal values of entry {entry_id} do not fit its digest.")


def _anchored_hashes(head: Head | None) -> dict[int, str]:
    """Return what the anchored head and its history say about single links. What an operator's new head cut off says nothing any more."""
    kept: dict[int, str] = {}
    for one in [*read_history(), *([] if head is None else [head])]:
        if one.is_anew:
            kept = {sequence: hash_ for sequence, hash_ in kept.items() if sequence <= one.sequence}
        if one.sequence and kept.setdefault(one.sequence, one.hash) != one.hash:
            raise ChainRefused(f"Two anchored heads name seal {one.sequence} differently.", code=AuditErrorCode.HISTORY_BROKEN)
    return kept


def _compare_with_head(end: _Tip, head: Head | None) -> None:
    if head is None:
        if end.sequence:
            raise FaultFound(FaultKind.HEAD_MISSING, end.sequence, None, "There is no anchored head to compare the chain with.")
        return
    if head.sequence > end.sequence:
        raise FaultFound(
            FaultKind.TRUNCATED,
            end.sequence + 1,
            None,
            f"The chain ends at seal {end.sequence}; seal {head.sequence} was anchored at {head.at}.",
        )


def verify(*, compare_head: bool = True, since: Link | None = None, limit: int | None = None) -> VerifyReport:
    """Verify in one read-only snapshot and stop at the first fault, naming its place: everything, or what came after the link ``since``.

    At most ``limit`` links are read. ``compare_head`` is False only where a new head is about to be written for a restored chain.
    """
    fault: Fault | None = None
    head: Head | None = None
    walked = [_START if since is None else _Tip(since.sequence, since.hash, 0, -1)]
    first = walked[0].sequence + 1
    unsealed = 0
    with transaction.atomic():
        if not connection.savepoint_ids:  # Only the outermost transaction can choose its isolation.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        try:
            head = read_head() if compare_head else None
            anchored = _anchored_hashes(head) if compare_head else {}
            _walk_seals(_start_at(since), _EVERYTHING if limit is None else limit, anchored, walked)
            end = walked[0] if limit is None else _last_link()
            unsealed = _walk_tail(end, is_full=since is None)
            if compare_head:
                _compare_with_head(end, head)
            _walk_personal(first, walked[0].sequence, is_full=since is None)
            walk_looks(first, walked[0].sequence)
        except ChainRefused as refused:
            fault = Fault(_KINDS.get(AuditErrorCode(refused.code), FaultKind.HEAD_FORGED), None, None, refused.detail)
        except FaultFound as found:
            fault = found.fault
    tip = walked[0]
    return VerifyReport(tip.sequence, unsealed, tip.sequence, tip.hash, None if head is None else head.sequence, fault, first)
