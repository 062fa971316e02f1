"""The anchored head: number and hash of the last seal, kept in a signed file outside the database, so that a cut-off chain shows."""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from django.conf import settings

from ipmarket.kernel.audit.errors import AuditErrorCode, ChainRefused
from ipmarket.kernel.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class Head:
    """The last link that was anchored, and when."""

    sequence: int
    hash: str
    at: str


def _path() -> Path:
    return Path(settings.AUDIT_ANCHOR_FILE)


def _signature(head: Head) -> str:
    body = canonical_json({"sequence": head.sequence, "hash": head.hash, "at": head.at})
    key: str = settings.AUDIT_ANCHOR_KEY
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def read_head() -> Head | None:
    """Return the anchored head, or None when none was ever written. Raises ChainRefused when the file's signature does not fit."""
    try:
        raw = _path().read_bytes()
    except FileNotFoundError:
        return None
    try:
        values = orjson.loads(raw)
        head = Head(sequence=int(values["sequence"]), hash=str(values["hash"]), at=str(values["at"]))
        signature = str(values["signature"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise ChainRefused("The anchored head cannot be read.", code=AuditErrorCode.HEAD_MISMATCH) from None
    if not hmac.compare_digest(signature.encode(), _signature(head).encode()):
        raise ChainRefused("The anchored head does not carry our signature.", code=AuditErrorCode.HEAD_MISMATCH)
    return head


def write_head(*, sequence: int, hash_: str, at: datetime, anew: bool = False) -> Head:
    """Replace the anchored head in one step; a reader sees the old file or the new one, never half of one.

    A head that is further on already stays: two sealers may come to write in the other order than they committed.
    """
    present = None if anew else read_head()
    if present is not None and present.sequence > sequence:
        return present
    head = Head(sequence=sequence, hash=hash_, at=at.isoformat())
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    body = {"sequence": head.sequence, "hash": head.hash, "at": head.at, "signature": _signature(head)}
    with draft.open("wb") as stream:
        stream.write(canonical_json(body))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    return head
