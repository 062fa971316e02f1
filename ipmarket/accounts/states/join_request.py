"""What may happen to a request to join."""

from enum import StrEnum

from ipmarket.accounts.enums import JoinRequestState
from ipmarket.kernel.states import StateTable


class JoinRequestEvent(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


JOIN_REQUEST = StateTable(
    name="request to join",
    states=JoinRequestState,
    initial=JoinRequestState.OPEN,
    transitions={
        (JoinRequestState.OPEN, JoinRequestEvent.ACCEPT): JoinRequestState.ACCEPTED,
        (JoinRequestState.OPEN, JoinRequestEvent.DECLINE): JoinRequestState.DECLINED,
        (JoinRequestState.OPEN, JoinRequestEvent.WITHDRAW): JoinRequestState.WITHDRAWN,
    },
)
