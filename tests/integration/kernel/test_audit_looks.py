"""Who looked at what: once an hour, never in the way of the read, never changed, and sealed with the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.audit.errors import FaultKind
from ipmarket.kernel.audit.models import Entry, Look
from ipmarket.kernel.audit.selectors import looks_at
from ipmarket.kernel.audit.services import forget_old_looks, record_look, seal, seal_looks, verify
from tests.integration.kernel.apps import FLOOR
from tests.support.audit_trail import tampering

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN = Actor(kind="person", user_id=UUID(int=7), organisation_id=UUID(int=8), request_id="request-1")
BEN = Actor(kind="person", user_id=UUID(int=9))


def look(actor: Actor = ANN, at: datetime = AT, object_id: str = "d1", what: str = "") -> bool:
    return record_look(actor=actor, at=at, object_type="accounts.document", object_id=object_id, what=what)


@pytest.mark.django_db
def test_a_look_holds_who_looked_at_what_and_when() -> None:
    assert look(what="download")
    row = looks_at("accounts.document", "d1").get()
    assert (row.user_id, row.organisation_id, row.request_id, row.what) == (UUID(int=7), UUID(int=8), "request-1", "download")
    assert (row.at, row.hour) == (AT, datetime(2026, 1, 2, 3, tzinfo=UTC))
    assert not looks_at("accounts.document", "d2").exists()


@pytest.mark.django_db
def test_a_look_is_noted_once_for_each_person_capacity_object_kind_and_hour() -> None:
    until_the_end = datetime(2026, 1, 2, 3, 59, 59, 999999, tzinfo=UTC)
    same = [look(), look(at=until_the_end), look()]
    other = [
        look(at=until_the_end + timedelta(microseconds=1)),
        look(BEN),
        look(BEN),
        look(object_id="d2"),
        look(what="download"),
        look(Actor(kind="person", user_id=UUID(int=7))),
    ]
    assert same == [True, False, False]
    assert other == [True, True, False, True, True, True]
    assert Look.objects.count() == 6


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [VISITOR, SYSTEM], ids=["a visitor", "the system"])
def test_only_people_are_noted(actor: Actor) -> None:
    assert not look(actor)
    assert Look.objects.count() == 0


@pytest.mark.django_db
def test_a_look_that_cannot_be_noted_does_not_stop_the_read() -> None:
    assert not look(object_id="x" * 81)
    # The transaction of the read goes on.
    assert Look.objects.count() == 0
    assert look()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_look SET at = at - interval '1 day'",
        "DELETE FROM audit_look WHERE at >= now() - interval '7 years'",
        "SET LOCAL ipmarket.audit_strict = 'on'; TRUNCATE audit_look",
    ],
)
def test_the_database_refuses_to_change_or_forget_a_look(statement: str) -> None:
    look()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Look.objects.count() == 1


@pytest.mark.django_db
def test_looks_are_forgotten_after_seven_years() -> None:
    now = datetime.now(tz=UTC)
    days = timedelta(days=1)
    for age, name in ((366 * 8 * days, "oldest"), (366 * 7 * days + timedelta(seconds=1), "old"), (366 * 7 * days - days, "nearly")):
        look(at=now - age, object_id=name)
    assert forget_old_looks(at=now, before=now - 366 * 8 * days + timedelta(seconds=1)) == 1
    assert [row.object_id for row in Look.objects.order_by("at")] == ["old", "nearly"]
    # A rule that would let them go sooner does not reach what the database keeps.
    assert forget_old_looks(at=now, before=now) == 1
    assert [row.object_id for row in Look.objects.all()] == ["nearly"]


@pytest.mark.django_db(transaction=True, available_apps=FLOOR)
def test_the_looks_of_a_past_hour_are_sealed_as_one_entry() -> None:
    for minutes in (0, 10, 60, 200):
        look(at=AT + timedelta(minutes=minutes))
        look(BEN, at=AT + timedelta(minutes=minutes))
    # An hour after its end, and not a moment before.
    assert seal_looks(at=datetime(2026, 1, 2, 4, 59, 59, tzinfo=UTC)) == 0
    assert seal_looks(at=datetime(2026, 1, 2, 5, 0, tzinfo=UTC)) == 1
    assert seal_looks(at=datetime(2026, 1, 2, 5, 0, tzinfo=UTC)) == 0
    assert seal_looks(at=datetime(2026, 1, 2, 12, 0, tzinfo=UTC)) == 2
    entries = list(Entry.objects.order_by("id").values_list("action", "target_type", "target_id", "actor_label"))
    hours = ["2026-01-02T03:00:00+00:00", "2026-01-02T04:00:00+00:00", "2026-01-02T06:00:00+00:00"]
    assert entries == [("audit.looks_sealed", "audit.look_hour", hour, "audit") for hour in hours]
    assert [entry.after["looks"] for entry in Entry.objects.order_by("id")] == [2, 2, 2]
    assert seal(at=AT).sealed == 3
    assert verify().is_sound


_PUT_IN = "INSERT INTO audit_look (object_type, object_id, user_id, what, hour, at, request_id) SELECT object_type, 'd3', user_id, what, "


@pytest.mark.django_db(transaction=True, available_apps=FLOOR)
@pytest.mark.parametrize(
    ("statement", "sequence"),
    [
        ("UPDATE audit_look SET what = 'x' WHERE object_id = 'd2' AND hour < '2026-01-02 04:00+00'", 1),
        ("UPDATE audit_look SET user_id = gen_random_uuid() WHERE object_id = 'd2' AND hour >= '2026-01-02 04:00+00'", 2),
        ("DELETE FROM audit_look WHERE object_id = 'd2' AND hour < '2026-01-02 04:00+00'", 1),
        ("DELETE FROM audit_look", 1),
        (_PUT_IN + "hour, at, request_id FROM audit_look WHERE hour >= '2026-01-02 04:00+00' LIMIT 1", 2),
        (_PUT_IN + "hour - interval '1 day', at, request_id FROM audit_look LIMIT 1", None),
    ],
    ids=["edited", "edited later", "one deleted", "all deleted", "one put in", "an hour put in"],
)
def test_tampering_with_looks_is_found_with_its_hour(statement: str, sequence: int | None) -> None:
    for hours in (0, 1):
        for object_id in ("d1", "d2"):
            look(at=AT + hours * HOUR, object_id=object_id)
    seal_looks(at=AT + 5 * HOUR)
    seal(at=AT + 5 * HOUR)
    with tampering() as cursor:
        cursor.execute(statement)
        fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.sequence) == (FaultKind.LOOK_ALTERED, sequence)
    assert verify().is_sound
