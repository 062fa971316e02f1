"""A role on the platform ends, at once. One person is enough to take power away; the last operator's role stays."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import PlatformRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PLATFORM_ROLE_ENDED
from ipmarket.accounts.models import PlatformRoleGrant
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.hold_office import hold_office, hold_offices_of
from ipmarket.accounts.services.lock_operators import lock_operators
from ipmarket.accounts.services.organisation_rows import needed_reason
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.outbox import services as outbox

# A grant lasts, so that its end is after its start.
_SHORTEST: Final = timedelta(microseconds=1)


@transaction.atomic
def end_platform_role(*, actor: Actor, at: datetime, grant_id: UUID, reason: str) -> PlatformRoleGrant:
    """Ends the role and writes to whoever held it. Operators may end their own.

    Raises NotFound for an unknown grant and one that has ended, InvalidInput without a reason, Conflict ("last_operator").
    """
    require(actor, "accounts.roles.end")
    wanted = PlatformRoleGrant.objects.filter(id=grant_id, ends_at__isnull=True).first()
    # Both people's roles at once and in order: of two operators who end each other's roles one finds the own one ended.
    hold_offices_of(user_id for user_id in (actor.user_id, wanted.user_id if wanted else None) if user_id is not None)
    hold_office(actor=actor, at=at, action="accounts.roles.end")
    told = needed_reason(reason)
    if wanted is None:
        raise NotFound("There is no such role, or it has ended.")
    operators = lock_operators() if wanted.role == PlatformRole.OPERATOR else set()
    grant = PlatformRoleGrant.objects.select_for_update(of=["self"]).filter(id=grant_id, ends_at__isnull=True).first()
    if grant is None:
        raise NotFound("There is no such role, or it has ended.")
    if operators == {grant.user_id}:
        raise Conflict("This is the last operator.", code=AccountsError.LAST_OPERATOR)
    grant.ends_at = max(at, grant.starts_at + _SHORTEST)
    grant.save(update_fields=["ends_at"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.end_platform_role",
        target_type="accounts.user",
        target_id=grant.user_id,
        before={"grantId": str(grant.id), "role": grant.role},
        after={"endsAt": grant.ends_at.isoformat()},
        reason=told,
    )
    outbox.emit(
        topic=PLATFORM_ROLE_ENDED, aggregate_type="accounts.user", aggregate_id=grant.user_id, payload={"grantId": str(grant.id)}, at=at
    )
    person = grant.user
    if person.is_active:
        facts = {"platform_role": grant.role, "reason": told}
        queue_notice(actor=actor, at=at, template="accounts/platform_role_ended", to=person.email, person=person, facts=facts)
    return grant
