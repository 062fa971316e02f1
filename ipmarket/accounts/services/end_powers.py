"""Steps that end a power to sign or a mandate, inside the transaction and under the trace of whoever takes them."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from ipmarket.accounts.enums import MandateState, SignatoryState
from ipmarket.accounts.models import Mandate, Signatory
from ipmarket.accounts.states.mandate import MANDATE, MandateEvent
from ipmarket.accounts.states.signatory import SIGNATORY, SignatoryEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.states import apply

OPEN_SIGNATORY: Final = (SignatoryState.PROPOSED, SignatoryState.CONFIRMED)
OPEN_MANDATE: Final = (MandateState.OFFERED, MandateState.ACTIVE)
# What ends a mandate when the organisation does it, and when the person does.
BY_ORGANISATION: Final[Mapping[str, MandateEvent]] = MappingProxyType(
    {MandateState.OFFERED: MandateEvent.WITHDRAW, MandateState.ACTIVE: MandateEvent.END}
)
BY_PERSON: Final[Mapping[str, MandateEvent]] = MappingProxyType(
    {MandateState.OFFERED: MandateEvent.DECLINE, MandateState.ACTIVE: MandateEvent.END}
)


def end_power(signatory: Signatory, *, at: datetime) -> None:
    """End a power to sign, proposed or confirmed. Raises Conflict ("transition_refused") for one that is over."""
    signatory.state = apply(SIGNATORY, SignatoryState(signatory.state), SignatoryEvent.END)
    signatory.ended_at = at
    signatory.save(update_fields=["state", "ended_at"])


def end_open_mandate(mandate: Mandate, event: MandateEvent, *, actor: Actor, at: datetime) -> None:
    """Move the mandate to the state that follows the event, and keep when and by whom. Raises Conflict ("transition_refused")."""
    mandate.state = apply(MANDATE, MandateState(mandate.state), event)
    mandate.ended_at, mandate.ended_by_id = at, actor.user_id
    mandate.save(update_fields=["state", "ended_at", "ended_by"])
