"""How a person stands in an organisation by membership, and whom that standing may handle. One place for the rule and for the pages."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from ipmarket.accounts.enums import MemberRole, OrganisationState
from ipmarket.accounts.models import Membership
from ipmarket.kernel.actor import Actor

_ALL: Final = frozenset(MemberRole)
# Owners handle everybody; managers handle those who decide nothing about people; nobody else handles anybody.
_HANDLED: Final[Mapping[str, frozenset[MemberRole]]] = MappingProxyType({
    MemberRole.OWNER: _ALL,
    MemberRole.MANAGER: frozenset({MemberRole.MEMBER, MemberRole.VIEWER}),
})  # fmt: skip


def open_at(at: datetime) -> Q:
    """Memberships that hold at this instant: from their start, to before their end."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def standing_at(role: str, state: str) -> str:
    """The standing that a role gives in an organisation of this state.

    In a suspended one whoever belongs to it reads, as a viewer does; in one that is closed or merged away nobody stands.
    """
    if state == OrganisationState.ACTIVE:
        return role
    return MemberRole.VIEWER.value if role and state == OrganisationState.SUSPENDED else ""


def handled_roles(actor: Actor) -> frozenset[MemberRole]:
    """The roles that the actor may give, take and invite to, in the organisation acted for. The system handles all."""
    return _ALL if actor.kind == "system" else _HANDLED.get(actor.standing, frozenset())


def may_give(standing: str, role: str) -> bool:
    """True when somebody of this standing may bring somebody into this role."""
    return role in _HANDLED.get(standing, frozenset())


def role_in(*, user_id: UUID, organisation_id: UUID, at: datetime) -> str:
    """The role of a person in an organisation at an instant; empty for nobody's member and for an account that is not active.

    A membership that has ended by the time of the statement does not count, were the instant a moment before: a request may have waited
    for the one that ended it.
    """
    still_open = Q(ends_at__isnull=True) | Q(ends_at__gt=Now())
    role: str | None = (
        Membership.objects.filter(open_at(at), still_open, user_id=user_id, organisation_id=organisation_id, user__is_active=True)
        .values_list("role", flat=True)
        .first()
    )
    return role or ""


def has_another_owner(*, organisation_id: UUID, at: datetime, beside: UUID) -> bool:
    """True when the organisation has an owner with an active account beside this membership."""
    others = Membership.objects.filter(open_at(at), organisation_id=organisation_id, role=MemberRole.OWNER, user__is_active=True)
    return others.exclude(id=beside).exists()
