"""The organisation takes an offer back or ends a mandate."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.models import Mandate
from ipmarket.accounts.services.close_mandate import close_mandate
from ipmarket.accounts.services.end_powers import BY_ORGANISATION
from ipmarket.accounts.services.find_mandate import hold_for_organisation
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.tell_people import tell_mandate_ended
from ipmarket.accounts.states.mandate import MandateEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit


@transaction.atomic
def end_mandate(*, actor: Actor, at: datetime, organisation_id: UUID, mandate_id: UUID, reason: str = "") -> Mandate:
    """Ends it from this moment on; the person's next request has no standing by it.

    Raises NotFound to strangers and for another organisation's mandate, Conflict ("transition_refused") once it is closed and
    ("organisation_not_active").
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.mandates.end")
    mandate = hold_for_organisation(organisation_id=organisation_id, mandate_id=mandate_id)
    before = mandate.state
    close_mandate(mandate, BY_ORGANISATION.get(mandate.state, MandateEvent.END), actor=actor, at=at, reason=reason)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.end_mandate",
        target_type="accounts.mandate",
        target_id=mandate.id,
        before={"state": before},
        after={"state": mandate.state},
        reason=mandate.reason,
    )
    tell_mandate_ended(actor=actor, at=at, mandate=mandate, organisation=held.organisation)
    return mandate
