"""What may happen to an invitation: it is used once, or never."""

from enum import StrEnum

from ipmarket.accounts.enums import InvitationState
from ipmarket.kernel.states import StateTable


class InvitationEvent(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    REVOKE = "revoke"
    EXPIRE = "expire"


INVITATION = StateTable(
    name="invitation",
    states=InvitationState,
    initial=InvitationState.OPEN,
    transitions={
        (InvitationState.OPEN, InvitationEvent.ACCEPT): InvitationState.ACCEPTED,
        (InvitationState.OPEN, InvitationEvent.DECLINE): InvitationState.DECLINED,
        (InvitationState.OPEN, InvitationEvent.REVOKE): InvitationState.REVOKED,
        (InvitationState.OPEN, InvitationEvent.EXPIRE): InvitationState.EXPIRED,
    },
)
