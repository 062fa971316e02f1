"""A small per-process memory for tables that change with releases, such as labels. Values are shared, so callers must not change them."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_entries: dict[Hashable, tuple[float, Any]] = {}
_lock = threading.Lock()
MAX_ENTRIES = 512


def remembered(key: Hashable, load: Callable[[], T], *, ttl_seconds: float = 60.0) -> T:
    """The value of `load()`, at most `ttl_seconds` old. Two threads may load at once; the later one wins, and both are right."""
    found = _entries.get(key)
    at = time.monotonic()
    if found is not None and found[0] > at:
        value: T = found[1]
        return value
    value = load()
    with _lock:
        if len(_entries) >= MAX_ENTRIES:
            _entries.clear()
        _entries[key] = (at + ttl_seconds, value)
    return value


def forget() -> None:
    """Empties the memory; loaders of such tables and tests call it."""
    with _lock:
        _entries.clear()
