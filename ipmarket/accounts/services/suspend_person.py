"""The operator suspends a person: whatever they hold sleeps, and they are signed out everywhere at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.credentials import end_sessions
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PERSON_SUSPENDED
from ipmarket.accounts.models import Suspension, User
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.accounts.services.hold_office import hold_office, hold_offices_of
from ipmarket.accounts.services.lock_operators import lock_operators
from ipmarket.accounts.services.organisation_rows import needed_reason
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput, KernelErrorCode, NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def suspend_person(*, actor: Actor, at: datetime, user_id: UUID, reason: str) -> User:
    """Suspends the person from this moment on and writes to them why.

    Sessions end, tokens are refused and roles sleep, since all of them count for active accounts only. Raises Conflict ("not_oneself",
    "last_operator", "transition_refused" for somebody who is not active) and NotFound.
    """
    target = Target("accounts.user", id=user_id)
    require(actor, "accounts.person.suspend", target)
    # What the person does by a role either is done by now, or is not done any more.
    hold_offices_of([user_id, *([actor.user_id] if actor.user_id else [])])
    hold_office(actor=actor, at=at, action="accounts.person.suspend", target=target)
    if actor.user_id is None:
        raise InvalidInput("A person suspends a person.")
    if user_id == actor.user_id:
        raise Conflict("Nobody suspends themselves.", code=AccountsError.NOT_ONESELF)
    told = needed_reason(reason)
    operators = lock_operators()
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None or user.erased_at is not None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    if not user.is_active:
        raise Conflict("This person is suspended already.", code=KernelErrorCode.TRANSITION_REFUSED)
    if user.id in operators and operators == {user.id}:
        raise Conflict("The last operator cannot be suspended.", code=AccountsError.LAST_OPERATOR)
    user.is_active = False
    user.save(update_fields=["is_active"])
    suspension = Suspension.objects.create(user=user, reason=told, starts_at=at, started_by_id=actor.user_id)
    ended = end_sessions(user.id)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.suspend_person",
        target_type="accounts.user",
        target_id=user.id,
        before={"isActive": True},
        after={"isActive": False, "suspensionId": str(suspension.id), "endedSessionCount": ended},
        reason=told,
    )
    outbox.emit(
        topic=PERSON_SUSPENDED,
        aggregate_type="accounts.user",
        aggregate_id=user.id,
        payload={"userId": str(user.id), "suspensionId": str(suspension.id)},
        at=at,
    )
    queue_notice(
        actor=actor,
        at=at,
        template="accounts/suspended",
        to=user.email,
        person=user,
        facts={"subject_name": user.name, "reason": told},
    )
    return user
