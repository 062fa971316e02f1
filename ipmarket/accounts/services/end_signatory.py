"""Somebody's power to bind the company ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import SIGNATORY_ENDED
from ipmarket.accounts.models import Signatory
from ipmarket.accounts.services.end_powers import end_power
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def end_signatory(*, actor: Actor, at: datetime, organisation_id: UUID, signatory_id: UUID, reason: str = "") -> Signatory:
    """Ends a proposal or a confirmed power, from this moment on, also while the organisation is suspended.

    Raises NotFound to strangers and for a signatory of another organisation, Conflict ("transition_refused") once it has ended.
    """
    hold_organisation(
        actor=actor, at=at, organisation_id=organisation_id, action="accounts.signatories.end", may_be_suspended=True
    )  # fmt: skip
    rows = Signatory.objects.select_for_update().filter(id=signatory_id, membership__organisation_id=organisation_id)
    signatory = rows.first()
    if signatory is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    before = signatory.state
    end_power(signatory, at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.end_signatory",
        target_type="accounts.signatory",
        target_id=signatory.id,
        before={"state": before},
        after={"state": signatory.state},
        reason=reason,
    )
    outbox.emit(
        topic=SIGNATORY_ENDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"signatoryId": str(signatory.id)},
        at=at,
    )
    return signatory
