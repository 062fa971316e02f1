"""A mandate ends, or an offer is taken back. A step of ending, resigning and running out, inside their transaction."""

from datetime import datetime

from ipmarket.accounts.enums import MandateState
from ipmarket.accounts.events import MANDATE_ENDED
from ipmarket.accounts.models import Mandate
from ipmarket.accounts.states.mandate import MANDATE, MandateEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


def ending_of(mandate: Mandate) -> MandateEvent:
    """What ends it: an offer is withdrawn, everything else is ended."""
    return MandateEvent.WITHDRAW if mandate.state == MandateState.OFFERED else MandateEvent.END


def close_mandate(mandate: Mandate, event: MandateEvent, *, actor: Actor, at: datetime, reason: str) -> None:
    """Move it to the state that follows, and say so. Raises Conflict ("transition_refused")."""
    mandate.state = apply(MANDATE, MandateState(mandate.state), event)
    mandate.ended_at = at
    mandate.ended_by_id = actor.user_id
    mandate.reason = reason.strip()
    mandate.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    outbox.emit(
        topic=MANDATE_ENDED,
        aggregate_type="accounts.organisation",
        aggregate_id=mandate.organisation_id,
        payload={"mandateId": str(mandate.id), "state": mandate.state},
        at=at,
    )
