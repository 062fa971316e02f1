"""Who has a platform role, and what is proposed: for operators and auditors."""

from uuid import UUID

from django.db.models import QuerySet

from ipmarket.accounts.enums import RoleProposalState
from ipmarket.accounts.models import PlatformRoleGrant, RoleProposal, User
from ipmarket.accounts.selectors.policies import can, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound


def role_grants_for(actor: Actor, *, role: str = "") -> QuerySet[PlatformRoleGrant]:
    """The roles in force. Raises SignInNeeded or Forbidden to everybody else."""
    require(actor, "accounts.roles.read")
    rows = PlatformRoleGrant.objects.filter(ends_at__isnull=True).select_related("user", "proposal__proposed_by", "proposal__decided_by")
    return rows.filter(role=role) if role else rows


def role_proposals_for(actor: Actor, *, state: str = "") -> QuerySet[RoleProposal]:
    """The proposals, those that were decided too. Raises SignInNeeded or Forbidden to everybody else."""
    require(actor, "accounts.roles.read")
    rows = RoleProposal.objects.select_related("user", "proposed_by", "decided_by")
    return rows.filter(state=state) if state else rows


def role_proposal_for(actor: Actor, proposal_id: UUID) -> RoleProposal:
    """One proposal. Raises as above, and NotFound."""
    proposal = role_proposals_for(actor).filter(id=proposal_id).first()
    if proposal is None:
        raise NotFound("There is no such proposal.")
    return proposal


def proposal_actions(actor: Actor, proposal: RoleProposal) -> list[str]:
    """What the actor may do with an open proposal: "grant", "refuse", or "withdraw" for whoever made it."""
    if proposal.state != RoleProposalState.PROPOSED or not can(actor, "accounts.roles.decide"):
        return []
    if actor.user_id == proposal.proposed_by_id:
        return ["withdraw"]
    return [] if actor.user_id == proposal.user_id else ["grant", "refuse"]


def person_to_propose(actor: Actor, *, user_id: UUID | None, email: str) -> UUID:
    """The active person of this id, or with this address, for operators alone. Raises NotFound."""
    require(actor, "accounts.roles.propose")
    people = User.objects.filter(is_active=True)
    found = people.filter(id=user_id) if user_id is not None else people.filter(email=email.strip().lower())
    person = found.values_list("id", flat=True).first()
    if person is None:
        raise NotFound("There is no such person.")
    return person
