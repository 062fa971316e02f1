"""What became of a message: sent, or failed for good. What it said is wiped in the same statement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.mail.enums import MessageState
from ipmarket.kernel.mail.errors import MailErrorCode
from ipmarket.kernel.mail.events import MAIL_FAILED, MAIL_SENT
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.mail.states.message import MESSAGE, MessageEvent
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply

_FAILURES = {MessageEvent.REFUSE: MailErrorCode.RECIPIENT_REFUSED, MessageEvent.GIVE_UP: MailErrorCode.GIVEN_UP}


@transaction.atomic
def settle_message(*, actor: Actor, at: datetime, message_id: UUID, event: MessageEvent) -> Message:
    """Record the outcome. Raises NotFound, and Conflict ("transition_refused") for a message that is settled already."""
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None:
        raise NotFound("There is no such message.")
    before = message.state
    message.state = apply(MESSAGE, MessageState(message.state), event)
    message.sealed_values = ""
    message.sent_at = at if message.state == MessageState.SENT else None
    failure = _FAILURES.get(event)
    message.failure = failure.value if failure is not None else ""
    message.save(update_fields=["state", "sealed_values", "sent_at", "failure"])
    audit.record(
        actor=actor,
        at=at,
        action="mail.settle_message",
        target_type="mail.message",
        target_id=message.id,
        before={"state": before},
        after={"state": message.state, "failure": message.failure},
    )
    topic = MAIL_SENT if message.state == MessageState.SENT else MAIL_FAILED
    outbox.emit(topic=topic, aggregate_type="mail.message", aggregate_id=message.id, payload={"messageId": str(message.id)}, at=at)
    return message
