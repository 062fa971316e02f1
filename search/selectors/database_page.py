"""A page of results while no engine answers: straight from the rows, and with a word on what it leaves out.

Titles, numbers and classes only, newest entries first, without facets. Every choice that was made holds in it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language
from patents.selectors.plain_choices import APPLICABLE
from patents.selectors.plain_lookup import look_up
from search.analysis.highlighting import Sought
from search.language.readings import Reading
from search.selectors.items import items_of
from search.selectors.search_request import SearchRequest
from search.selectors.title_patterns import wanted_pieces

_FROM_DATABASE = "database"


def is_from_database(position: Sequence[Any]) -> bool:
    """A list that was begun here goes on here, whoever answers by now."""
    return bool(position) and position[0] == _FROM_DATABASE


def database_page(
    actor: Actor, readings: Sequence[Reading], request: SearchRequest, wanted: Sought, *, language: Language, on: date
) -> dict[str, Any]:
    """``engine.not_applied`` names the parameters that the answer does not follow; it may be wider than asked only where it says so.

    Raises:
        django.db.OperationalError: the database did not finish in time either.
    """
    pieces, is_whole = wanted_pieces(readings)
    choices = {name: values for name, values in request.choices.items() if name in APPLICABLE}
    after = UUID(str(request.position[1])) if is_from_database(request.position) else None
    found = look_up(actor, pieces=pieces, choices=choices, after=after, limit=request.limit)
    not_applied = [name for name in request.choices if name not in choices]
    not_applied += ([] if is_whole else ["q"]) + (["sort"] if request.sort else [])
    return {
        "total": found.total,
        "total_is_exact": not found.is_cut,
        "engine": {"name": "database", "degraded": True, "not_applied": not_applied},
        "items": items_of(actor, found.ids, wanted, language=language, on=on),
        "facets": [],
        "position": [_FROM_DATABASE, str(found.after)] if found.after else [],
        "limit_reached": found.is_cut and found.after is None,
    }
