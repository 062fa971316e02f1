"""What may happen to a mandate."""

from enum import StrEnum

from ipmarket.accounts.enums import MandateState
from ipmarket.kernel.states import StateTable


class MandateEvent(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    END = "end"


MANDATE = StateTable(
    name="mandate",
    states=MandateState,
    initial=MandateState.OFFERED,
    transitions={
        (MandateState.OFFERED, MandateEvent.ACCEPT): MandateState.ACTIVE,
        (MandateState.OFFERED, MandateEvent.DECLINE): MandateState.DECLINED,
        (MandateState.OFFERED, MandateEvent.WITHDRAW): MandateState.WITHDRAWN,
        (MandateState.ACTIVE, MandateEvent.END): MandateState.ENDED,
    },
)
