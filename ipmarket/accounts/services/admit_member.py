"""A person joins an organisation."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from ipmarket.accounts.enums import JoinRequestState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import MEMBER_ADMITTED
from ipmarket.accounts.models import JoinRequest, Membership
from ipmarket.accounts.states.join_request import JOIN_REQUEST, JoinRequestEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply

_HOLD: Final = "SELECT is_active FROM accounts_user WHERE id = %s FOR SHARE"


def require_no_membership(*, user_id: UUID, organisation_id: UUID) -> None:
    """Raises Conflict ("already_member") for somebody with an open membership. Call with the organisation's row locked."""
    if Membership.objects.filter(user_id=user_id, organisation_id=organisation_id, ends_at__isnull=True).exists():
        raise Conflict("This person is a member already.", code=AccountsError.ALREADY_MEMBER)


@transaction.atomic
def admit_member(*, actor: Actor, at: datetime, user_id: UUID, organisation_id: UUID, role: str) -> Membership:
    """Opens a membership; a request of the person to join the organisation is taken back by it.

    A step of founding, of an accepted invitation or request, and of loaders: they have decided that it may be. Raises IntegrityError where
    the person is a member already, and Conflict ("not_active") for whoever is suspended or erased, also by a request that went before.
    """
    _hold_person(user_id)
    membership = Membership.objects.create(user_id=user_id, organisation_id=organisation_id, role=role, starts_at=at)
    asked = JoinRequest.objects.select_for_update().filter(user_id=user_id, organisation_id=organisation_id, state=JoinRequestState.OPEN)
    for request in asked.order_by("pk"):
        request.state = apply(JOIN_REQUEST, JoinRequestState(request.state), JoinRequestEvent.WITHDRAW)
        request.decided_at = at
        request.save(update_fields=["state", "decided_at"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.admit_member",
        target_type="accounts.organisation",
        target_id=organisation_id,
        after={"userId": str(user_id), "role": role},
    )
    outbox.emit(
        topic=MEMBER_ADMITTED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"membershipId": str(membership.id)},
        at=at,
    )
    return membership


def _hold_person(user_id: UUID) -> None:
    """Whoever is being erased or suspended meanwhile is so after the membership, which ends with it, or before: then there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [user_id])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise Conflict("This person may not sign in any longer.", code=AccountsError.NOT_ACTIVE)
