"""The outbox's own periodic job."""

from __future__ import annotations

from datetime import datetime

from ipmarket.kernel.outbox.registry import periodic
from ipmarket.kernel.outbox.services import prune


@periodic("outbox.prune", every_seconds=3600)
def prune_outbox(at: datetime) -> None:
    """Delete what everybody was told of a month ago."""
    prune(at=at)
