"""The anchored head and its history: signed, checkable by anybody with the public key, and neither goes back unnoticed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.management import call_command
from django.db import transaction
from pytest_django import Settings

from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.errors import ChainRefused, FaultKind
from ipmarket.kernel.audit.head import HISTORY_EVERY, Head, is_signed_by, keep_head, public_key, read_head, read_history, write_head
from ipmarket.kernel.audit.services import anchor_anew, record, seal, verify
from tests.integration.kernel.apps import FLOOR

pytestmark = pytest.mark.django_db(transaction=True, available_apps=FLOOR)
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def write_and_seal(at: datetime) -> None:
    with transaction.atomic():
        record(actor=SYSTEM, at=at, action="thing.changed", target_type="thing", target_id="1")
    assert seal(at=at).sealed == 1


def lines_of(anchor: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in anchor.with_name("heads.jsonl").read_bytes().splitlines()]


def test_a_third_party_checks_the_head_with_the_public_key_alone(anchor_file: Path) -> None:
    write_and_seal(AT)
    call_command("audit_public_key", stdout=(printed := io.StringIO()))
    key = load_pem_public_key(printed.getvalue().encode())
    assert isinstance(key, Ed25519PublicKey)
    values = orjson.loads(anchor_file.read_bytes())
    text = orjson.dumps({n: v for n, v in values.items() if n not in ("signature", "ed25519")}, option=orjson.OPT_SORT_KEYS)
    key.verify(base64.b64decode(values["ed25519"]), text)
    call_command("audit_public_key", "--raw", stdout=(printed := io.StringIO()))
    assert printed.getvalue().strip() == public_key()
    assert base64.b64decode(public_key()) == key.public_bytes_raw()
    assert is_signed_by(values, public_key())
    assert not is_signed_by(values | {"sequence": 2}, public_key())
    assert not is_signed_by({name: value for name, value in values.items() if name != "ed25519"}, public_key())


def test_a_letter_that_decodes_to_the_same_signature_is_found(anchor_file: Path) -> None:
    """Base64 drops bits of the last letter before the padding, so several letters stand for one signature."""
    write_and_seal(AT)
    values = orjson.loads(anchor_file.read_bytes())
    known = values["ed25519"]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    place = letters.index(known[-3])
    values["ed25519"] = f"{known[:-3]}{letters[place ^ 1]}=="
    assert base64.b64decode(values["ed25519"], validate=True) == base64.b64decode(known, validate=True)
    assert not is_signed_by(values, public_key())
    anchor_file.write_bytes(orjson.dumps(values))
    with pytest.raises(ChainRefused, match="does not carry our signature"):
        read_head()


def test_another_anchor_key_makes_another_pair(anchor_file: Path, settings: Settings) -> None:
    write_and_seal(AT)
    values, ours = orjson.loads(anchor_file.read_bytes()), public_key()
    settings.AUDIT_ANCHOR_KEY = "another key"
    assert public_key() != ours
    assert not is_signed_by(values, public_key())
    with pytest.raises(ChainRefused, match="does not carry our signature"):
        read_head()


def test_a_head_from_before_there_were_two_signatures_is_read(anchor_file: Path) -> None:
    write_head(sequence=3, hash_="a" * 64, at=AT)
    values = orjson.loads(anchor_file.read_bytes())
    assert sorted(values) == ["at", "ed25519", "hash", "history", "sequence", "signature"]
    # As it was written then: the HMAC of these three values.
    old = {"at": AT.isoformat(), "hash": "a" * 64, "sequence": 3, "signature": "2f8df3c0"}
    anchor_file.write_bytes(orjson.dumps(old))
    with pytest.raises(ChainRefused, match="does not carry our signature"):
        read_head()
    anchor_file.write_bytes(orjson.dumps(old | {"signature": _plain_signature(old)}))
    assert read_head() == Head(3, "a" * 64, AT.isoformat())


def _plain_signature(values: dict[str, Any]) -> str:
    body = orjson.dumps({name: values[name] for name in ("at", "hash", "sequence")}, option=orjson.OPT_SORT_KEYS)
    return hmac.new(b"test-only-anchor-key", body, hashlib.sha256).hexdigest()


def test_the_history_grows_by_a_line_every_five_minutes_at_most(anchor_file: Path) -> None:
    for seconds in (0, 1, 299, 300, 301, 599, 600):
        write_and_seal(AT + timedelta(seconds=seconds))
    assert [line["sequence"] for line in lines_of(anchor_file)] == [1, 4, 7]
    assert timedelta(minutes=5) == HISTORY_EVERY
    assert [head.sequence for head in read_history()] == [1, 4, 7]
    # Nothing new was sealed, so there is nothing to keep.
    seal(at=AT + timedelta(hours=1))
    assert len(lines_of(anchor_file)) == 3
    assert all(is_signed_by(line, public_key()) for line in lines_of(anchor_file))


def test_what_came_since_the_last_line_is_kept_once_its_time_has_come(anchor_file: Path) -> None:
    write_and_seal(AT)
    write_and_seal(AT + timedelta(seconds=10))
    seal(at=AT + timedelta(seconds=20))
    assert [line["sequence"] for line in lines_of(anchor_file)] == [1]
    seal(at=AT + timedelta(minutes=6))
    assert [line["sequence"] for line in lines_of(anchor_file)] == [1, 2]


def test_an_older_head_put_back_is_refused_and_nothing_is_sealed(anchor_file: Path) -> None:
    write_and_seal(AT)
    kept = anchor_file.read_bytes()
    write_and_seal(AT + timedelta(minutes=10))
    anchor_file.write_bytes(kept)
    with transaction.atomic():
        record(actor=SYSTEM, at=AT, action="thing.changed", target_type="thing", target_id="1")
    with pytest.raises(ChainRefused, match="its history has come to 2 already"):
        seal(at=AT + timedelta(minutes=20))
    assert getattr(verify().fault, "kind", None) == FaultKind.HEAD_FORGED


def test_a_history_that_was_deleted_or_shortened_is_found(anchor_file: Path) -> None:
    history = anchor_file.with_name("heads.jsonl")
    for minutes in (0, 10, 20, 30):
        write_and_seal(AT + timedelta(minutes=minutes))
    whole = history.read_bytes()
    assert verify().is_sound
    for lines in ([], whole.splitlines(keepends=True)[:2]):
        history.write_bytes(b"".join(lines))
        assert getattr(verify().fault, "kind", None) == FaultKind.HISTORY_BROKEN
    history.unlink()
    assert getattr(verify().fault, "kind", None) == FaultKind.HISTORY_BROKEN
    history.write_bytes(whole + b"{half a line")
    assert getattr(verify().fault, "kind", None) == FaultKind.HISTORY_BROKEN
    history.write_bytes(whole)
    assert verify().is_sound


def test_a_new_head_after_a_restore_says_so_and_cuts_off_what_the_restore_lost(anchor_file: Path) -> None:
    write_and_seal(AT)
    first = read_head()
    assert first is not None
    # Heads of links that the restored database does not have any more.
    lost = write_head(sequence=9, hash_="b" * 64, at=AT + timedelta(minutes=10))
    keep_head(lost, at=AT + timedelta(minutes=10))
    assert getattr(verify().fault, "kind", None) == FaultKind.TRUNCATED
    head = anchor_anew(at=AT + timedelta(minutes=20))
    assert (head.sequence, head.hash, head.is_anew) == (1, first.hash, True)
    assert [(line["sequence"], line.get("anew", False)) for line in lines_of(anchor_file)] == [(1, False), (9, False), (1, True)]
    assert verify().is_sound
    write_and_seal(AT + timedelta(minutes=30))
    assert verify().is_sound
