"""Who is acting in a request, for which organisation, with which platform roles."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from ipmarket.accounts.models import Membership, PlatformRoleGrant, User
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.clock import now

SESSION_ORGANISATION = "organisation_id"


def _open_at(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request: a visitor (no query), or a person with the organisation chosen in the session (two queries)."""
    user = getattr(request, "user", None)
    request_id = str(getattr(request, "request_id", ""))
    if not isinstance(user, User) or not user.is_active:
        return Actor(kind="visitor", request_id=request_id, label=VISITOR.label)
    chosen = request.session.get(SESSION_ORGANISATION) if hasattr(request, "session") else None
    return person_actor(user=user, at=now(), organisation_id=UUID(chosen) if chosen else None, request_id=request_id)


def person_actor(*, user: User, at: datetime, organisation_id: UUID | None = None, request_id: str = "") -> Actor:
    """The person as an actor at a time. An organisation that the person has left, or never was in, does not count."""
    memberships = (
        Membership.objects.filter(_open_at(at), user_id=user.id).order_by("starts_at", "id").values_list("organisation_id", flat=True)
    )
    organisations = list(memberships[:50])
    acting_for = organisation_id if organisation_id in organisations else (organisations[0] if organisations else None)
    roles = PlatformRoleGrant.objects.filter(_open_at(at), user_id=user.id).values_list("role", flat=True)
    return Actor(
        kind="person", user_id=user.id, organisation_id=acting_for, roles=frozenset(roles), request_id=request_id, label=str(user.id)
    )
