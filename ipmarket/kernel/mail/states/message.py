"""What may happen to a message."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ipmarket.kernel.mail.enums import MessageState
from ipmarket.kernel.states import StateTable


class MessageEvent(StrEnum):
    """The server took it; it refused the recipient for good; it waited so long that it would say what is no longer so."""

    SEND = "send"
    REFUSE = "refuse"
    GIVE_UP = "give_up"


MESSAGE: Final = StateTable(
    name="message",
    states=MessageState,
    initial=MessageState.QUEUED,
    transitions={
        (MessageState.QUEUED, MessageEvent.SEND): MessageState.SENT,
        (MessageState.QUEUED, MessageEvent.REFUSE): MessageState.FAILED,
        (MessageState.QUEUED, MessageEvent.GIVE_UP): MessageState.FAILED,
    },
)
