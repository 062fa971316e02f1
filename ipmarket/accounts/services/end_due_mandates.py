"""Mandates whose days are over are closed. That they open nothing any more does not wait for this."""

from datetime import datetime
from typing import Final

from django.db import transaction

from ipmarket.accounts.enums import MandateState
from ipmarket.accounts.models import Mandate
from ipmarket.accounts.selectors.mandates_open import day_of
from ipmarket.accounts.services.close_mandate import close_mandate
from ipmarket.accounts.services.end_powers import BY_ORGANISATION
from ipmarket.accounts.services.tell_people import tell_mandate_ended
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit

_BATCH: Final = 200


@transaction.atomic
def end_due_mandates(*, actor: Actor, at: datetime) -> int:
    """Ends up to 200 of them, tells both sides, and returns how many. Offers that were never answered are withdrawn."""
    due = Mandate.objects.filter(state__in=[MandateState.OFFERED, MandateState.ACTIVE], ends_date__lte=day_of(at)).order_by("pk")
    rows = due.select_related("user", "offered_by", "organisation").select_for_update(of=("self",), skip_locked=True)
    mandates = list(rows[:_BATCH])
    for mandate in mandates:
        before = mandate.state
        close_mandate(mandate, BY_ORGANISATION[mandate.state], actor=actor, at=at, reason="")
        audit.record(
            actor=actor,
            at=at,
            action="accounts.end_due_mandates",
            target_type="accounts.mandate",
            target_id=mandate.id,
            before={"state": before},
            after={"state": mandate.state},
        )
        tell_mandate_ended(actor=actor, at=at, mandate=mandate, organisation=mandate.organisation)
    return len(mandates)
