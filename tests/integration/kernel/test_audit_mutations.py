"""R10: whatever is changed in the trail is found, with its place.

A trail is written once, sealed in several steps so that several heads were anchored, and then tampered with, one random mutation at a time.
Each mutation is made in the real tables and files, past the triggers, by somebody who knows the scheme but not the anchor's key; then the
whole trail is really verified from its first link. Nothing is simulated; the mutation is rolled back, and the next one begins.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from ipmarket.kernel.audit.digests import HASHED_COLUMNS, entry_digest, seal_hash
from ipmarket.kernel.audit.errors import FaultKind
from ipmarket.kernel.audit.models import Seal
from ipmarket.kernel.audit.services import seal, verify
from tests.integration.kernel.apps import FLOOR
from tests.support.audit_trail import AT, row_of, tampering, write_entries
from tests.support.depth import examples, size

pytestmark = pytest.mark.django_db(transaction=True, available_apps=FLOOR)

ENTRIES: Final = size("IPMARKET_TRAIL_ENTRIES", examples(quick=20_000, full=100_000))
MUTATIONS: Final = size("IPMARKET_TRAIL_MUTATIONS", 1_000)
HEADS: Final = 8
SEED: Final = 4


@dataclass(frozen=True)
class Tampered:
    """What was done, and what verification has to say: one of these kinds, at this seal and entry (None: not asked)."""

    what: str
    kinds: tuple[FaultKind, ...]
    sequence: int | None = None
    entry_id: int | None = None


@dataclass(frozen=True)
class Scene:
    cursor: Any
    random: random.Random
    anchor: Path

    def sequence(self, *, low: int = 1, high: int = ENTRIES) -> int:
        return self.random.randint(low, high)

    def entry_of(self, sequence: int) -> int:
        return int(row_of(self.cursor, "SELECT entry_id FROM audit_seal WHERE sequence = %s", [sequence])[0])

    def other_character(self, text: str, *, alphabet: str = "0123456789abcdef") -> str:
        """The text with one letter or figure replaced by another."""
        places = [place for place, character in enumerate(text) if character.isalnum()]
        place = self.random.choice(places)
        replacement = self.random.choice([character for character in alphabet if character != text[place]])
        return text[:place] + replacement + text[place + 1 :]


TEXTS = ("actor_kind", "actor_label", "action", "target_type", "target_id", "reason", "request_id", "digest")


def edit_entry(scene: Scene) -> Tampered:
    sequence = scene.sequence()
    entry_id = scene.entry_of(sequence)
    column = scene.random.choice(TEXTS)
    (text,) = row_of(scene.cursor, f"SELECT {column} FROM audit_entry WHERE id = %s", [entry_id])
    scene.cursor.execute(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [scene.other_character(text), entry_id])
    return Tampered(f"one byte of {column}", (FaultKind.ENTRY_ALTERED,), sequence, entry_id)


def edit_json(scene: Scene) -> Tampered:
    sequence = scene.sequence()
    entry_id = scene.entry_of(sequence)
    column = scene.random.choice(("before", "after"))
    (text,) = row_of(scene.cursor, f"SELECT {column}::text FROM audit_entry WHERE id = %s", [entry_id])
    # One more blank changes no value, and is a byte all the same.
    edited = scene.random.choice([text.replace("red", "rad").replace("blue", "blur"), text.replace(":", ": ", 1)])
    scene.cursor.execute(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [edited, entry_id])
    return Tampered(f"one byte of {column}", (FaultKind.ENTRY_ALTERED,), sequence, entry_id)


def edit_typed(scene: Scene) -> Tampered:
    sequence = scene.sequence()
    entry_id = scene.entry_of(sequence)
    column, change = scene.random.choice(
        [
            ("at", "at + interval '1 microsecond'"),
            ("actor_id", "overlay(actor_id::text placing 'e' from 3)::uuid"),
            ("organisation_id", "overlay(organisation_id::text placing 'e' from 4)::uuid"),
            ("actor_id", "NULL"),
            ("before", "NULL"),
            ("personal_digest", "CASE personal_digest WHEN '' THEN '0' ELSE '' END"),
        ]
    )
    scene.cursor.execute(f"UPDATE audit_entry SET {column} = {change} WHERE id = %s", [entry_id])
    return Tampered(f"{column} = {change}", (FaultKind.ENTRY_ALTERED,), sequence, entry_id)


def edit_place(scene: Scene) -> Tampered:
    sequence = scene.sequence()
    entry_id = scene.entry_of(sequence)
    if scene.random.random() < 0.5:
        scene.cursor.execute("UPDATE audit_entry SET transaction_id = transaction_id + 1 WHERE id = %s", [entry_id])
        return Tampered("its transaction", (FaultKind.SEAL_ALTERED,), sequence, entry_id)
    scene.cursor.execute("UPDATE audit_entry SET id = -id WHERE id = %s", [entry_id])
    return Tampered("its id", (FaultKind.ENTRY_MISSING,), sequence, entry_id)


def edit_seal(scene: Scene) -> Tampered:
    sequence = scene.sequence()
    column = scene.random.choice(("hash", "previous_hash", "entry_id", "sequence"))
    if column in ("hash", "previous_hash"):
        (text,) = row_of(scene.cursor, f"SELECT {column} FROM audit_seal WHERE sequence = %s", [sequence])
        scene.cursor.execute(f"UPDATE audit_seal SET {column} = %s WHERE sequence = %s", [scene.other_character(text), sequence])
        return Tampered(f"one byte of a seal's {column}", (FaultKind.SEAL_ALTERED,), sequence)
    if column == "entry_id":
        scene.cursor.execute("UPDATE audit_seal SET entry_id = -entry_id WHERE sequence = %s", [sequence])
        return Tampered("a seal's entry", (FaultKind.ENTRY_MISSING,), sequence)
    scene.cursor.execute("UPDATE audit_seal SET sequence = sequence + 1000000 WHERE sequence = %s", [sequence])
    kinds = (FaultKind.SEAL_MISSING,)
    return Tampered("a seal's number", kinds, sequence)


def edit_personal(scene: Scene) -> Tampered:
    entry_id, text = row_of(scene.cursor, "SELECT entry_id, values::text FROM audit_personalvalues ORDER BY random() LIMIT 1")
    if scene.random.random() < 0.5:
        edited = text.replace("Person", scene.random.choice(["Parson", "Persan"]))
        scene.cursor.execute("UPDATE audit_personalvalues SET values = %s WHERE entry_id = %s", [edited, entry_id])
    else:
        scene.cursor.execute("UPDATE audit_personalvalues SET salt = set_byte(salt, 3, 77) WHERE entry_id = %s", [entry_id])
    return Tampered("one byte of personal values", (FaultKind.PERSONAL_ALTERED,), entry_id=entry_id)


def delete(scene: Scene) -> Tampered:
    sequence = scene.sequence(high=ENTRIES - 1)
    entry_id = scene.entry_of(sequence)
    what = scene.random.choice(("entry", "seal", "both"))
    if what != "seal":
        scene.cursor.execute("DELETE FROM audit_personalvalues WHERE entry_id = %s", [entry_id])
        scene.cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entry_id])
    if what != "entry":
        scene.cursor.execute("DELETE FROM audit_seal WHERE sequence = %s", [sequence])
    kind = FaultKind.ENTRY_MISSING if what == "entry" else FaultKind.SEAL_MISSING
    return Tampered(f"deleted: {what}", (kind,), sequence)


_COPIED = (
    "at, actor_kind, actor_id, organisation_id, actor_label, action, target_type, target_id, before, after, reason, request_id,"
    " personal_digest, digest"
)


def insert_entry(scene: Scene) -> Tampered:
    """Beside an old entry, in its transaction: with a digest that is right, and no seal."""
    entry_id = scene.entry_of(scene.sequence(high=ENTRIES - 1))
    scene.cursor.execute(
        f"INSERT INTO audit_entry (id, transaction_id, {_COPIED}) SELECT -7, transaction_id, {_COPIED} FROM audit_entry WHERE id = %s",
        [entry_id],
    )
    return Tampered("inserted an entry", (FaultKind.ENTRY_INSERTED,), entry_id=-7)


def insert_sealed(scene: Scene) -> Tampered:
    """The same with a seal that fits the link before; every later seal moves on by one."""
    sequence = scene.sequence(high=ENTRIES - 1)
    entry_id = scene.entry_of(sequence)
    scene.cursor.execute(
        f"INSERT INTO audit_entry (id, transaction_id, {_COPIED}) SELECT %s, transaction_id, {_COPIED} FROM audit_entry WHERE id = %s",
        [10**12, entry_id],
    )
    scene.cursor.execute("UPDATE audit_seal SET sequence = sequence + 10000000 WHERE sequence > %s", [sequence])
    scene.cursor.execute("UPDATE audit_seal SET sequence = sequence - 9999999 WHERE sequence > 10000000")
    transaction_id, digest, previous = row_of(
        scene.cursor,
        "SELECT e.transaction_id, e.digest, s.hash FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id WHERE s.sequence = %s",
        [sequence],
    )
    link = seal_hash(previous, sequence + 1, 10**12, transaction_id, digest)
    scene.cursor.execute(
        "INSERT INTO audit_seal (sequence, entry_id, previous_hash, hash) VALUES (%s, %s, %s, %s)", [sequence + 1, 10**12, previous, link]
    )
    # The forged link itself is consistent. It shows at once where a head was anchored there, else where the chain goes on after it.
    (at_once,) = [row_of(scene.cursor, "SELECT %s = ANY(%s)", [sequence + 1, _anchored(scene)])[0]]
    if at_once:
        return Tampered("inserted with a seal", (FaultKind.HEAD_MISMATCH,), sequence + 1)
    return Tampered("inserted with a seal", (FaultKind.SEAL_ALTERED,), sequence + 2)


def reorder(scene: Scene) -> Tampered:
    first = scene.sequence(high=ENTRIES - 1)
    second = scene.sequence(low=first + 1)
    one, other = scene.entry_of(first), scene.entry_of(second)
    scene.cursor.execute("UPDATE audit_seal SET entry_id = -1 WHERE sequence = %s", [first])
    scene.cursor.execute("UPDATE audit_seal SET entry_id = %s WHERE sequence = %s", [one, second])
    scene.cursor.execute("UPDATE audit_seal SET entry_id = %s WHERE sequence = %s", [other, first])
    return Tampered("two entries changed places", (FaultKind.SEAL_ALTERED,), first, other)


def _anchored(scene: Scene) -> list[int]:
    lines = [orjson.loads(line) for line in scene.anchor.with_name("heads.jsonl").read_bytes().splitlines()]
    return sorted({line["sequence"] for line in lines} | {ENTRIES})


def rewrite(scene: Scene) -> Tampered:
    """An entry is edited, its digest and every later link are made to fit: only the anchored heads still know better."""
    sequence = scene.sequence(low=max(1, ENTRIES - 400))
    entry_id = scene.entry_of(sequence)
    scene.cursor.execute("UPDATE audit_entry SET reason = reason || '!' WHERE id = %s", [entry_id])
    columns = ", ".join(HASHED_COLUMNS)
    values = row_of(scene.cursor, f"SELECT {columns} FROM audit_entry e WHERE e.id = %s", [entry_id])
    scene.cursor.execute("UPDATE audit_entry SET digest = %s WHERE id = %s", [entry_digest(list(values)), entry_id])
    scene.cursor.execute(
        "SELECT s.sequence, s.previous_hash, e.id, e.transaction_id, e.digest FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id"
        " WHERE s.sequence >= %s ORDER BY s.sequence",
        [sequence],
    )
    rows = scene.cursor.fetchall()
    previous = rows[0][1]
    changed = []
    for number, _, entry, transaction_id, digest in rows:
        link = seal_hash(previous, number, entry, transaction_id, digest)
        changed.append((previous, link, number))
        previous = link
    scene.cursor.executemany("UPDATE audit_seal SET previous_hash = %s, hash = %s WHERE sequence = %s", changed)
    known = next(anchored for anchored in _anchored(scene) if anchored >= sequence)
    return Tampered("rewritten to the end", (FaultKind.HEAD_MISMATCH,), known)


def truncate(scene: Scene) -> Tampered:
    last = scene.sequence(low=0, high=ENTRIES - 1) if scene.random.random() < 0.5 else ENTRIES - scene.random.randint(1, 3)
    with_entries = scene.random.random() < 0.5
    if with_entries:
        scene.cursor.execute(
            "DELETE FROM audit_personalvalues WHERE entry_id IN (SELECT entry_id FROM audit_seal WHERE sequence > %s)", [last]
        )
        scene.cursor.execute("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE sequence > %s)", [last])
    scene.cursor.execute("DELETE FROM audit_seal WHERE sequence > %s", [last])
    return Tampered(f"cut off after {last}, entries too: {with_entries}", (FaultKind.TRUNCATED,), last + 1)


def edit_head(scene: Scene) -> Tampered:
    text = scene.anchor.read_text()
    scene.anchor.write_text(scene.other_character(text))
    return Tampered("one byte of the anchored head", (FaultKind.HEAD_FORGED, FaultKind.HISTORY_BROKEN))


def replay_head(scene: Scene) -> Tampered:
    """An older head, signed by us once, in the place of the present one."""
    lines = scene.anchor.with_name("heads.jsonl").read_bytes().splitlines()
    scene.anchor.write_bytes(scene.random.choice(lines[:-1]))
    return Tampered("an older head", (FaultKind.HEAD_FORGED,))


def remove_head(scene: Scene) -> Tampered:
    scene.anchor.unlink()
    return Tampered("no head", (FaultKind.HEAD_MISSING,))


def change_history(scene: Scene) -> Tampered:
    path = scene.anchor.with_name("heads.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    how = scene.random.choice(("edit", "remove", "swap", "repeat", "cut", "delete"))
    place = scene.random.randrange(len(lines) - 1)
    if how == "edit":
        lines[place] = scene.other_character(lines[place].decode()).encode()
    elif how == "remove":
        del lines[place]
    elif how == "swap":
        lines[place], lines[place + 1] = lines[place + 1], lines[place]
    elif how == "repeat":
        lines.insert(place, lines[place])
    elif how == "cut":
        # One line may be younger than the head that was written before it, so two must go to be missed by the head alone.
        del lines[-scene.random.randint(2, len(lines)) :]
    path.write_bytes(b"".join(lines)) if how != "delete" else path.unlink()
    return Tampered(f"history: {how} at {place}", (FaultKind.HISTORY_BROKEN,))


WAYS: Final[tuple[Callable[[Scene], Tampered], ...]] = (
    edit_entry, edit_entry, edit_json, edit_typed, edit_typed, edit_place, edit_seal, edit_seal, edit_personal, delete, delete,
    insert_entry, insert_sealed, reorder, rewrite, truncate, truncate, edit_head, replay_head, remove_head, change_history, change_history,
)  # fmt: skip


@contextmanager
def put_back(anchor: Path) -> Iterator[None]:
    files = {path: path.read_bytes() for path in (anchor, anchor.with_name("heads.jsonl"))}
    yield
    for path, content in files.items():
        path.write_bytes(content)


@pytest.fixture
def trail(anchor_file: Path) -> Path:
    """A sound trail with several anchored heads."""
    write_entries(ENTRIES, block=max(1, ENTRIES // 20))
    for number in range(HEADS):
        seal(at=AT + timedelta(minutes=10 * number), limit=-(-ENTRIES // HEADS))
    assert Seal.objects.count() == ENTRIES
    assert len(anchor_file.with_name("heads.jsonl").read_bytes().splitlines()) == HEADS
    found = verify()
    assert (found.sealed, found.unsealed, found.anchored_sequence, found.fault) == (ENTRIES, 0, ENTRIES, None)
    return anchor_file


@pytest.mark.soak
def test_every_mutation_is_found_with_its_place(trail: Path) -> None:
    chance = random.Random(SEED)
    wrong: list[str] = []
    ways = [WAYS[number % len(WAYS)] for number in range(MUTATIONS)]
    for number, way in enumerate(ways):
        with put_back(trail), tampering() as cursor:
            tampered = way(Scene(cursor, chance, trail))
            fault = verify().fault
        if (
            fault is None
            or fault.kind not in tampered.kinds
            or tampered.sequence not in (None, fault.sequence)
            or tampered.entry_id not in (None, fault.entry_id)
        ):
            wrong.append(f"{number} {way.__name__}: {tampered} → {fault}")
    assert wrong == []
    assert verify().is_sound
