"""The operator lifts the suspension of a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PERSON_REACTIVATED
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.lift_suspension import lift_suspension
from ipmarket.accounts.services.organisation_rows import needed_reason
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, KernelErrorCode, NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def reactivate_person(*, actor: Actor, at: datetime, user_id: UUID, reason: str) -> User:
    """Lets the person sign in again. Raises Conflict ("transition_refused") for one who is not suspended, NotFound for an erased one."""
    hold_office(actor=actor, at=at, action="accounts.person.suspend", target=Target("accounts.user", id=user_id))
    if user_id == actor.user_id:
        raise Conflict("Nobody lifts their own suspension.", code=AccountsError.NOT_ONESELF)
    told = needed_reason(reason)
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None or user.erased_at is not None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    if user.is_active:
        raise Conflict("This person is not suspended.", code=KernelErrorCode.TRANSITION_REFUSED)
    user.is_active = True
    user.save(update_fields=["is_active"])
    lift_suspension(actor=actor, at=at, reason=told, whose=user.id)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.reactivate_person",
        target_type="accounts.user",
        target_id=user.id,
        before={"isActive": False},
        after={"isActive": True},
        reason=told,
    )
    outbox.emit(topic=PERSON_REACTIVATED, aggregate_type="accounts.user", aggregate_id=user.id, payload={"userId": str(user.id)}, at=at)
    queue_notice(actor=actor, at=at, template="accounts/reactivated", to=user.email, person=user, facts={"subject_name": user.name})
    return user
