"""Retention: addresses of messages that were sent long ago, or whose person is erased, and messages that waited too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.mail.enums import MessageState
from ipmarket.kernel.mail.events import MAIL_FORGOTTEN
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.mail.services.settle_message import settle_message
from ipmarket.kernel.mail.states.message import MessageEvent
from ipmarket.kernel.outbox import services as outbox

# A code has run out long before and news are stale; later than this a message confuses more than it tells.
WAITS_DAYS: Final = 7
_BATCH: Final = 5_000


def _forget(rows: QuerySet[Message], *, actor: Actor, at: datetime, target_id: str, reason: str) -> int:
    chosen = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True)[:_BATCH])
    if not chosen:
        return 0
    count = Message.objects.filter(pk__in=chosen).update(to_address="", user_id=None)
    audit.record(
        actor=actor,
        at=at,
        action="mail.forget_messages",
        target_type="mail.messages",
        target_id=target_id,
        after={"count": count},
        reason=reason,
    )
    outbox.emit(topic=MAIL_FORGOTTEN, aggregate_type="mail.messages", aggregate_id=target_id, payload={"count": count}, at=at)
    return count


@transaction.atomic
def forget_old_messages(*, actor: Actor, at: datetime, before: datetime) -> int:
    """Wipe address and person of up to 5,000 settled messages that were queued before a moment, and return how many.

    How long "was it sent, and where to?" can be answered is a dated rule, which the caller knows: rules stand above the floor.
    """
    old = Message.objects.exclude(state=MessageState.QUEUED).exclude(to_address="").filter(queued_at__lt=before)
    return _forget(old, actor=actor, at=at, target_id="old", reason=f"queued before {before.isoformat()}")


@transaction.atomic
def forget_messages_of(*, actor: Actor, at: datetime, user_id: UUID) -> int:
    """Wipe address and person of this person's settled messages, up to 5,000, and return how many.

    What still waits goes out first: the last message tells that the account is gone.
    """
    theirs = Message.objects.exclude(state=MessageState.QUEUED).filter(user_id=user_id)
    return _forget(theirs, actor=actor, at=at, target_id=str(user_id), reason="the person's data are erased")


@transaction.atomic
def give_up_messages(*, actor: Actor, at: datetime) -> int:
    """Fail up to 5,000 messages that have waited for more than 7 days, and return how many."""
    waiting = Message.objects.filter(state=MessageState.QUEUED, queued_at__lt=at - timedelta(days=WAITS_DAYS))
    chosen = list(waiting.order_by("pk").select_for_update().values_list("pk", flat=True)[:_BATCH])
    for message_id in chosen:
        settle_message(actor=actor, at=at, message_id=message_id, event=MessageEvent.GIVE_UP)
    return len(chosen)
