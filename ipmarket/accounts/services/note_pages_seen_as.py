"""Somebody with a platform role looks at pages as others see them: that they did is recorded."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts.events import PAGES_SEEN_AS
from ipmarket.accounts.selectors.seen_as import CHOICES
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Forbidden
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def note_pages_seen_as(*, actor: Actor, at: datetime, wanted: str) -> None:
    """Records it. ``actor`` is the one who looks, not the one whom they see as; callers note it once a minute at most."""
    hold_office(actor=actor, at=at, action="accounts.pages.see_as")
    if actor.user_id is None or wanted not in CHOICES:
        raise Forbidden("This is not allowed.")
    audit.record(
        actor=actor,
        at=at,
        action="accounts.see_pages_as",
        target_type="accounts.user",
        target_id=actor.user_id,
        after={"seenAs": wanted},
    )
    outbox.emit(
        topic=PAGES_SEEN_AS, aggregate_type="accounts.user", aggregate_id=actor.user_id, payload={"userId": str(actor.user_id)}, at=at
    )
