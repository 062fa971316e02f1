"""The anchored head: number and hash of the last seal, kept in a signed file outside the database, so that a cut-off chain shows.

Beside it ``heads.jsonl`` keeps the heads that there were, one signed line every few minutes, each naming the digest of the line before:
whoever puts an older head back, or shortens the history, leaves two files that do not fit. Both belong on storage that the database's
administrator cannot write.

A head is signed twice. ``signature`` is an HMAC, which whoever holds AUDIT_ANCHOR_KEY can check fast. ``ed25519`` is a signature by a key
derived from it, which anybody can check who has the public key (``audit_public_key`` prints it). Both sign the canonical JSON of the other
values.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ipmarket.kernel.audit.errors import AuditErrorCode, ChainRefused
from ipmarket.kernel.canonical import canonical_json

HISTORY_EVERY: Final = timedelta(minutes=5)
_SIGNATURES: Final = ("signature", "ed25519")
_LAST_BYTES: Final = 4096
_LAST_LINE: Final = "The last line of the history of heads"


@dataclass(frozen=True, slots=True)
class Head:
    """The last link that was anchored, and when. ``is_anew`` marks the head that an operator wrote after a restore."""

    sequence: int
    hash: str
    at: str
    is_anew: bool = False


def _path() -> Path:
    return Path(settings.AUDIT_ANCHOR_FILE)


def history_path() -> Path:
    """Return where the heads that there were are kept."""
    return _path().with_name("heads.jsonl")


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder's lock: two relays may come to write at once, and a head that went back or a line out of its chain is an alarm."""
    folder = _path().parent
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@lru_cache(maxsize=4)
def _private_key(anchor_key: str) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ipmarket.kernel.audit.head:ed25519").derive(anchor_key.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def _key() -> str:
    return str(settings.AUDIT_ANCHOR_KEY)


def public_key() -> str:
    """Return the 32 bytes of the public key in base64, by which anybody can check an anchored head."""
    raw = _private_key(_key()).public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def public_key_pem() -> str:
    """Return the public key as openssl and others read it."""
    key = _private_key(_key()).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def signed_text(values: dict[str, Any]) -> bytes:
    """Return what both signatures of a head or of a line of the history sign."""
    return canonical_json({name: value for name, value in values.items() if name not in _SIGNATURES})


def _signed(values: dict[str, Any]) -> dict[str, Any]:
    text = signed_text(values)
    return {
        **values,
        "signature": hmac.new(_key().encode(), text, hashlib.sha256).hexdigest(),
        "ed25519": base64.b64encode(_private_key(_key()).sign(text)).decode(),
    }


def is_signed_by(values: dict[str, Any], key: str) -> bool:
    """True when the public key (base64) signed this head; needs no secret."""
    try:
        signature = base64.b64decode(str(values["ed25519"]), validate=True)
        # The last letter before the padding has bits that decoding drops: another letter would pass for the same signature.
        if base64.b64encode(signature).decode() != values["ed25519"]:
            return False
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(signature, signed_text(values))
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True


def _refused(detail: str, code: AuditErrorCode = AuditErrorCode.HEAD_MISMATCH) -> ChainRefused:
    return ChainRefused(detail, code=code)


