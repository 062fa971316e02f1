"""Somebody is removed from an organisation, at once and everywhere."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.models import Membership
from ipmarket.accounts.services.end_membership import end_membership, require_another_owner, tell_of_end
from ipmarket.accounts.services.find_member import lock_membership, require_handles
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit


@transaction.atomic
def remove_member(*, actor: Actor, at: datetime, organisation_id: UUID, membership_id: UUID) -> Membership:
    """Ends the membership, the power to sign, and the tokens bound to the organisation, and writes to the person.

    Raises NotFound to strangers and for somebody who is no member, Forbidden ("role_not_yours_to_give") when a manager reaches above
    members and viewers, Conflict ("last_owner") and ("organisation_not_active").
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.members.remove")
    membership = lock_membership(organisation_id=organisation_id, membership_id=membership_id)
    require_handles(held.actor, membership.role)
    require_another_owner(membership, at=at)
    ended = end_membership(membership, actor=actor, at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.remove_member",
        target_type="accounts.organisation",
        target_id=organisation_id,
        before={"userId": str(membership.user_id), "role": membership.role},
        after={"userId": str(membership.user_id), "ended": ended},
    )
    tell_of_end(membership, actor=actor, at=at, organisation=held.organisation)
    return membership
