"""Verifications: daily what is new, weekly everything, and the result is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from structlog.testing import capture_logs

from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.audit.digests import GENESIS
from ipmarket.kernel.audit.errors import FaultKind
from ipmarket.kernel.audit.models import Entry, Seal, Verification
from ipmarket.kernel.audit.selectors import chain_state
from ipmarket.kernel.audit.services import Link, check_chain, record, seal, verify
from ipmarket.kernel.outbox.periodic import run_due_jobs
from tests.integration.kernel.apps import FLOOR
from tests.support.audit_trail import tampering

pytestmark = pytest.mark.django_db(transaction=True, available_apps=FLOOR)
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
AUDIT = Actor.system("audit")


def write(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            record(
                actor=SYSTEM,
                at=AT,
                action="thing.changed",
                target_type="thing",
                target_id=str(number),
                reason="r",
                personal={"name": "Ann"},
            )


def test_an_incremental_verification_goes_on_where_the_last_sound_one_ended() -> None:
    write(4)
    seal(at=AT)
    first = check_chain(actor=AUDIT, at=AT)
    assert (first.is_full, first.from_sequence, first.to_sequence, first.entry_count, first.is_sound) == (False, 1, 4, 4, True)
    assert first.to_hash == Seal.objects.get(sequence=4).hash
    # The verification is an entry too, and the next one reads it.
    seal(at=AT)
    second = check_chain(actor=AUDIT, at=AT)
    assert (second.from_sequence, second.to_sequence, second.entry_count, second.unsealed_count) == (5, 5, 1, 0)
    full = check_chain(actor=AUDIT, at=AT, is_full=True)
    assert (full.is_full, full.from_sequence, full.to_sequence, full.entry_count, full.unsealed_count) == (True, 1, 5, 5, 1)
    last = Entry.objects.latest("id")
    assert (last.action, last.actor_label, last.target_id) == ("audit.verified", "audit", str(full.pk))
    assert last.after == {"first": 1, "full": True, "last": 5, "problem": "", "sound": True}


def test_nothing_new_is_sound_and_reads_nothing() -> None:
    found = check_chain(actor=AUDIT, at=AT)
    assert (found.from_sequence, found.to_sequence, found.entry_count, found.is_sound) == (1, 0, 0, True)


def test_at_most_so_many_links_are_read_and_the_next_verification_reads_on() -> None:
    write(7)
    seal(at=AT)
    found = [check_chain(actor=AUDIT, at=AT, limit=3) for _ in range(3)]
    assert [(one.from_sequence, one.to_sequence, one.is_sound) for one in found] == [(1, 3, True), (4, 6, True), (7, 7, True)]


@pytest.mark.parametrize(
    ("statement", "kind", "sequence"),
    [
        ("UPDATE audit_entry SET reason = 's' WHERE id = (SELECT entry_id FROM audit_seal WHERE sequence = 6)", FaultKind.ENTRY_ALTERED, 6),
        ("UPDATE audit_seal SET hash = repeat('0', 64) WHERE sequence = 4", FaultKind.SEAL_ALTERED, 4),
        ("DELETE FROM audit_seal WHERE sequence = 4", FaultKind.SEAL_MISSING, 4),
        ("DELETE FROM audit_seal WHERE sequence = 5", FaultKind.SEAL_MISSING, 5),
        ("DELETE FROM audit_seal WHERE sequence > 5", FaultKind.TRUNCATED, 6),
        (
            "UPDATE audit_personalvalues SET salt = set_byte(salt, 1, 1) WHERE entry_id IN (SELECT max(entry_id) FROM audit_seal)",
            FaultKind.PERSONAL_ALTERED,
            None,
        ),
    ],
)
def test_an_incremental_verification_finds_what_is_wrong_since_the_last(statement: str, kind: FaultKind, sequence: int | None) -> None:
    write(4)
    seal(at=AT)
    link = Link(4, Seal.objects.get(sequence=4).hash)
    write(4)
    seal(at=AT)
    assert verify(since=link).read == 4
    with tampering() as cursor:
        cursor.execute(statement)
        fault = verify(since=link).fault
        assert fault is not None
        assert (fault.kind, fault.sequence) == (kind, sequence)


def test_a_fault_is_kept_and_logged_and_found_again_until_it_is_mended() -> None:
    write(4)
    seal(at=AT)
    with tampering() as cursor, capture_logs() as logged:
        cursor.execute("UPDATE audit_entry SET reason = 's' WHERE id = (SELECT entry_id FROM audit_seal WHERE sequence = 3)")
        for _ in range(2):
            found = check_chain(actor=AUDIT, at=AT)
            assert (found.is_sound, found.problem, found.place_sequence) == (False, "entry_altered", 3)
            assert (found.from_sequence, found.to_sequence, found.entry_count) == (1, 2, 2)
            assert found.place_entry_id == Seal.objects.get(sequence=3).entry_id
        state = chain_state()
        assert state.last is not None
        assert not state.last.is_sound
    errors = [(line["event"], line["log_level"], line["problem"], line["sequence"]) for line in logged]
    assert errors == [("audit.verification_failed", "error", "entry_altered", 3)] * 2


def test_a_forged_head_is_a_fault_without_a_place(anchor_file: Path) -> None:
    write(2)
    seal(at=AT)
    anchor_file.write_bytes(b"{}")
    found = check_chain(actor=AUDIT, at=AT, is_full=True)
    assert (found.is_sound, found.problem, found.place_sequence) == (False, "head_forged", None)
    state = chain_state()
    assert (state.head, state.head_problem) == (None, "The anchored head cannot be read.")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_verification SET is_sound = true, problem = ''",
        "DELETE FROM audit_verification",
        "SET LOCAL ipmarket.audit_strict = 'on'; TRUNCATE audit_verification",
    ],
)
def test_the_database_refuses_to_change_a_result(statement: str) -> None:
    check_chain(actor=AUDIT, at=AT)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Verification.objects.count() == 1


def test_the_state_of_the_chain() -> None:
    empty = chain_state()
    assert (empty.sequence, empty.hash, empty.unsealed, empty.head, empty.head_problem, empty.last) == (0, "", 0, None, "", None)
    write(3)
    seal(at=AT)
    check_chain(actor=AUDIT, at=AT, is_full=True)
    check_chain(actor=AUDIT, at=AT)
    state = chain_state()
    assert (state.sequence, state.unsealed, state.hash) == (3, 2, Seal.objects.get(sequence=3).hash)
    assert state.head is not None
    assert (state.head.sequence, state.head.hash) == (3, state.hash)
    assert state.last is not None
    assert state.last_full is not None
    assert (state.last.is_full, state.last_full.is_full) == (False, True)
    assert state.hash != GENESIS


def test_the_relay_verifies_every_day_and_everything_every_week() -> None:
    write(3)
    seal(at=AT)
    kinds = []
    for day in range(8):
        run_due_jobs(at=AT + timedelta(days=day))
        kinds.append(list(Verification.objects.filter(at=AT + timedelta(days=day)).order_by("is_full").values_list("is_full", flat=True)))
    assert kinds == [[False, True], *[[False]] * 6, [False, True]]
    assert not Verification.objects.filter(is_sound=False).exists()
