"""The one definition of what an actor may see. Every selector of every app filters through it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts.enums import Audience, PlatformRole
from ipmarket.accounts.models import AccessGrant, Wall
from ipmarket.accounts.selectors.access import grants_for, reads_for_organisation, walls_against
from ipmarket.kernel.actor import Actor

SEES_EVERYTHING = frozenset({PlatformRole.OPERATOR, PlatformRole.AUDITOR})


def visible_to(actor: Actor, *, object_type: str, prefix: str = "", at: datetime | None = None) -> Q:
    """A filter over a model with `audience` and `owner_organisation`; `prefix` is the path to it (``"right__"``).

    What the audience closes, an access grant on the thing opens; what anything opens, a wall closes, for staff too. ``object_type`` is
    the name under which grants and walls know the things ("patents.right"). It adds conditions to the statement and no statement of its
    own. Grants and walls count as they stand when the statement begins, or ``at`` an instant.

    What is opened and closed is named by whom it is for and not row by row (IN, and not EXISTS): the database reads each set once, from
    the index by person or organisation, and looks rows up in memory; a correlated condition behind an OR would be asked for every row.
    """
    if actor.kind == "system":
        return Q()
    allowed = _audience(actor, prefix)
    if not actor.roles & SEES_EVERYTHING:
        for opened in grants_for(actor, at=at):
            allowed |= _among(AccessGrant.objects.filter(opened, object_type=object_type), prefix)
    for closed in walls_against(actor, at=at):
        allowed &= ~_among(Wall.objects.filter(closed, object_type=object_type), prefix)
    return allowed


def _among(rows: "QuerySet[AccessGrant] | QuerySet[Wall]", prefix: str) -> Q:
    return Q(**{f"{prefix}id__in": rows.values("object_id")})


def _audience(actor: Actor, prefix: str) -> Q:
    if actor.roles & SEES_EVERYTHING:
        return Q()
    audiences = [Audience.PUBLIC]
    if actor.kind == "person":
        audiences.append(Audience.REGISTERED)
    allowed = Q(**{f"{prefix}audience__in": audiences})
    if reads_for_organisation(actor):
        allowed |= Q(**{f"{prefix}owner_organisation_id": actor.organisation_id})
    return allowed


def walled_ids(actor: Actor, *, object_types: Collection[str], most: int) -> tuple[UUID, ...] | None:
    """The things of these types that walls close to this actor, for those who ask an index instead of the rows.

    None where there are more than ``most``: then only the rows can answer. One query for people, none for others.
    """
    conditions = walls_against(actor)
    if not conditions:
        return ()
    rows = [Wall.objects.filter(each, object_type__in=object_types).values_list("object_id", flat=True) for each in conditions]
    found = tuple(rows[0].union(*rows[1:]).order_by("object_id")[: most + 1])
    return found if len(found) <= most else None


def index_audience(actor: Actor) -> Audience:
    """Which search index answers this actor: what an audience may not read is not in its index."""
    return Audience.PUBLIC if actor.kind == "visitor" else Audience.REGISTERED


def index_audiences_of(audience: str) -> tuple[Audience, ...]:
    """The indexes that hold a thing of this audience; none for what only its owner sees."""
    return {
        Audience.PUBLIC.value: (Audience.PUBLIC, Audience.REGISTERED),
        Audience.REGISTERED.value: (Audience.REGISTERED,),
    }.get(audience, ())
