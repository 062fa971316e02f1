"""The one definition of what an actor may see. Every selector of every app filters through it."""

from django.db.models import Q

from ipmarket.accounts.enums import Audience, PlatformRole
from ipmarket.kernel.actor import Actor

SEES_EVERYTHING = frozenset({PlatformRole.OPERATOR, PlatformRole.AUDITOR})


def visible_to(actor: Actor, *, prefix: str = "") -> Q:
    """A filter over a model with `audience` and `owner_organisation`; `prefix` is the path to it (``"right__"``)."""
    if actor.kind == "system" or actor.roles & SEES_EVERYTHING:
        return Q()
    audiences = [Audience.PUBLIC]
    if actor.kind == "person":
        audiences.append(Audience.REGISTERED)
    allowed = Q(**{f"{prefix}audience__in": audiences})
    if actor.organisation_id is not None:
        allowed |= Q(**{f"{prefix}owner_organisation_id": actor.organisation_id})
    return allowed


def index_audience(actor: Actor) -> Audience:
    """Which search index answers this actor: what an audience may not read is not in its index."""
    return Audience.PUBLIC if actor.kind == "visitor" else Audience.REGISTERED


def index_audiences_of(audience: str) -> tuple[Audience, ...]:
    """The indexes that hold a thing of this audience; none for what only its owner sees."""
    return {
        Audience.PUBLIC.value: (Audience.PUBLIC, Audience.REGISTERED),
        Audience.REGISTERED.value: (Audience.REGISTERED,),
    }.get(audience, ())
