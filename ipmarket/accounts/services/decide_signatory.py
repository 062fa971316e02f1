"""An operator decides whether somebody may bind a company."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import SignatoryState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import SIGNATORY_DECIDED
from ipmarket.accounts.models import Membership, Organisation, Signatory
from ipmarket.accounts.services.find_signatory import hold_signatory
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.hold_organisation import require_active
from ipmarket.accounts.services.tell_people import tell_signatory_decided
from ipmarket.accounts.states.signatory import SIGNATORY, SignatoryEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Forbidden, InvalidInput
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def decide_signatory(*, actor: Actor, at: datetime, signatory_id: UUID, is_confirmed: bool, reason: str = "") -> Signatory:
    """Confirms or refuses the proposal, and writes to the person and to whoever proposed them. A refusal says why.

    Raises Forbidden to everybody but operators, and "not_yours_to_decide" to one who proposed it or belongs to the organisation; NotFound;
    InvalidInput "reason_needed"; Conflict "transition_refused" once it is decided, "organisation_not_active".
    """
    hold_office(actor=actor, at=at, action="accounts.signatories.decide")
    if not is_confirmed and not reason.strip():
        raise InvalidInput("Say why it is refused.", code=AccountsError.REASON_NEEDED)
    organisation, signatory = hold_signatory(signatory_id)
    _require_distance(actor, organisation, signatory)
    before = signatory.state
    event = SignatoryEvent.CONFIRM if is_confirmed else SignatoryEvent.REFUSE
    signatory.state = apply(SIGNATORY, SignatoryState(signatory.state), event)
    require_active(organisation)
    signatory.decided_by_id = actor.user_id
    signatory.decided_at = at
    signatory.reason = reason.strip()
    signatory.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.decide_signatory",
        target_type="accounts.signatory",
        target_id=signatory.id,
        before={"state": before},
        after={"state": signatory.state},
        reason=signatory.reason,
    )
    outbox.emit(
        topic=SIGNATORY_DECIDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"signatoryId": str(signatory.id), "state": signatory.state},
        at=at,
    )
    tell_signatory_decided(actor=actor, at=at, signatory=signatory, organisation=organisation)
    return signatory


def _require_distance(actor: Actor, organisation: Organisation, signatory: Signatory) -> None:
    """Nobody decides about the own proposal, or for a company to which they belong. The system belongs nowhere."""
    if actor.user_id is None:
        return
    belongs = Membership.objects.filter(user_id=actor.user_id, organisation_id=organisation.id, ends_at__isnull=True).exists()
    if belongs or signatory.proposed_by_id == actor.user_id:
        raise Forbidden("Somebody else has to decide this.", code=AccountsError.NOT_YOURS_TO_DECIDE)
