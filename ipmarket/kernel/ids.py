"""Identifiers: UUID version 7 (RFC 9562), so that primary keys sort by time of creation and indexes grow at one end."""

from __future__ import annotations

import os
import threading
import time
import uuid

_COUNTER_BITS = 12
_COUNTER_LIMIT = 1 << _COUNTER_BITS
_RANDOM_BITS = 62


class _Ticks:
    """Counts (millisecond, counter), strictly growing within this process even when the wall clock steps back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = 0
        self._counter = 0

    def next(self) -> tuple[int, int]:
        """Return a pair greater than every one returned before."""
        with self._lock:
            millisecond = time.time_ns() // 1_000_000
            if millisecond > self._millisecond:
                self._millisecond = millisecond
                # Starting in the lower half leaves room for two thousand ids in one millisecond before the next one is borrowed from.
                self._counter = int.from_bytes(os.urandom(2), "big") % (_COUNTER_LIMIT // 2)
            else:
                self._counter += 1
                if self._counter >= _COUNTER_LIMIT:
                    self._millisecond += 1
                    self._counter = 0
            return self._millisecond, self._counter


_ticks = _Ticks()


def new_id() -> uuid.UUID:
    """Return a UUIDv7 greater than every one returned before by this process."""
    millisecond, counter = _ticks.next()
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << _RANDOM_BITS) - 1)
    value = (millisecond & ((1 << 48) - 1)) << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | tail
    return uuid.UUID(int=value)