def _read(raw: bytes, what: str, code: AuditErrorCode = AuditErrorCode.HEAD_MISMATCH) -> tuple[Head, dict[str, Any]]:
    """Return the head in a signed JSON object. Raises ChainRefused when it cannot be read or does not carry our signatures."""
    try:
        values = orjson.loads(raw)
        head = Head(int(values["sequence"]), str(values["hash"]), str(values["at"]), bool(values.get("anew", False)))
        signature = str(values["signature"])
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
        raise _refused(f"{what} cannot be read.", code) from None
    expected = hmac.new(_key().encode(), signed_text(values), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise _refused(f"{what} does not carry our signature.", code)
    return head, values


def read_head() -> Head | None:
    """Return the anchored head, or None when none was ever written.

    Raises ChainRefused when a signature of the file does not fit, or when the history holds a later head than the file.
    """
    line = _last_kept()
    try:
        raw = _path().read_bytes()
    except FileNotFoundError:
        if line:
            raise _refused("The anchored head is gone, and its history says that there was one.", AuditErrorCode.HEAD_MISSING) from None
        return None
    head, values = _read(raw, "The anchored head")
    # Heads that were written before there were a second signature and a history have neither.
    if "ed25519" in values and not is_signed_by(values, public_key()):
        raise _refused("The anchored head does not carry our signature.")
    known = values.get("history", "")
    if not line:
        if known:
            raise _refused("The history of heads is gone, and the anchored head says that there was one.", AuditErrorCode.HISTORY_BROKEN)
        return head
    last, last_values = _read(line, _LAST_LINE, AuditErrorCode.HISTORY_BROKEN)
    if last.sequence > head.sequence:
        raise _refused(f"The anchored head names seal {head.sequence}, and its history has come to {last.sequence} already.")
    # Since the head was written, at most the line about itself was added.
    if known and known not in (_digest(line), last_values.get("previous")):
        raise _refused("The history of heads does not end where the anchored head says.", AuditErrorCode.HISTORY_BROKEN)
    return head


def write_head(*, sequence: int, hash_: str, at: datetime, anew: bool = False) -> Head:
    """Replace the anchored head in one step; a reader sees the old file or the new one, never half of one.

    A head that is further on already stays: two sealers may come to write in the other order than they committed.
    """
    with _alone():
        present = None if anew else read_head()
        if present is not None and present.sequence > sequence:
            return present
        head = Head(sequence=sequence, hash=hash_, at=at.isoformat(), is_anew=anew)
        if anew:
            # First, since a head that is behind its history is refused.
            _append(head, at)
        _replace(head)
    return head


def _replace(head: Head) -> None:
    path = _path()
    draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    with draft.open("wb") as stream:
        line = _last_kept()
        stream.write(canonical_json(_signed({**_values(head), "history": _digest(line) if line else ""})))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _values(head: Head) -> dict[str, Any]:
    values: dict[str, Any] = {"sequence": head.sequence, "hash": head.hash, "at": head.at}
    return {**values, "anew": True} if head.is_anew else values


def _last_line(stream: BinaryIO) -> bytes:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _LAST_BYTES))
    return stream.read().rstrip(b"\n").rpartition(b"\n")[2]


def _last_kept() -> bytes:
    try:
        with history_path().open("rb") as stream:
            return _last_line(stream)
    except FileNotFoundError:
        return b""


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def keep_head(head: Head, *, at: datetime) -> bool:
    """Append the head to the history, unless the last line is younger than five minutes or names the same seal. True when it did."""
    with _alone():
        return _append(head, at)


def _append(head: Head, at: datetime) -> bool:
    with history_path().open("a+b") as stream:
        line = _last_line(stream)
        if line and not head.is_anew:
            last = _read(line, _LAST_LINE, AuditErrorCode.HISTORY_BROKEN)[0]
            if head.sequence <= last.sequence or at - datetime.fromisoformat(last.at) < HISTORY_EVERY:
                return False
        values = {**_values(head), "previous": _digest(line) if line else ""}
        stream.write(canonical_json(_signed(values)) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    return True


def read_history() -> Iterator[Head]:
    """Yield the kept heads, oldest first. Raises ChainRefused at the first line that was altered, put in, taken out or moved."""
    previous = ""
    latest = -1
    try:
        stream = history_path().open("rb")
    except FileNotFoundError:
        return
    with stream:
        for number, line in enumerate(stream, 1):
            text = line.rstrip(b"\n")
            what = f"Line {number} of the history of heads"
            head, values = _read(text, what, AuditErrorCode.HISTORY_BROKEN)
            if values.get("previous") != previous:
                raise _refused(f"{what} does not follow the line before.", AuditErrorCode.HISTORY_BROKEN)
            if head.sequence < latest and not head.is_anew:
                raise _refused(f"{what} goes back behind the line before.", AuditErrorCode.HISTORY_BROKEN)
            previous, latest = _digest(text), head.sequence
            yield head
