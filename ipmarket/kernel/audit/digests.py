"""The hashes of the audit trail, as pure functions over plain values."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson

GENESIS: Final = "0" * 64
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Return the instant as whole microseconds since 1970, which is exactly what the database keeps."""
    return (at - _EPOCH) // _MICROSECOND


def entry_digest(values: Sequence[str | int | None]) -> str:
    """Return the hash of an entry's hashed columns, in the order of ``HASHED_COLUMNS``. JSON columns go in as their exact text."""
    return hashlib.sha256(orjson.dumps(values)).hexdigest()


def seal_hash(previous_hash: str, sequence: int, entry_id: int, transaction_id: int, digest: str) -> str:
    """Return the hash of one link: the link before, its number, where the entry stands, and what the entry says."""
    return hashlib.sha256(f"{previous_hash}:{sequence}:{entry_id}:{transaction_id}:{digest}".encode()).hexdigest()


def personal_digest(salt: bytes, text: bytes) -> str:
    """Return the salted digest of personal values; once the salt is erased, nobody can test a guess against it."""
    return hmac.new(salt, text, hashlib.sha256).hexdigest()


# What an entry's digest covers, as SQL expressions over ``audit_entry e``; services.record_entry builds the same list from Python values.
HASHED_COLUMNS: Final[tuple[str, ...]] = (
    "(extract(epoch from e.at) * 1000000)::bigint",
    "e.actor_kind",
    "e.actor_id::text",
    "e.organisation_id::text",
    "e.actor_label",
    "e.action",
    "e.target_type",
    "e.target_id",
    "e.before::text",
    "e.after::text",
    "e.reason",
    "e.request_id",
    "e.personal_digest",
)
