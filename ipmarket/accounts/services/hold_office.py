"""The first step of whatever staff change: the policy, the platform roles that open it, and a second look once those are held.

Who ends roles holds them first too, so that a role which ends while a request is in flight either ends after what the request did, or
before it, and then nothing is done. The order of all locks is: platform roles, organisations, people, what is about them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from ipmarket.accounts.models import PlatformRoleGrant
from ipmarket.accounts.selectors.members_standing import open_at
from ipmarket.accounts.selectors.policies import Target, offices_for, require
from ipmarket.kernel.actor import Actor

_SHARE = """
    SELECT id FROM accounts_platformrolegrant
    WHERE user_id = %s AND role = ANY(%s) AND (ends_at IS NULL OR ends_at > now())
    ORDER BY id FOR SHARE
"""


def hold_office(*, actor: Actor, at: datetime, action: str, target: Target | None = None) -> Actor:
    """Check the policy; and where platform roles alone open the action, hold them until the end of the transaction and look again.

    Returns the actor with those platform roles alone that are held: what else opens the action is looked at again by whoever holds that.
    Raises what ``policies.require`` raises, also when none of the roles is in force any more or the person has been suspended.
    """
    require(actor, action, target)
    offices = offices_for(actor, action, target)
    if not offices or actor.user_id is None:
        return replace(actor, roles=frozenset())
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [actor.user_id, sorted(offices)])
    current = replace(actor, roles=_in_force(actor.user_id, offices, at))
    require(current, action, target)
    return current


def hold_offices_of(people: Iterable[UUID]) -> None:
    """Lock the open platform roles of these people, in order, against everybody who acts by them. For whoever ends them."""
    grants = PlatformRoleGrant.objects.select_for_update().filter(_still_open(), user_id__in=list(people))
    list(grants.order_by("id").values_list("id", flat=True))


def _still_open() -> Q:
    """By the clock of the database: the instant of a request that waited is a moment before."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=Now())


def _in_force(user_id: UUID, offices: frozenset[str], at: datetime) -> frozenset[str]:
    """A statement of its own, so that it sees what was committed while the one before it waited."""
    grants = PlatformRoleGrant.objects.filter(open_at(at), _still_open(), user_id=user_id, user__is_active=True, role__in=offices)
    return frozenset(grants.values_list("role", flat=True))
