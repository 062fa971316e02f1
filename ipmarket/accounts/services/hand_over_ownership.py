"""An owner hands the organisation over to another member and stays as a manager."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.events import OWNERSHIP_HANDED_OVER
from ipmarket.accounts.models import Membership
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.tell_people import tell_handed_over
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import InvalidInput, NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def hand_over_ownership(*, actor: Actor, at: datetime, organisation_id: UUID, user_id: UUID) -> Membership:
    """Makes the member an owner and the actor a manager, in one step, and returns the new owner's membership.

    Raises NotFound to everybody but owners and for somebody who is no member with an active account, InvalidInput for oneself, Conflict
    ("organisation_not_active"). Somebody who is an owner already stays one.
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.ownership.hand_over")
    if user_id == actor.user_id:
        raise InvalidInput("Name somebody else.")
    rows = (
        Membership.objects.select_for_update(of=("self",))
        .filter(organisation_id=organisation_id, ends_at__isnull=True, user_id__in=[user_id, actor.user_id], user__is_active=True)
        .select_related("user")
    )
    found = {row.user_id: row for row in rows.order_by("pk")}
    heir = found.get(user_id)
    giver = found.get(actor.user_id) if actor.user_id is not None else None
    if heir is None or giver is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    before = {"ownerId": str(giver.user_id), "userId": str(heir.user_id), "role": heir.role}
    heir.role, giver.role = MemberRole.OWNER, MemberRole.MANAGER
    heir.save(update_fields=["role"])
    giver.save(update_fields=["role"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.hand_over_ownership",
        target_type="accounts.organisation",
        target_id=organisation_id,
        before=before,
        after={"ownerId": str(heir.user_id), "userId": str(giver.user_id), "role": giver.role},
    )
    outbox.emit(
        topic=OWNERSHIP_HANDED_OVER,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"membershipId": str(heir.id), "formerId": str(giver.id)},
        at=at,
    )
    tell_handed_over(actor=actor, at=at, organisation=held.organisation, former=giver.user, heir=heir.user)
    return heir
