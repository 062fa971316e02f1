"""A person joins an organisation."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import MEMBER_ADMITTED
from ipmarket.accounts.models import Membership
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def admit_member(*, actor: Actor, at: datetime, user_id: UUID, organisation_id: UUID, role: str) -> Membership:
    """Opens a membership. Raises IntegrityError where the person is a member already."""
    membership = Membership.objects.create(user_id=user_id, organisation_id=organisation_id, role=role, starts_at=at)
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
