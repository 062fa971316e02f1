"""Identifiers: version 7, growing, unique across threads."""

from __future__ import annotations

import threading
import time
import uuid

import pytest

from ipmarket.kernel import ids as ids_module
from ipmarket.kernel.ids import new_id


@pytest.fixture(autouse=True)
def _own_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a counter of its own, since a clock that was put forward would be remembered."""
    monkeypatch.setattr(ids_module, "_ticks", ids_module._Ticks())


def test_the_layout_is_version_seven_with_the_time_in_front() -> None:
    before = time.time_ns() // 1_000_000
    value = new_id()
    after = time.time_ns() // 1_000_000
    assert (value.version, value.variant) == (7, uuid.RFC_4122)
    assert before <= value.int >> 80 <= after + 10


def test_ids_grow_and_never_repeat() -> None:
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(set(ids))


def test_ids_grow_when_the_clock_stands_still_or_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    instant = [time.time_ns() + 3_600_000_000_000]
    monkeypatch.setattr("ipmarket.kernel.ids.time.time_ns", lambda: instant[0])
    ids = [new_id() for _ in range(5_000)]
    instant[0] -= 5_000_000_000
    ids += [new_id() for _ in range(5_000)]
    assert ids == sorted(set(ids))


def test_threads_do_not_share_an_id() -> None:
    found: list[uuid.UUID] = []

    def run() -> None:
        found.extend([new_id() for _ in range(2_000)])

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 16_000
