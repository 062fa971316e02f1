"""Somebody signed out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import SESSION_ENDED
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def record_sign_out(*, actor: Actor, at: datetime, user_id: UUID, sessions: int = 1) -> None:
    """Records that this many sessions of the person ended at the person's wish."""
    audit.record(
        actor=actor,
        at=at,
        action="accounts.end_session",
        target_type="accounts.user",
        target_id=user_id,
        after={"sessions": sessions},
    )
    outbox.emit(topic=SESSION_ENDED, aggregate_type="accounts.user", aggregate_id=user_id, payload={"userId": str(user_id)}, at=at)
