"""A person leaves an organisation."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.models import Membership
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.services.end_membership import end_membership, require_another_owner, tell_of_end
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound


@transaction.atomic
def leave_organisation(*, actor: Actor, at: datetime, organisation_id: UUID) -> Membership:
    """Ends the own membership with all that hangs on it, whatever organisation the person acts for at present, suspended ones too.

    Raises NotFound for whoever is no member, Conflict ("last_owner") for the only owner.
    """
    policies.require(actor, "accounts.members.leave", Target("accounts.membership", organisation_id=organisation_id, user_id=actor.user_id))
    if actor.user_id is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    organisation = lock_organisation(organisation_id)
    membership = Membership.objects.select_for_update().filter(
        user_id=actor.user_id, organisation_id=organisation_id, ends_at__isnull=True
    ).first()  # fmt: skip
    if membership is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    require_another_owner(membership, at=at)
    ended = end_membership(membership, actor=actor, at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.leave_organisation",
        target_type="accounts.organisation",
        target_id=organisation_id,
        before={"userId": str(membership.user_id), "role": membership.role},
        after={"userId": str(membership.user_id), "ended": ended},
    )
    tell_of_end(membership, actor=actor, at=at, organisation=organisation)
    return membership
