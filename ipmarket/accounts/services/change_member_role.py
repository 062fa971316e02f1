"""A member gets another role."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.events import MEMBER_ROLE_CHANGED
from ipmarket.accounts.models import Membership
from ipmarket.accounts.services.end_membership import require_another_owner
from ipmarket.accounts.services.find_member import known_role, lock_membership, require_handles
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.tell_people import tell_role_changed
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def change_member_role(*, actor: Actor, at: datetime, organisation_id: UUID, membership_id: UUID, role: str) -> Membership:
    """Changes the role from now on; the same role again changes nothing.

    Raises NotFound to strangers and for somebody who is no member, InvalidInput for an unknown role, Forbidden ("role_not_yours_to_give")
    when a manager reaches above members and viewers, Conflict ("last_owner") and ("organisation_not_active").
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.members.change_role")
    membership = lock_membership(organisation_id=organisation_id, membership_id=membership_id)
    wanted = known_role(role)
    require_handles(held.actor, membership.role, wanted)
    before = membership.role
    if before == wanted:
        return membership
    if wanted != MemberRole.OWNER:
        require_another_owner(membership, at=at)
    membership.role = wanted
    membership.save(update_fields=["role"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.change_member_role",
        target_type="accounts.organisation",
        target_id=organisation_id,
        before={"userId": str(membership.user_id), "role": before},
        after={"userId": str(membership.user_id), "role": wanted},
    )
    outbox.emit(
        topic=MEMBER_ROLE_CHANGED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"membershipId": str(membership.id)},
        at=at,
    )
    tell_role_changed(actor=actor, at=at, membership=membership, organisation=held.organisation, before=before)
    return membership
