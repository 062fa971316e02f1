"""The memory of a process: at most so old, at most so large, emptied when told."""

import pytest

from ipmarket.kernel import process_cache
from ipmarket.kernel.process_cache import MAX_ENTRIES, forget, remembered


class Loader:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        return self.calls


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The hand of the clock that the memory reads."""
    hand = [1000.0]
    monkeypatch.setattr("ipmarket.kernel.process_cache.time.monotonic", lambda: hand[0])
    return hand


def test_a_value_is_loaded_once_until_it_is_too_old(clock: list[float]) -> None:
    load = Loader()
    assert [remembered("key", load, ttl_seconds=60), remembered("key", load, ttl_seconds=60)] == [1, 1]
    clock[0] += 59.9
    assert remembered("key", load, ttl_seconds=60) == 1
    clock[0] += 0.1
    assert remembered("key", load, ttl_seconds=60) == 2


def test_keys_are_apart_and_an_empty_value_is_a_value() -> None:
    calls: list[str] = []

    def empty() -> None:
        calls.append("empty")

    assert [remembered("empty", empty), remembered("empty", empty), remembered("other", lambda: 7)] == [None, None, 7]
    assert calls == ["empty"]


def test_forgetting() -> None:
    load = Loader()
    remembered("key", load)
    forget()
    assert remembered("key", load) == 2


def test_what_fails_is_not_remembered() -> None:
    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        remembered("key", fail)
    assert remembered("key", lambda: 3) == 3


def test_the_memory_is_bounded() -> None:
    load = Loader()
    remembered("first", load)
    for n in range(MAX_ENTRIES + 10):
        remembered(n, lambda: 0)
        assert len(process_cache._entries) <= MAX_ENTRIES
    assert remembered("first", load) == 2
