"""A short memory of failure: while an engine is away, readers are not kept waiting for it one after the other."""

import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

from search.engines.port import Engine, EngineUnavailableError, Hits, Query

# After a failure the engine is left alone for this long.
PAUSE_SECONDS = 2.0
Answer = TypeVar("Answer")


class EngineGuard:
    """Passes questions of readers on, unless the engine failed a moment ago. Writes do not go through here: the outbox repeats them."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed_at: dict[str, float] = {}
        self._lock = Lock()

    def search(self, engine: Engine, audience: str, query: Query) -> Hits:
        """As :meth:`Engine.search`; raises EngineUnavailableError at once during the pause."""
        return self._asked(engine, lambda: engine.search(audience, query))

    def frequencies(self, engine: Engine, audience: str, terms: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """As :meth:`Engine.frequencies`."""
        return self._asked(engine, lambda: engine.frequencies(audience, terms))

    def forget(self) -> None:
        """Trust every engine again."""
        with self._lock:
            self._failed_at.clear()

    def _asked(self, engine: Engine, call: Callable[[], Answer]) -> Answer:
        failed_at = self._failed_at.get(engine.name)
        if failed_at is not None and self._clock() - failed_at < PAUSE_SECONDS:
            raise EngineUnavailableError(f"{engine.name} failed a moment ago")
        try:
            answer = call()
        except EngineUnavailableError:
            with self._lock:
                self._failed_at[engine.name] = self._clock()
            raise
        with self._lock:
            self._failed_at.pop(engine.name, None)
        return answer


guard = EngineGuard()
