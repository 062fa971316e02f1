"""How an organisation comes to be verified. A change of what was verified sends it back."""

from enum import StrEnum

from ipmarket.accounts.enums import VerificationState
from ipmarket.kernel.states import StateTable


class VerificationEvent(StrEnum):
    SUBMIT = "submit"
    VERIFY = "verify"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CHANGE = "change"


VERIFICATION = StateTable(
    name="verification",
    states=VerificationState,
    initial=VerificationState.UNVERIFIED,
    transitions={
        (VerificationState.UNVERIFIED, VerificationEvent.SUBMIT): VerificationState.SUBMITTED,
        (VerificationState.SUBMITTED, VerificationEvent.VERIFY): VerificationState.VERIFIED,
        (VerificationState.SUBMITTED, VerificationEvent.REFUSE): VerificationState.REFUSED,
        (VerificationState.SUBMITTED, VerificationEvent.WITHDRAW): VerificationState.UNVERIFIED,
        (VerificationState.SUBMITTED, VerificationEvent.CHANGE): VerificationState.UNVERIFIED,
        (VerificationState.REFUSED, VerificationEvent.SUBMIT): VerificationState.SUBMITTED,
        (VerificationState.REFUSED, VerificationEvent.CHANGE): VerificationState.UNVERIFIED,
        (VerificationState.VERIFIED, VerificationEvent.CHANGE): VerificationState.UNVERIFIED,
        (VerificationState.VERIFIED, VerificationEvent.WITHDRAW): VerificationState.UNVERIFIED,
        (VerificationState.UNVERIFIED, VerificationEvent.CHANGE): VerificationState.UNVERIFIED,
    },
)
