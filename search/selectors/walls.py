"""What an index must leave out for one reader: an index is made for an audience and knows nothing of walls around single people."""

from typing import Final

from ipmarket.accounts.selectors.visibility import walled_ids
from ipmarket.kernel.actor import Actor
from patents.selectors.visible import RECORD_KINDS
from search.engines.port import EngineUnavailableError

# An engine is asked to leave out so many records at most; beyond it the database answers, whose rule has no such bound.
MOST_WALLS: Final = 500


def walled_off(actor: Actor) -> tuple[str, ...]:
    """Ids that no hit, total or facet may count for this actor. One query for people, none for visitors.

    Raises EngineUnavailableError where there are more than an engine is asked to leave out, so that the database answers instead.
    Access grants widen nothing here: what an audience may not read is not in its index.
    """
    found = walled_ids(actor, object_types=RECORD_KINDS, most=MOST_WALLS)
    if found is None:
        raise EngineUnavailableError(f"more than {MOST_WALLS} records are closed to this reader")
    return tuple(str(each) for each in found)
