"""The outbox: delivered at least once, recorded once, in order, with pauses, parked in the end."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.outbox import registry
from ipmarket.kernel.outbox.delivery import MAX_ATTEMPTS, pause
from ipmarket.kernel.outbox.errors import PayloadRefused
from ipmarket.kernel.outbox.models import Delivery, Event, PeriodicRun
from ipmarket.kernel.outbox.periodic import run_due_jobs
from ipmarket.kernel.outbox.relay import Relay, drain
from ipmarket.kernel.outbox.services import emit, emit_many, prune, retry_parked
from tests.integration.kernel.apps import FLOOR

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TOPIC = "thing.changed"
Recorder = Callable[[Event], None]


def send(*aggregates: str, topic: str = TOPIC, at: datetime = AT, **more: Any) -> None:
    """Emit one event for each aggregate, in one transaction."""
    with transaction.atomic():
        for aggregate in aggregates:
            emit(topic=topic, aggregate_type="thing", aggregate_id=aggregate, payload={}, at=at, **more)


def states() -> list[tuple[str, str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("handler", "state", "attempts"))


@pytest.mark.django_db
def test_an_event_and_its_deliveries_are_written_together() -> None:
    with (
        registry.temporary_handler(TOPIC, lambda _: None, name="one"),
        registry.temporary_handler(TOPIC, lambda _: None, name="two", lane="index"),
    ):
        emit(topic=TOPIC, aggregate_type="thing", aggregate_id=UUID(int=1), payload={"ids": [UUID(int=2)], "n": 3}, at=AT)
    event = Event.objects.get()
    assert (event.topic, event.aggregate_type, event.aggregate_id, event.created_at) == (TOPIC, "thing", str(UUID(int=1)), AT)
    assert event.payload == {"ids": [str(UUID(int=2))], "n": 3}
    assert list(Delivery.objects.order_by("pk").values_list("handler", "lane", "state", "available_at")) == [
        ("one", "default", "pending", AT),
        ("two", "index", "pending", AT),
    ]


@pytest.mark.django_db
def test_a_batch_of_events_takes_two_statements() -> None:
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"), CaptureQueriesContext(connection) as queries:
        emit_many(topic=TOPIC, aggregate_type="thing", aggregate_ids=[str(number) for number in range(50)], payload={"batch": 1}, at=AT)
    assert len([query for query in queries if query["sql"].startswith("INSERT")]) == 2
    assert list(Event.objects.order_by("pk").values_list("aggregate_id", flat=True)) == [str(number) for number in range(50)]
    assert Delivery.objects.filter(aggregate="thing:7", handler="one").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("payload", [{"text": "x" * 129}, {"a": [{"b": "x" * 129}]}, {"ids": ["x" * 100] * 200}])
def test_a_payload_of_text_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(PayloadRefused):
        emit(topic=TOPIC, aggregate_type="thing", aggregate_id="1", payload=payload, at=AT)
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True, available_apps=FLOOR)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        emit(topic=TOPIC, aggregate_type="thing", aggregate_id="1", payload={}, at=AT)


@pytest.mark.django_db
def test_drain_tells_each_handler_once_and_in_order() -> None:
    heard: list[tuple[str, str]] = []
    with (
        registry.temporary_handler(TOPIC, lambda e: heard.append(("one", e.aggregate_id)), name="one"),
        registry.temporary_handler(TOPIC, lambda e: heard.append(("two", e.aggregate_id)), name="two"),
    ):
        send("a", "b", "a")
        report = drain(at=AT)
        assert (report.delivered, report.failed, report.parked) == (6, 0, 0)
        assert [aggregate for name, aggregate in heard if name == "one"] == ["a", "b", "a"]
        assert [aggregate for name, aggregate in heard if name == "two"] == ["a", "b", "a"]
        assert drain(at=AT).delivered == 0
    assert list(Delivery.objects.values_list("delivered_at", flat=True)) == [AT] * 6


@pytest.mark.django_db
def test_lanes_and_limits() -> None:
    with (
        registry.temporary_handler(TOPIC, lambda _: None, name="one"),
        registry.temporary_handler(TOPIC, lambda _: None, name="two", lane="index"),
    ):
        send("a", "b", "c")
        assert drain(lanes=["index"], at=AT).delivered == 3
        assert drain(limit=2, at=AT).delivered == 2
        assert drain(at=AT).delivered == 1


@pytest.mark.django_db
def test_an_event_for_later_waits_and_holds_nobody_up() -> None:
    heard: list[str] = []
    with registry.temporary_handler(TOPIC, lambda e: heard.append(str(e.pk)), name="one"):
        send("a", available_at=AT + timedelta(days=3))
        send("a")
        assert drain(at=AT).delivered == 1
        assert drain(at=AT + timedelta(days=3, microseconds=-1)).delivered == 0
        assert drain(at=AT + timedelta(days=3)).delivered == 1
    later, sooner = Event.objects.order_by("pk").values_list("pk", flat=True)
    assert heard == [str(sooner), str(later)]


@pytest.mark.django_db
def test_a_handler_that_fails_writes_nothing_pauses_and_is_parked_in_the_end() -> None:
    def fail(event: Event) -> None:
        Event.objects.create(topic="written", aggregate_type="x", aggregate_id="1", created_at=AT)
        raise RuntimeError("it broke")

    heard: list[str] = []
    with (
        registry.temporary_handler(TOPIC, fail, name="bad"),
        registry.temporary_handler(TOPIC, lambda e: heard.append(e.aggregate_id), name="good"),
    ):
        send("a", "b")
        send("a")
        report = drain(at=AT)
        assert (report.delivered, report.failed, report.parked) == (3, 2, 0)
        assert {failure.error for failure in report.failures} == {"RuntimeError: it broke"}
        assert heard == ["a", "b", "a"]
        assert Event.objects.filter(topic="written").count() == 0
        first = Delivery.objects.filter(handler="bad").earliest("pk")
        assert first.available_at == AT + pause(1, first.pk)
        assert first.last_error.endswith("RuntimeError: it broke\n")
        instant = AT
        for attempt in range(2, MAX_ATTEMPTS + 1):
            instant += timedelta(seconds=400)
            report = drain(at=instant)
            assert report.failed >= 2
            assert report.parked == (2 if attempt == MAX_ATTEMPTS else 0)
    assert sorted(state for handler, state, _ in states() if handler == "bad") == ["parked", "parked", "pending"]


@pytest.mark.django_db
def test_a_later_event_of_the_same_thing_waits_for_the_one_that_failed() -> None:
    heard: list[int] = []
    fails = [True]

    def sometimes(event: Event) -> None:
        if fails[0]:
            raise RuntimeError("not yet")
        heard.append(event.pk)

    with registry.temporary_handler(TOPIC, sometimes, name="one"):
        send("a", "a")
        assert (drain(at=AT).failed, drain(at=AT).failed) == (1, 0)
        fails[0] = False
        assert drain(at=AT + timedelta(seconds=10)).delivered == 2
    assert heard == sorted(heard)


@pytest.mark.django_db
def test_a_deferred_constraint_that_breaks_fails_its_own_delivery_only() -> None:
    def break_later(event: Event) -> None:
        if event.aggregate_id == "bad":
            Delivery.objects.create(event_id=10**12, handler="x", lane="default", aggregate="x", available_at=AT + timedelta(days=9))

    with registry.temporary_handler(TOPIC, break_later, name="one"):
        send("good", "bad", "fine")
        report = drain(at=AT)
    assert (report.delivered, report.failed) == (2, 1)
    assert report.failures[0].error.startswith("IntegrityError")


@pytest.mark.django_db
def test_a_delivery_whose_handler_is_gone_fails_with_its_name() -> None:
    with registry.temporary_handler(TOPIC, lambda _: None, name="gone"):
        send("a")
    report = drain(at=AT)
    assert [failure.error for failure in report.failures] == ["LookupError: outbox_unknown_handler: gone"]


@pytest.mark.django_db
def test_what_runs_after_a_batch_runs_once_and_takes_the_batch_back_when_it_fails() -> None:
    flushed: list[int] = []
    poisoned = [True]
    pending: list[str] = []

    def collect(event: Event) -> None:
        pending.append(event.aggregate_id)

    def flush() -> None:
        batch = list(pending)
        pending.clear()
        if poisoned[0] and "b" in batch:
            raise OSError("the index is full")
        flushed.append(len(batch))

    with registry.temporary_handler(TOPIC, collect, name="one", lane="index"), registry.temporary_flush(flush, name="commit", lane="index"):
        send("a", "b", "c")
        report = drain()
        assert (report.delivered, report.failed) == (2, 1)
        assert flushed == [1, 1]
        poisoned[0] = False
        send(*(str(number) for number in range(7)))
        assert drain().delivered == 7
        assert flushed == [1, 1, 7]


@pytest.mark.django_db(transaction=True, available_apps=FLOOR)
def test_two_relays_never_deliver_the_same_twice() -> None:
    heard: list[int] = []
    lock = threading.Lock()

    def listen(event: Event) -> None:
        with lock:
            heard.append(event.pk)

    with registry.temporary_handler(TOPIC, listen, name="one"):
        for start in range(0, 240, 60):
            send(*(str(number % 40) for number in range(start, start + 60)))
        barrier = threading.Barrier(4)
        delivered: list[int] = []

        def run() -> None:
            barrier.wait()
            while Delivery.objects.filter(state="pending").exists():
                delivered.append(drain(limit=10).delivered)
            connections.close_all()

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(delivered) == 240
    assert sorted(heard) == list(Event.objects.order_by("pk").values_list("pk", flat=True))
    of_thing = dict(Event.objects.values_list("pk", "aggregate_id"))
    for thing in {str(number) for number in range(40)}:
        order = [pk for pk in heard if of_thing[pk] == thing]
        assert order == sorted(order)


@pytest.mark.django_db(transaction=True, available_apps=FLOOR)
def test_the_running_relay_wakes_on_a_commit_seals_and_stops() -> None:
    told = threading.Event()
    with registry.temporary_handler(TOPIC, lambda _: told.set(), name="one"):
        relay = Relay()
        thread = threading.Thread(target=relay.run)
        thread.start()
        try:
            send("a", at=datetime.now(tz=UTC))
            assert told.wait(10)
        finally:
            relay.stop()
            thread.join(10)
    assert not thread.is_alive()
    assert states() == [("one", "done", 0)]


@pytest.mark.django_db(transaction=True, available_apps=FLOOR)
def test_an_insert_notifies_the_channel() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN ipmarket_outbox")
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"):
        send("a", "b")
    assert connection.connection is not None
    assert [notice.channel for notice in connection.connection.notifies(timeout=5, stop_after=1)] == ["ipmarket_outbox"]
    with connection.cursor() as cursor:
        cursor.execute("UNLISTEN *")


@pytest.mark.django_db
def test_parked_deliveries_are_shown_and_tried_again() -> None:
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"):
        send("a", "b")
        Delivery.objects.update(state="parked", attempts=8, last_error="ValueError at thing.handlers:told:7\nTraceback\nValueError: bad\n")
        ids = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
        call_command("outbox_status", stdout=(out := io.StringIO()))
        assert out.getvalue().splitlines() == [
            "one (default): 0 pending, 2 parked",
            f"  parked {ids[0]}: thing.changed for one after 8 attempts: ValueError at thing.handlers:told:7",
            f"  parked {ids[1]}: thing.changed for one after 8 attempts: ValueError at thing.handlers:told:7",
        ]
        call_command("outbox_status", "--json", stdout=(out := io.StringIO()))
        assert orjson.loads(out.getvalue())["queues"][0]["parked"] == 2
        with pytest.raises(CommandError):
            call_command("outbox_retry")
        call_command("outbox_retry", str(ids[0]), stdout=(out := io.StringIO()))
        assert out.getvalue() == "1 deliveries will be tried again.\n"
        assert retry_parked(actor=SYSTEM, at=AT, handler="other") == 0
        assert drain().delivered == 1
        assert retry_parked(actor=SYSTEM, at=AT) == 1
        assert drain().delivered == 1
    assert Entry.objects.filter(action="outbox.retried").count() == 3


@pytest.mark.django_db
def test_what_was_handled_long_ago_is_pruned_and_what_was_not_stays() -> None:
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"):
        send("old", at=AT)
        drain(at=AT)
        send("open", at=AT)
        send("new", at=AT + timedelta(days=2))
        drain(at=AT + timedelta(days=2), limit=0)
    assert prune(at=AT + timedelta(days=30)) == 0
    assert prune(at=AT + timedelta(days=31)) == 1
    assert list(Event.objects.order_by("pk").values_list("aggregate_id", flat=True)) == ["open", "new"]


@pytest.mark.django_db
def test_a_periodic_job_runs_when_its_turn_comes_and_a_failure_is_noted() -> None:
    ran: list[datetime] = []

    def job(at: datetime) -> None:
        ran.append(at)
        raise RuntimeError("no")

    with registry.temporary_job(job, name="test.job", every_seconds=60):
        assert "test.job" in run_due_jobs(at=AT)
        assert "test.job" not in run_due_jobs(at=AT + timedelta(seconds=59))
        assert "test.job" in run_due_jobs(at=AT + timedelta(seconds=60))
    assert ran == [AT, AT + timedelta(seconds=60)]
    assert PeriodicRun.objects.get(name="test.job").last_error == "RuntimeError: no"


def test_pauses_double_and_are_bounded() -> None:
    seconds = [pause(attempt, 1).total_seconds() for attempt in range(1, 20)]
    for attempt, value in enumerate(seconds, 1):
        middle = min(2.0 ** (attempt - 1), 300.0)
        assert 0.75 * middle <= value <= 1.25 * middle
    assert len({pause(1, key) for key in range(50)}) > 40


def test_a_handler_name_is_taken_once() -> None:
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"), pytest.raises(ValueError, match="taken"):
        registry.handles(TOPIC, name="one")(lambda _: None)
