"""What the product does by itself when an index is gone (a folder was removed, a cluster came back empty) or was away for long."""

from datetime import datetime

import structlog

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.outbox.selectors import parked
from ipmarket.kernel.outbox.services import retry_parked
from search.engines.choice import engine
from search.engines.port import EngineUnavailableError
from search.indexing.rebuild import RebuildFailedError, has_lost_an_index, rebuild

log = structlog.get_logger(__name__)

_HANDLERS = "search."
_LOOKED_AT = 1_000


def recover_lost_index(*, at: datetime) -> bool:
    """Rebuild everything when the engine answers and has lost an index that served. Returns whether it did.

    Until then the database answers searches, and changes are left to the rebuild, which reads the rows.
    """
    chosen = engine()
    try:
        if not has_lost_an_index(chosen):
            return False
        report = rebuild(engine=chosen, at=at)
    except (EngineUnavailableError, RebuildFailedError) as error:
        log.warning("search.recovery_failed", engine=chosen.name, reason=str(error)[:200])
        return False
    log.info("search.recovered", engine=chosen.name, generation=report.generation)
    return True


def release_parked_changes(*, at: datetime) -> int:
    """Give back to the queue what was parked because the engine was away for longer than the outbox tries. Returns how many.

    What was parked for another reason stays with the operator. Nothing happens while the engine does not answer.
    """
    chosen = engine()
    waiting = [
        each.id
        for each in parked(limit=_LOOKED_AT)
        if each.handler.startswith(_HANDLERS) and EngineUnavailableError.__name__ in each.last_error
    ]
    if not waiting or not chosen.health().is_up:
        return 0
    return retry_parked(actor=Actor.system("search"), at=at, ids=waiting)
