"""What is to be sent, read from the row."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import orjson
from django.db.models import QuerySet

from ipmarket.kernel.mail.enums import MessageState
from ipmarket.kernel.mail.errors import TemplateRefused
from ipmarket.kernel.mail.models import SEALED_FOR, Message
from ipmarket.kernel.mail.registry import template_named
from ipmarket.kernel.mail.rendering import Rendered, language_or_english, render
from ipmarket.kernel.sealed import unseal


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered message with its addresses. It is never stored."""

    id: UUID
    message_id: str
    to_address: str
    rendered: Rendered


def letter_to_send(*, message_id: UUID) -> Letter | None:
    """Lock the message and return it rendered; None when there is none, or it is settled already, so that nothing is sent twice.

    For the relay only. Raises SealBroken and TemplateRefused when the row cannot be turned into a message any more.
    """
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None or message.state != MessageState.QUEUED:
        return None
    template = template_named(message.template)
    if template is None:
        raise TemplateRefused(f"There is no template {message.template!r} any more.")
    values: dict[str, str] = orjson.loads(unseal(message.sealed_values, purpose=SEALED_FOR))
    rendered = render(template, language=language_or_english(message.language), time_zone=message.time_zone, values=values)
    return Letter(id=message.id, message_id=message.message_id, to_address=message.to_address, rendered=rendered)


def messages_to(user_id: UUID) -> QuerySet[Message]:
    """The messages to a person, in no particular order. What they said is not kept."""
    return Message.objects.filter(user_id=user_id)
