"""A person lays a mandate down."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.models import Mandate
from ipmarket.accounts.services.close_mandate import close_mandate
from ipmarket.accounts.services.find_mandate import hold_for_person
from ipmarket.accounts.services.tell_people import tell_mandate_ended
from ipmarket.accounts.states.mandate import MandateEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit


@transaction.atomic
def resign_mandate(*, actor: Actor, at: datetime, mandate_id: UUID, reason: str = "") -> Mandate:
    """Ends it from this moment on.

    Raises SignInNeeded to visitors, NotFound for a mandate that is not the person's, Conflict ("transition_refused") unless it is active:
    an offer is refused instead.
    """
    organisation, mandate, _ = hold_for_person(actor=actor, mandate_id=mandate_id, action="accounts.mandates.resign")
    before = mandate.state
    close_mandate(mandate, MandateEvent.END, actor=actor, at=at, reason=reason)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.resign_mandate",
        target_type="accounts.mandate",
        target_id=mandate.id,
        before={"state": before},
        after={"state": mandate.state},
        reason=mandate.reason,
    )
    tell_mandate_ended(actor=actor, at=at, mandate=mandate, organisation=organisation)
    return mandate
