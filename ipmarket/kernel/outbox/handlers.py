"""The periodic jobs of the outbox, and of the audit trail, which stands below it and cannot register its own."""

from __future__ import annotations

from datetime import datetime

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.services import check_chain, seal_looks
from ipmarket.kernel.outbox.registry import periodic
from ipmarket.kernel.outbox.services import prune

_DAY_SECONDS = 24 * 3600


@periodic("outbox.prune", every_seconds=3600)
def prune_outbox(at: datetime) -> None:
    """Delete what everybody was told of a month ago."""
    prune(at=at)


@periodic("audit.seal_looks", every_seconds=3600)
def seal_past_looks(at: datetime) -> None:
    """Put the digests of the past hours' looks into the chain."""
    seal_looks(at=at)


@periodic("audit.verify_daily", every_seconds=_DAY_SECONDS)
def verify_what_is_new(at: datetime) -> None:
    """Verify what came since the last time; a fault is logged as an error and shown to the auditor."""
    check_chain(actor=Actor.system("audit"), at=at)


@periodic("audit.verify_weekly", every_seconds=7 * _DAY_SECONDS)
def verify_everything(at: datetime) -> None:
    """Verify the whole trail."""
    check_chain(actor=Actor.system("audit"), at=at, is_full=True)
