"""What mail does when it hears that something is to be sent, and every day."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from ipmarket.kernel.mail.events import MAIL_QUEUED
from ipmarket.kernel.mail.posting import RecipientRefused, post
from ipmarket.kernel.mail.selectors import letter_to_send
from ipmarket.kernel.mail.services import give_up_messages, settle_message
from ipmarket.kernel.mail.states.message import MessageEvent
from ipmarket.kernel.outbox.registry import Event, handles, periodic

log = structlog.get_logger(__name__)

_POSTMAN: Final = Actor.system("mail")
_DAY_SECONDS: Final = 86_400


@handles(MAIL_QUEUED, name="mail.send", lane="mail")
def send_queued(event: Event) -> None:
    """Render and send; a failure is tried again by the outbox, a message that is settled already is left alone."""
    letter = letter_to_send(message_id=UUID(event.aggregate_id))
    if letter is None:
        return
    outcome = MessageEvent.SEND
    try:
        post(letter)
    except RecipientRefused:
        outcome = MessageEvent.REFUSE
        log.warning("mail.recipient_refused", message=str(letter.id))
    settle_message(actor=_POSTMAN, at=now(), message_id=letter.id, event=outcome)


@periodic("mail.forget", every_seconds=_DAY_SECONDS)
def forget(at: datetime) -> None:
    """Give up what waited too long."""
    give_up_messages(actor=_POSTMAN, at=at)
