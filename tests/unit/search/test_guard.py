"""An engine that failed is left alone for a moment, and trusted again after it."""

import pytest

from search.engines.guard import PAUSE_SECONDS, EngineGuard
from search.engines.port import EngineUnavailableError, Hits, Query

_ANSWER = Hits(total=1, hits=(), facets={})


class _Engine:
    name = "double"

    def __init__(self) -> None:
        self.asked = 0
        self.is_up = True

    def search(self, audience: str, query: Query) -> Hits:
        self.asked += 1
        if not self.is_up:
            raise EngineUnavailableError("away")
        return _ANSWER


def test_a_pause_after_a_failure() -> None:
    now = [100.0]
    engine, guard = _Engine(), EngineGuard(clock=lambda: now[0])
    assert guard.search(engine, "public", Query()) is _ANSWER  # type: ignore[arg-type]  # a double of the one method
    engine.is_up = False
    for _ in range(5):
        with pytest.raises(EngineUnavailableError):
            guard.search(engine, "public", Query())  # type: ignore[arg-type]  # as above
    assert engine.asked == 2
    engine.is_up = True
    now[0] += PAUSE_SECONDS - 0.1
    with pytest.raises(EngineUnavailableError):
        guard.search(engine, "public", Query())  # type: ignore[arg-type]  # as above
    now[0] += 0.2
    assert guard.search(engine, "public", Query()) is _ANSWER  # type: ignore[arg-type]  # as above
    assert engine.asked == 3
