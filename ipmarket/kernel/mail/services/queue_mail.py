"""A message is to be sent: a row with sealed values and an event, in the transaction of what it tells about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.mail.errors import AddressRefused, TemplateRefused
from ipmarket.kernel.mail.events import MAIL_QUEUED
from ipmarket.kernel.mail.links import site_address
from ipmarket.kernel.mail.models import SEALED_FOR, Message
from ipmarket.kernel.mail.registry import template_named
from ipmarket.kernel.mail.rendering import check_values
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.sealed import seal
from ipmarket.kernel.text import LANGUAGES

_ADDRESS_CHARACTERS: Final = 254
_VALUE_CHARACTERS: Final = 4_000


def _check_recipient(to: str, language: str, time_zone: str) -> None:
    try:
        validate_email(to)
    except ValidationError:
        raise AddressRefused("This is no e-mail address.") from None
    if len(to) > _ADDRESS_CHARACTERS:
        raise AddressRefused(f"An e-mail address has at most {_ADDRESS_CHARACTERS} characters.")
    if language not in LANGUAGES:
        raise AddressRefused("Messages are written in en, zh-Hant and zh-Hans.")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise AddressRefused("There is no such time zone.") from None


@transaction.atomic
def queue_mail(
    *,
    actor: Actor,
    at: datetime,
    template: str,
    to: str,
    language: str,
    time_zone: str,
    values: Mapping[str, str],
    user_id: UUID | None = None,
) -> Message:
    """Queue a message and return it; it goes out after the commit, and never when the transaction is taken back.

    ``values`` are exactly those that the template declares: strings, and for names ending in ``_at`` instants in ISO form with a zone. A
    link is made by ``links.page_address``. Raises TemplateRefused for an unknown template and for values that do not fit it, AddressRefused
    for an address, language or zone that cannot be used.
    """
    known = template_named(template)
    if known is None:
        raise TemplateRefused(f"There is no template {template!r}.")
    check_values(known, values)
    if any(len(value) > _VALUE_CHARACTERS for value in values.values()):
        raise TemplateRefused(f"{template}: a value has more than {_VALUE_CHARACTERS:,} characters.")
    _check_recipient(to, language, time_zone)
    key = new_id()
    message = Message.objects.create(
        id=key,
        template=template,
        language=language,
        time_zone=time_zone,
        to_address=to,
        user_id=user_id,
        sealed_values=seal(orjson.dumps(dict(values)).decode(), purpose=SEALED_FOR),
        queued_at=at,
        message_id=f"<{key}@{urlsplit(site_address()).hostname or 'localhost'}>",
    )
    audit.record(
        actor=actor,
        at=at,
        action="mail.queue_mail",
        target_type="mail.message",
        target_id=message.id,
        after={"template": template, "language": language, "userId": None if user_id is None else str(user_id)},
    )
    outbox.emit(topic=MAIL_QUEUED, aggregate_type="mail.message", aggregate_id=message.id, payload={"messageId": str(message.id)}, at=at)
    return message
