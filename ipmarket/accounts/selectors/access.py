"""Access grants and walls as conditions of a query: the only ways in which something is opened or closed beyond its audience."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q
from django.db.models.functions import Now

from ipmarket.accounts.enums import AccessLevel, MandateScope, MemberRole, OrganisationState
from ipmarket.accounts.models import Membership
from ipmarket.kernel.actor import Actor

# How the label of somebody begins who looks at pages as others see them.
SEEN_AS: Final = "seen-as:"
# Each level holds the ones before it.
_LEVELS = (AccessLevel.EXISTENCE, AccessLevel.DETAILS, AccessLevel.FILES, AccessLevel.WORK)


def in_force(at: datetime | None) -> Q:
    """Rows in force at an instant; None asks the database's own clock, at the start of the statement, so that no clock is read here."""
    instant = Now() if at is None else at
    return Q(starts_at__lte=instant) & (Q(ends_at__isnull=True) | Q(ends_at__gt=instant))


def reads_for_organisation(actor: Actor) -> bool:
    """True when what the organisation acted for may see counts for the actor: a mandate opens it only with the scope to read."""
    if actor.organisation_id is None:
        return False
    return actor.mandate_id is None or MandateScope.READ in (actor.scopes or ())


def levels_from(level: str) -> list[str]:
    """The levels that hold this one."""
    return [str(each) for each in _LEVELS[_LEVELS.index(AccessLevel(level)) :]]


def grants_for(actor: Actor, *, at: datetime | None = None, level: str = AccessLevel.EXISTENCE) -> list[Q]:
    """The access grants that open something to this person, and to the organisation acted for: conditions of which any may hold.

    They stand apart so that each is answered by an index of its own. Not for visitors; none for who looks at pages as others see them.
    """
    if actor.user_id is None or actor.label.startswith(SEEN_AS):
        return []
    reach = in_force(at) if level == AccessLevel.EXISTENCE else in_force(at) & Q(level__in=levels_from(level))
    found = [Q(user_id=actor.user_id) & reach]
    if reads_for_organisation(actor):
        opened = Q(organisation_id=actor.organisation_id)
        # All members of a suspended organisation stand as viewers: what others opened to it stays closed until that is lifted.
        if actor.standing == MemberRole.VIEWER:
            opened &= Q(organisation__state=OrganisationState.ACTIVE)
        found.append(opened & reach)
    return found


def walls_against(actor: Actor, *, at: datetime | None = None) -> list[Q]:
    """The walls that close something to this person: conditions of which any may hold, each answered by an index of its own.

    A wall around an organisation holds for whoever acts for it and for each of its members, whatever organisation they act for at the
    moment: nobody walks around a wall by changing hats.
    """
    if actor.user_id is None:
        return []
    memberships = Membership.objects.filter(in_force(at), user_id=actor.user_id).values("organisation_id")
    found = [Q(user_id=actor.user_id) & in_force(at), Q(organisation_id__in=memberships) & in_force(at)]
    if actor.organisation_id is not None:
        found.append(Q(organisation_id=actor.organisation_id) & in_force(at))
    return found


def any_of(conditions: list[Q]) -> Q:
    """One condition that holds where any of these does; none of them holds nowhere."""
    return reduce(or_, conditions, Q(pk__in=()))
