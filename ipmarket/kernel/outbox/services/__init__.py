"""What other parts may do with the outbox."""

from __future__ import annotations

from ipmarket.kernel.outbox.services.emit_event import emit, emit_many
from ipmarket.kernel.outbox.services.prune_events import prune
from ipmarket.kernel.outbox.services.retry_deliveries import retry_parked

__all__ = ["emit", "emit_many", "prune", "retry_parked"]
