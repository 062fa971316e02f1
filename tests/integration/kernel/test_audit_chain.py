"""The chain: commit order without gaps while many write, and every way to tamper with it is found with its place."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError

from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.errors import AuditErrorCode, ChainRefused, FaultKind
from ipmarket.kernel.audit.models import Entry, Seal
from ipmarket.kernel.audit.services import anchor_anew, erase_personal, rebase, record, seal, verify
from tests.integration.kernel.apps import FLOOR

pytestmark = pytest.mark.django_db(transaction=True, available_apps=FLOOR)
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def write(count: int = 1, *, label: str = "x") -> list[int]:
    """Record entries in one transaction and return their ids."""
    with transaction.atomic():
        return [
            record(
                actor=SYSTEM,
                at=AT,
                action="thing.changed",
                target_type="thing",
                target_id=f"{label}{number}",
                before={"colour": "red"},
                after={"colour": "blue"},
                reason="repainted",
                personal={"name": "Ann"} if number % 2 else None,
            )
            for number in range(count)
        ]


@contextmanager
def tampering() -> Iterator[Any]:
    """Yield a cursor that may do what the triggers forbid, and take everything back afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        yield cursor
        transaction.set_rollback(True)


def test_sealing_follows_the_commits_and_anchors_the_end(anchor_file: Path) -> None:
    ids = write(3) + write(2)
    report = seal(at=AT)
    assert (report.sealed, report.sequence) == (5, 5)
    assert list(Seal.objects.order_by("sequence").values_list("sequence", "entry_id")) == list(enumerate(ids, 1))
    head = orjson.loads(anchor_file.read_bytes())
    assert (head["sequence"], head["hash"], head["at"]) == (5, Seal.objects.get(sequence=5).hash, AT.isoformat())
    found = verify()
    assert (found.sealed, found.unsealed, found.anchored_sequence, found.fault) == (5, 0, 5, None)
    assert seal(at=AT).sealed == 0


def test_the_unsealed_tail_is_counted() -> None:
    write(2)
    seal(at=AT)
    write(3)
    found = verify()
    assert (found.sealed, found.unsealed, found.fault) == (2, 3, None)


def test_sealing_inside_a_transaction_is_refused() -> None:
    with transaction.atomic(), pytest.raises(TransactionManagementError):
        seal(at=AT)


def test_an_entry_waits_for_every_transaction_that_began_before_it() -> None:
    began, may_end = threading.Event(), threading.Event()
    early: list[int] = []

    def slow_writer() -> None:
        with transaction.atomic():
            early.append(record(actor=SYSTEM, at=AT, action="slow", target_type="thing", target_id="1"))
            began.set()
            may_end.wait(30)
        connections.close_all()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    assert began.wait(30)
    late = write(1)
    assert seal(at=AT).sealed == 0
    assert verify().unsealed == 1
    may_end.set()
    thread.join()
    assert seal(at=AT).sealed == 2
    assert list(Seal.objects.order_by("sequence").values_list("entry_id", flat=True)) == early + late


def test_eight_writers_and_two_sealers_leave_no_gap() -> None:
    barrier = threading.Barrier(10)
    writers_done = threading.Event()
    failures: list[BaseException] = []

    def write_some(number: int) -> None:
        barrier.wait()
        for round_number in range(25):
            write(1 + (number + round_number) % 3, label=f"{number}-{round_number}-")

    def seal_on() -> None:
        barrier.wait()
        while not writers_done.is_set():
            seal(at=AT)

    def guarded(function: Any, *arguments: Any) -> None:
        try:
            function(*arguments)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=guarded, args=(write_some, number)) for number in range(8)]
    sealers = [threading.Thread(target=guarded, args=(seal_on,)) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join()
    writers_done.set()
    for thread in sealers:
        thread.join()
    seal(at=AT)
    written = Entry.objects.count()
    assert failures == []
    assert written == sum(1 + (number + round_number) % 3 for number in range(8) for round_number in range(25))
    assert list(Seal.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, written + 1))
    in_commit_order = list(Entry.objects.order_by("transaction_id", "id").values_list("pk", flat=True))
    assert list(Seal.objects.order_by("sequence").values_list("entry_id", flat=True)) == in_commit_order
    assert verify().is_sound


TEXT_COLUMNS = ("actor_kind", "actor_label", "action", "target_type", "target_id", "reason", "digest", "before", "after", "personal_digest")


