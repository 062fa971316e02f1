"""What may happen to a proposal for a platform role."""

from enum import StrEnum

from ipmarket.accounts.enums import RoleProposalState
from ipmarket.kernel.states import StateTable


class RoleProposalEvent(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


ROLE_PROPOSAL = StateTable(
    name="proposal",
    states=RoleProposalState,
    initial=RoleProposalState.PROPOSED,
    transitions={
        (RoleProposalState.PROPOSED, RoleProposalEvent.GRANT): RoleProposalState.GRANTED,
        (RoleProposalState.PROPOSED, RoleProposalEvent.REFUSE): RoleProposalState.REFUSED,
        (RoleProposalState.PROPOSED, RoleProposalEvent.WITHDRAW): RoleProposalState.WITHDRAWN,
    },
)
