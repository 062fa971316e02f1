"""A message about signing in or about a change of credentials, in the recipient's own language."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ipmarket.accounts.models import User
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.mail.registry import template_named
from ipmarket.kernel.mail.services import queue_mail

UNKNOWN_TIME_ZONE = "Asia/Hong_Kong"


@transaction.atomic
def queue_notice(
    *, actor: Actor, at: datetime, template: str, to: str, person: User | None, facts: Mapping[str, str], language: str = "en"
) -> None:
    """Queues a message. ``person`` is whose account it is about, None for an address without one; then ``language`` counts.

    ``facts`` may hold more than the template says: callers offer what they know, the template picks. Raises TemplateRefused where a
    template wants something that nobody offered.
    """
    known = template_named(template)
    offered = {"happened_at": at.isoformat(), **facts}
    queue_mail(
        actor=actor,
        at=at,
        template=template,
        to=to,
        language=person.language if person is not None else language,
        time_zone=person.time_zone if person is not None else UNKNOWN_TIME_ZONE,
        values={key: offered[key] for key in known.values if key in offered} if known is not None else {},
        user_id=person.id if person is not None else None,
    )
