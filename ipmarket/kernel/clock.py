"""The one place that reads the wall clock. Views, commands and tasks call it once and pass the instant down as ``at``."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return datetime.now(tz=UTC)
