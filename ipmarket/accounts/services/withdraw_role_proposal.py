"""An operator takes back a platform role that they proposed, before anybody has decided."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import RoleProposalState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import ROLE_PROPOSAL_CLOSED
from ipmarket.accounts.models import RoleProposal
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.states.role_proposal import ROLE_PROPOSAL, RoleProposalEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Forbidden, NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def withdraw_role_proposal(*, actor: Actor, at: datetime, proposal_id: UUID) -> RoleProposal:
    """Withdraws. Raises NotFound, Forbidden to operators who did not propose it, Conflict ("transition_refused")."""
    hold_office(actor=actor, at=at, action="accounts.roles.propose")
    proposal = RoleProposal.objects.select_for_update().filter(id=proposal_id).first()
    if proposal is None:
        raise NotFound("There is no such proposal.")
    if proposal.proposed_by_id != actor.user_id:
        raise Forbidden("Whoever proposed it takes it back; another operator may refuse it.", code=AccountsError.NOT_YOURS_TO_DECIDE)
    before = RoleProposalState(proposal.state)
    proposal.state = apply(ROLE_PROPOSAL, before, RoleProposalEvent.WITHDRAW)
    proposal.decided_by_id, proposal.decided_at = actor.user_id, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.withdraw_role_proposal",
        target_type="accounts.user",
        target_id=proposal.user_id,
        before={"proposalId": str(proposal.id), "state": before},
        after={"state": proposal.state, "role": proposal.role},
    )
    outbox.emit(
        topic=ROLE_PROPOSAL_CLOSED,
        aggregate_type="accounts.user",
        aggregate_id=proposal.user_id,
        payload={"proposalId": str(proposal.id)},
        at=at,
    )
    return proposal