def test_every_one_byte_edit_of_an_entry_is_found() -> None:
    ids = write(4)
    seal(at=AT)
    victim = ids[1]
    row = Entry.objects.filter(pk=victim).values(*TEXT_COLUMNS).get() | {"before": '{"colour":"red"}', "after": '{"colour":"blue"}'}
    edits = 0
    with tampering() as cursor:
        for column in TEXT_COLUMNS:
            for position, byte in enumerate(row[column]):
                if not byte.isalnum():
                    continue
                edited = row[column][:position] + ("0" if byte != "0" else "1") + row[column][position + 1 :]
                cursor.execute(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [edited, victim])
                fault = verify().fault
                assert fault is not None, (column, position)
                assert (fault.kind, fault.sequence, fault.entry_id) == (FaultKind.ENTRY_ALTERED, 2, victim)
                edits += 1
            cursor.execute(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [row[column], victim])
        assert verify().is_sound
    assert edits == 187


@pytest.mark.parametrize(
    ("statement", "kind", "sequence"),
    [
        ("UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = {second}", FaultKind.ENTRY_ALTERED, 2),
        ("UPDATE audit_entry SET actor_id = gen_random_uuid() WHERE id = {second}", FaultKind.ENTRY_ALTERED, 2),
        ("UPDATE audit_entry SET before = NULL WHERE id = {second}", FaultKind.ENTRY_ALTERED, 2),
        ('UPDATE audit_entry SET before = \'{{"colour": "red"}}\' WHERE id = {second}', FaultKind.ENTRY_ALTERED, 2),
        ("UPDATE audit_entry SET transaction_id = transaction_id + 1 WHERE id = {second}", FaultKind.SEAL_ALTERED, 2),
        ("DELETE FROM audit_entry WHERE id = {second}", FaultKind.ENTRY_MISSING, 2),
        ("DELETE FROM audit_seal WHERE sequence = 2", FaultKind.SEAL_MISSING, 2),
        ("DELETE FROM audit_seal WHERE sequence = 1", FaultKind.SEAL_MISSING, 1),
        ("UPDATE audit_seal SET hash = repeat('0', 64) WHERE sequence = 2", FaultKind.SEAL_ALTERED, 2),
        ("UPDATE audit_seal SET previous_hash = repeat('1', 64) WHERE sequence = 3", FaultKind.SEAL_ALTERED, 3),
        ("DELETE FROM audit_seal WHERE sequence = 4", FaultKind.TRUNCATED, 4),
        ("DELETE FROM audit_seal WHERE sequence = 4; DELETE FROM audit_entry WHERE id = {last}", FaultKind.TRUNCATED, 4),
        ("TRUNCATE audit_personalvalues, audit_seal, audit_entry", FaultKind.TRUNCATED, 1),
        ('UPDATE audit_personalvalues SET values = \'{{"name":"Ana"}}\' WHERE entry_id = {second}', FaultKind.PERSONAL_ALTERED, None),
        ("UPDATE audit_personalvalues SET entry_id = {first} WHERE entry_id = {second}", FaultKind.PERSONAL_ALTERED, None),
    ],
)
def test_tampering_is_found_with_its_place(statement: str, kind: FaultKind, sequence: int | None) -> None:
    ids = write(4)
    seal(at=AT)
    with tampering() as cursor:
        cursor.execute(statement.format(first=ids[0], second=ids[1], last=ids[3]))
        fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.sequence) == (kind, sequence)


def test_two_entries_that_change_places_are_found() -> None:
    ids = write(4)
    seal(at=AT)
    with tampering() as cursor:
        cursor.execute("UPDATE audit_seal SET entry_id = -1 WHERE sequence = 2")
        cursor.execute("UPDATE audit_seal SET entry_id = %s WHERE sequence = 3", [ids[1]])
        cursor.execute("UPDATE audit_seal SET entry_id = %s WHERE sequence = 2", [ids[2]])
        fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.sequence) == (FaultKind.SEAL_ALTERED, 2)


@pytest.mark.parametrize(("shift", "kind"), [(0, FaultKind.ENTRY_INSERTED), (10**9, FaultKind.ENTRY_INSERTED)])
def test_an_inserted_entry_is_found_and_never_sealed(shift: int, kind: FaultKind) -> None:
    ids = write(4)
    seal(at=AT)
    columns = "at, actor_kind, actor_label, action, target_type, target_id, reason, request_id, personal_digest, digest, before, after"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_entry (id, transaction_id, {columns})"
            f" SELECT -5, transaction_id + %s, {columns} FROM audit_entry WHERE id = %s",
            [shift, ids[0]],
        )
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.entry_id) == (kind, -5)
    assert seal(at=AT).sealed == 0


