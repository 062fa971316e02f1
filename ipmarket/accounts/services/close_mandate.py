"""A mandate ends, or an offer is taken back. A step of ending, resigning and running out, inside their transaction."""

from datetime import datetime

from ipmarket.accounts.events import MANDATE_ENDED
from ipmarket.accounts.models import Mandate
from ipmarket.accounts.services.end_powers import end_open_mandate
from ipmarket.accounts.states.mandate import MandateEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.outbox import services as outbox


def close_mandate(mandate: Mandate, event: MandateEvent, *, actor: Actor, at: datetime, reason: str) -> None:
    """Move it to the state that follows, and say so. Raises Conflict ("transition_refused")."""
    end_open_mandate(mandate, event, actor=actor, at=at)
    mandate.reason = reason.strip()
    mandate.save(update_fields=["reason"])
    outbox.emit(
        topic=MANDATE_ENDED,
        aggregate_type="accounts.organisation",
        aggregate_id=mandate.organisation_id,
        payload={"mandateId": str(mandate.id), "state": mandate.state},
        at=at,
    )
