"""Seals committed entries into the chain, in commit order. Writers never wait for this and never for each other.

An entry may be sealed once every transaction that began before its own has ended: then no entry can still turn up in front of it.
Sealing in the order (transaction, id) below that horizon therefore skips nothing and leaves no gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from ipmarket.kernel.audit.digests import GENESIS, seal_hash
from ipmarket.kernel.audit.errors import AuditErrorCode, ChainRefused
from ipmarket.kernel.audit.head import Head, keep_head, read_head, write_head

# Two numbers that name our advisory locks; any constant will do as long as it is used for nothing else.
_SEALER_LOCK: Final = (0x49504D, 1)
_BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class SealReport:
    """How many entries were sealed, the last seal's number, and whether another process was sealing at the time."""

    sealed: int
    sequence: int
    busy: bool = False


@dataclass(frozen=True, slots=True)
class _Tip:
    sequence: int
    hash: str
    entry_id: int
    transaction_id: int


_GENESIS_TIP: Final = _Tip(0, GENESIS, 0, -1)


def _tip() -> _Tip:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.sequence, s.hash, e.id, e.transaction_id FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id"
            " ORDER BY s.sequence DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return _GENESIS_TIP if row is None else _Tip(*row)


def _agree(tip: _Tip, head: Head | None) -> None:
    """Refuse to build on a chain that lost its end or was rewritten: the anchored link must still stand in it."""
    if head is None:
        if tip.sequence:
            raise ChainRefused(
                "The chain has seals and no anchored head; verify it, then anchor it anew.", code=AuditErrorCode.HEAD_MISMATCH
            )
        return
    if head.sequence == 0:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM audit_seal WHERE sequence = %s", [head.sequence])
        row = cursor.fetchone()
    if row is None or row[0] != head.hash:
        raise ChainRefused(
            f"The anchored head names seal {head.sequence}, which the database does not hold as it was.",
            code=AuditErrorCode.HEAD_MISMATCH,
            params={"sequence": head.sequence},
        )


def _same_cluster(tip: _Tip) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + audit_epoch_shift()")
        (future,) = cursor.fetchone() or (0,)
    if tip.transaction_id >= future:
        raise ChainRefused(
            "The last sealed transaction lies in this database's future: it was restored into another cluster. Run audit_seal --rebase.",
            code=AuditErrorCode.FOREIGN_CLUSTER,
        )


def _pending(tip: _Tip, limit: int) -> Sequence[tuple[int, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, transaction_id, digest FROM audit_entry"
            " WHERE (transaction_id, id) > (%s, %s) AND transaction_id < audit_horizon()"
            " ORDER BY transaction_id, id LIMIT %s",
            [tip.transaction_id, tip.entry_id, limit],
        )
        return [(int(row[0]), int(row[1]), str(row[2])) for row in cursor.fetchall()]


def _append(tip: _Tip, entries: Sequence[tuple[int, int, str]]) -> _Tip:
    rows: list[tuple[int, int, str, str]] = []
    sequence, previous = tip.sequence, tip.hash
    for entry_id, transaction_id, digest in entries:
        sequence += 1
        link = seal_hash(previous, sequence, entry_id, transaction_id, digest)
        rows.append((sequence, entry_id, previous, link))
        previous = link
    with connection.cursor() as cursor, cursor.copy("COPY audit_seal (sequence, entry_id, previous_hash, hash) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    last = entries[-1]
    return _Tip(sequence, previous, last[0], last[1])


def _seal_batch(limit: int, at: datetime) -> tuple[int, _Tip] | None:
    """Seal one batch in a transaction of its own; None when another process holds the sealer's lock."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", list(_SEALER_LOCK))
            if not (cursor.fetchone() or (False,))[0]:
                return None
        tip = _tip()
        head = read_head()
        if head is None and tip.sequence == 0:
            # Anchored before the first seal is committed, so that a chain without a head is never our own doing.
            head = write_head(sequence=0, hash_=GENESIS, at=at)
        _agree(tip, head)
        entries = _pending(tip, limit)
        if not entries:
            if tip.sequence:
                _same_cluster(tip)
            return 0, tip
        return len(entries), _append(tip, entries)


def seal(*, at: datetime, limit: int = 1_000_000) -> SealReport:
    """Seal up to ``limit`` committed entries in batches and anchor the new head.

    Raises ChainRefused when the chain does not agree with its anchored head; nothing is sealed then.
    """
    if connection.in_atomic_block:
        raise TransactionManagementError("Sealing needs transactions of its own, since the head is anchored after each commit.")
    sealed = 0
    tip = _GENESIS_TIP
    while sealed < limit:
        outcome = _seal_batch(min(_BATCH, limit - sealed), at)
        if outcome is None:
            return SealReport(sealed=sealed, sequence=tip.sequence, busy=True)
        count, tip = outcome
        sealed += count
        if count:
            # After the commit: a crash in between leaves the anchor behind the chain, which is harmless, and never in front of it.
            write_head(sequence=tip.sequence, hash_=tip.hash, at=at)
        if count < _BATCH:
            break
    if tip.sequence:
        keep_head(Head(sequence=tip.sequence, hash=tip.hash, at=at.isoformat()), at=at)
    return SealReport(sealed=sealed, sequence=tip.sequence)


def anchor_anew(*, at: datetime) -> Head:
    """Write the head file for the chain as it stands, after a restore to another machine. The caller has verified the chain."""
    tip = _tip()
    return write_head(sequence=tip.sequence, hash_=tip.hash, at=at, anew=True)


def rebase() -> int:
    """Shift this cluster's transaction numbers above every recorded one, after a restore into a new cluster. Returns the shift."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(transaction_id), 0) + 1 - pg_current_xact_id()::text::bigint, audit_epoch_shift() FROM audit_entry"
        )
        needed, current = cursor.fetchone() or (0, 0)
        shift = max(int(needed), int(current))
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION audit_epoch_shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {shift:d}::bigint'"
        )
    return shift
