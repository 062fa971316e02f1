"""What may happen to the power to sign."""

from enum import StrEnum

from ipmarket.accounts.enums import SignatoryState
from ipmarket.kernel.states import StateTable


class SignatoryEvent(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"
    END = "end"


SIGNATORY = StateTable(
    name="power to sign",
    states=SignatoryState,
    initial=SignatoryState.PROPOSED,
    transitions={
        (SignatoryState.PROPOSED, SignatoryEvent.CONFIRM): SignatoryState.CONFIRMED,
        (SignatoryState.PROPOSED, SignatoryEvent.REFUSE): SignatoryState.REFUSED,
        (SignatoryState.PROPOSED, SignatoryEvent.END): SignatoryState.ENDED,
        (SignatoryState.CONFIRMED, SignatoryEvent.END): SignatoryState.ENDED,
    },
)
