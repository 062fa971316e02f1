"""The API floor's periodic job."""

from __future__ import annotations

from datetime import datetime

from ipmarket.kernel.api.idempotency import forget_old_keys
from ipmarket.kernel.outbox.registry import periodic


@periodic("api.forget_idempotency_keys", every_seconds=3600)
def forget_keys(at: datetime) -> None:
    """Delete the answers that need not be repeated any longer."""
    forget_old_keys(at=at)