def test_a_rewritten_chain_does_not_fit_the_anchored_head(anchor_file: Path) -> None:
    write(3)
    seal(at=AT)
    kept = anchor_file.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_personalvalues, audit_seal, audit_entry RESTART IDENTITY")
    anchor_file.unlink()
    write(4, label="other")
    with pytest.raises(ChainRefused, match="its history says that there was one"):
        seal(at=AT)
    history = anchor_file.with_name("heads.jsonl")
    history.unlink()
    seal(at=AT)
    anchor_file.write_bytes(kept)
    assert getattr(verify().fault, "kind", None) == FaultKind.HEAD_FORGED
    history.unlink()
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.sequence) == (FaultKind.HEAD_MISMATCH, 3)
    write(1)
    with pytest.raises(ChainRefused) as refused:
        seal(at=AT)
    assert refused.value.code == AuditErrorCode.HEAD_MISMATCH
    assert Seal.objects.count() == 4


def test_a_forged_or_missing_head_is_found(anchor_file: Path) -> None:
    write(3)
    seal(at=AT)
    values = orjson.loads(anchor_file.read_bytes())
    anchor_file.write_bytes(orjson.dumps(values | {"sequence": 2}))
    assert getattr(verify().fault, "kind", None) == FaultKind.HEAD_FORGED
    anchor_file.write_bytes(b"{")
    assert getattr(verify().fault, "kind", None) == FaultKind.HEAD_FORGED
    anchor_file.unlink()
    assert getattr(verify().fault, "kind", None) == FaultKind.HEAD_MISSING
    with pytest.raises(ChainRefused):
        seal(at=AT)
    assert anchor_anew(at=AT).sequence == 3
    assert verify().is_sound


def test_erasing_personal_values_keeps_the_chain_sound() -> None:
    write(4)
    seal(at=AT)
    assert erase_personal(actor=SYSTEM, at=AT, target_type="thing", target_ids=["x1", "x3"], reason="asked to") == 2
    seal(at=AT)
    found = verify()
    assert (found.sealed, found.fault) == (6, None)


def test_a_trail_restored_into_another_cluster_goes_on_after_a_rebase() -> None:
    shift_to = "CREATE OR REPLACE FUNCTION audit_epoch_shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {}::bigint'"
    try:
        # As another cluster would have numbered them, which had come much further.
        with connection.cursor() as cursor:
            cursor.execute(shift_to.format(10**9))
        ids = write(2)
        assert seal(at=AT).sealed == 2
        with connection.cursor() as cursor:
            cursor.execute(shift_to.format(0))
        with pytest.raises(ChainRefused) as refused:
            seal(at=AT)
        assert refused.value.code == AuditErrorCode.FOREIGN_CLUSTER
        rebase()
        ids += write(2)
        assert seal(at=AT).sealed == 2
        assert list(Seal.objects.order_by("sequence").values_list("entry_id", flat=True)) == ids
        assert verify().is_sound
    finally:
        with connection.cursor() as cursor:
            cursor.execute(shift_to.format(0))


def test_the_commands_say_what_they_found(anchor_file: Path) -> None:
    write(2)
    out = io.StringIO()
    call_command("audit_seal", stdout=out)
    assert out.getvalue() == "Sealed 2; the chain has 2 seals.\n"
    out = io.StringIO()
    call_command("audit_verify", "--json", stdout=out)
    body = orjson.loads(out.getvalue())
    assert (body["sound"], body["sealed"], body["unsealed"], body["anchored"], body["fault"]) == (True, 2, 0, 2, None)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_personalvalues, audit_seal, audit_entry")
    with pytest.raises(SystemExit) as left:
        call_command("audit_verify", stdout=(out := io.StringIO()))
    assert left.value.code == 1
    assert out.getvalue().startswith("FAULT (truncated): The chain ends at seal 0; seal 2 was anchored at")


def test_a_long_transaction_in_another_database_holds_nothing_up() -> None:
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    with psycopg.connect(**parameters) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        write(2)
        assert seal(at=AT).sealed == 2
