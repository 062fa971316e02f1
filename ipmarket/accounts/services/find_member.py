"""Finding the membership that somebody wants to change, with its row locked. A step of the services that change members."""

from uuid import UUID

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import Membership
from ipmarket.accounts.selectors.members_standing import handled_roles
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Forbidden, InvalidInput, NotFound


def lock_membership(*, organisation_id: UUID, membership_id: UUID) -> Membership:
    """The open membership of this organisation, locked. Raises NotFound, alike for one that ended and one of another organisation."""
    rows = Membership.objects.select_for_update().filter(id=membership_id, organisation_id=organisation_id, ends_at__isnull=True)
    membership = rows.first()
    if membership is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    return membership


def known_role(role: str) -> MemberRole:
    """The role of that name. Raises InvalidInput ("unknown_role")."""
    if role not in MemberRole.values:
        raise InvalidInput("There is no such role.", code=AccountsError.UNKNOWN_ROLE, params={"roles": list(MemberRole.values)})
    return MemberRole(role)


def require_handles(actor: Actor, *roles: str) -> None:
    """Raises Forbidden ("role_not_yours_to_give") when one of the roles is above what this actor handles."""
    handled = handled_roles(actor)
    if any(role not in handled for role in roles):
        raise Forbidden(
            "Only an owner may do this with owners and managers.",
            code=AccountsError.ROLE_NOT_YOURS_TO_GIVE,
            params={"roles": sorted(handled)},
        )
