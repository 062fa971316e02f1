"""The first operator is appointed by a command on the server, since there is nobody yet who could propose and decide."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from ipmarket.accounts.enums import PlatformRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PLATFORM_ROLE_GRANTED
from ipmarket.accounts.models import PlatformRoleGrant
from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.outbox import services as outbox

# Two numbers that name our advisory lock; any will do as long as they are used for nothing else.
_LOCK: Final = (7_714, 1)


@transaction.atomic
def appoint_first_operator(*, actor: Actor, at: datetime, user_id: UUID) -> PlatformRoleGrant:
    """Grants the operator's role where no active person has it. The role sleeps until the person has a second factor.

    Two commands at once appoint one. Raises Conflict ("operator_there_already"), IntegrityError for
    somebody who is suspended and still holds the role; from then on two people grant roles.
    """
    require(actor, "accounts.roles.grant")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", list(_LOCK))
    if PlatformRoleGrant.objects.filter(role=PlatformRole.OPERATOR, ends_at__isnull=True, user__is_active=True).exists():
        raise Conflict("There is an operator already.", code=AccountsError.OPERATOR_THERE_ALREADY)
    grant = PlatformRoleGrant.objects.create(user_id=user_id, role=PlatformRole.OPERATOR, starts_at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.appoint_first_operator",
        target_type="accounts.user",
        target_id=user_id,
        after={"grantId": str(grant.id), "role": grant.role},
    )
    outbox.emit(
        topic=PLATFORM_ROLE_GRANTED, aggregate_type="accounts.user", aggregate_id=user_id, payload={"grantId": str(grant.id)}, at=at
    )
    return grant
