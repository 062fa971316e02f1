"""What would happen if a person had the account erased: what goes, what stays without a name, and what stands in the way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from ipmarket.accounts.enums import MemberRole, OrganisationState, PlatformRole
from ipmarket.accounts.models import Membership, PlatformRoleGrant
from ipmarket.kernel.audit.selectors.entries import EntryFilter, entries


@dataclass(frozen=True, slots=True)
class Block:
    """Why it cannot be done yet. ``code``: "only_owner" (with the organisation) or "last_operator"."""

    code: str
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """``memberships`` end; ``entries`` of the audit trail keep what was done and lose the personal values beside them."""

    blocks: tuple[Block, ...]
    memberships: int
    entries: int

    @property
    def is_possible(self) -> bool:
        return not self.blocks


def erasure_plan(user_id: UUID, *, at: datetime) -> ErasurePlan:
    """Read the plan. Somebody who is the only owner of a living organisation hands it over or closes it first."""
    open_now = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    own = Membership.objects.filter(open_now, user_id=user_id)
    owned = own.filter(role=MemberRole.OWNER, organisation__state__in=[OrganisationState.ACTIVE, OrganisationState.SUSPENDED])
    owners = (
        Membership.objects.filter(
            open_now, organisation_id__in=owned.values("organisation_id"), role=MemberRole.OWNER, user__is_active=True
        )
        .values("organisation_id")
        .annotate(owners=Count("id"))
        .order_by("organisation_id")
    )
    blocks = [Block("only_owner", row["organisation_id"]) for row in owners if row["owners"] == 1]
    holders = PlatformRoleGrant.objects.filter(open_now, role=PlatformRole.OPERATOR, user__is_active=True)
    operators = set(holders.values_list("user_id", flat=True)[:2])
    if operators == {user_id}:
        blocks.append(Block("last_operator"))
    return ErasurePlan(tuple(blocks), own.count(), entries(EntryFilter(actor_id=user_id)).count())
