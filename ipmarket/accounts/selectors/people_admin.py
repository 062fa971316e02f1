"""All people, for the operator and the auditor."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts.credentials import has_second_factor, sessions_count
from ipmarket.accounts.models import Membership, PlatformRoleGrant, User
from ipmarket.accounts.selectors.members_standing import open_at
from ipmarket.accounts.selectors.organisations_admin import suspensions_of
from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound

PERSON_STATES: Final = ("active", "suspended", "erased")
_STATE: Final = {
    "active": Q(is_active=True),
    "suspended": Q(is_active=False, erased_at__isnull=True),
    "erased": Q(erased_at__isnull=False),
}
_MOST_PLACES: Final = 50


def people_for_staff(actor: Actor, filters: Mapping[str, Any]) -> QuerySet[User]:
    """All people that fit; ``q`` is looked for in name and address, each by its index."""
    require(actor, "accounts.people.read")
    rows = User.objects.all()
    if words := unicodedata.normalize("NFKC", filters.get("q", "")).strip():
        rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if filters.get("state"):
        rows = rows.filter(_STATE[filters["state"]])
    return rows


def state_of(user: User) -> str:
    """In a word: "active", "suspended" or "erased"."""
    if user.erased_at is not None:
        return "erased"
    return "active" if user.is_active else "suspended"


def roles_of(people: Iterable[User], *, at: datetime) -> dict[UUID, list[str]]:
    """The platform roles of these people, in one query."""
    found: dict[UUID, list[str]] = {}
    grants = PlatformRoleGrant.objects.filter(open_at(at), user__in=list(people)).order_by("role")
    for user_id, role in grants.values_list("user_id", "role"):
        found.setdefault(user_id, []).append(role)
    return found


def person_row(user: User, *, roles: list[str]) -> dict[str, Any]:
    """One line of the list."""
    return {
        "id": user.id,
        "name": user.name,
        "email": "" if user.erased_at is not None else user.email,
        "language": user.language,
        "state": state_of(user),
        "roles": roles,
        "is_demo": user.is_demo,
        "created_at": user.created_at,
    }


def person_for_staff(actor: Actor, user_id: UUID, *, at: datetime) -> dict[str, Any]:
    """A person with places, roles and suspensions; the caller records the look. Raises NotFound."""
    require(actor, "accounts.people.read")
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    places = Membership.objects.filter(open_at(at), user_id=user.id).select_related("organisation").order_by("starts_at", "id")
    return {
        **person_row(user, roles=roles_of([user], at=at).get(user.id, [])),
        "time_zone": user.time_zone,
        "has_second_factor": has_second_factor(user.id),
        "sessions": sessions_count(user.id),
        "memberships": [
            {
                "id": place.id,
                "organisation": {
                    "id": place.organisation_id,
                    "name": {
                        "en": place.organisation.name_en,
                        "zh_hant": place.organisation.name_zh_hant,
                        "zh_hans": place.organisation.name_zh_hans,
                    },
                    "state": place.organisation.state,
                },
                "role": place.role,
                "starts_at": place.starts_at,
            }
            for place in places[:_MOST_PLACES]
        ],
        "suspensions": suspensions_of(user.id),
    }
