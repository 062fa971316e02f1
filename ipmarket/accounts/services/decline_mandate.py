"""A person refuses a mandate."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import MandateState
from ipmarket.accounts.events import MANDATE_ANSWERED
from ipmarket.accounts.models import Mandate
from ipmarket.accounts.services.find_mandate import hold_for_person
from ipmarket.accounts.services.tell_people import tell_mandate_answered
from ipmarket.accounts.states.mandate import MANDATE, MandateEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def decline_mandate(*, actor: Actor, at: datetime, mandate_id: UUID, reason: str = "") -> Mandate:
    """Closes the offer and tells whoever made it.

    Raises SignInNeeded to visitors, NotFound for a mandate offered to somebody else, Conflict ("transition_refused") once it was answered.
    """
    organisation, mandate, holder = hold_for_person(actor=actor, mandate_id=mandate_id, action="accounts.mandates.answer")
    before = mandate.state
    mandate.state = apply(MANDATE, MandateState(mandate.state), MandateEvent.DECLINE)
    mandate.answered_at = at
    mandate.reason = reason.strip()
    mandate.save(update_fields=["state", "answered_at", "reason"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.decline_mandate",
        target_type="accounts.mandate",
        target_id=mandate.id,
        before={"state": before},
        after={"state": mandate.state},
        reason=mandate.reason,
    )
    outbox.emit(
        topic=MANDATE_ANSWERED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"mandateId": str(mandate.id), "state": mandate.state},
        at=at,
    )
    tell_mandate_answered(actor=actor, at=at, mandate=mandate, organisation=organisation, holder=holder)
    return mandate
