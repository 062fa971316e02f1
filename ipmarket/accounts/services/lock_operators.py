"""A step of whatever could take the last operator away."""

from uuid import UUID

from ipmarket.accounts.enums import PlatformRole
from ipmarket.accounts.models import PlatformRoleGrant, User


def lock_operators() -> set[UUID]:
    """The active operators, their rows locked in order: of two who end, suspend or erase each other or themselves one is refused.

    Not against references: an operator who decides something about a person has that person locked already, and is named by what they do.
    """
    holders = PlatformRoleGrant.objects.filter(role=PlatformRole.OPERATOR, ends_at__isnull=True).values("user_id")
    rows = User.objects.select_for_update(no_key=True).filter(id__in=holders, is_active=True).order_by("pk")
    return set(rows.values_list("id", flat=True))
