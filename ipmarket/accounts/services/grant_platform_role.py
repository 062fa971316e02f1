"""The system gives somebody a role on the platform: the first operator, and the people of the demo. Otherwise it takes two people."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import PLATFORM_ROLE_GRANTED
from ipmarket.accounts.models import PlatformRoleGrant
from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def grant_platform_role(*, actor: Actor, at: datetime, user_id: UUID, role: str) -> PlatformRoleGrant:
    """Opens the role from now on; for the system alone. It sleeps until the person signs in with a second factor.

    Raises NotFound, SignInNeeded or Forbidden to everybody else, IntegrityError where the person holds it already.
    """
    require(actor, "accounts.roles.grant")
    grant = PlatformRoleGrant.objects.create(user_id=user_id, role=role, starts_at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.grant_platform_role",
        target_type="accounts.user",
        target_id=user_id,
        after={"role": role},
    )
    outbox.emit(
        topic=PLATFORM_ROLE_GRANTED,
        aggregate_type="accounts.user",
        aggregate_id=user_id,
        payload={"grantId": str(grant.id)},
        at=at,
    )
    return grant
