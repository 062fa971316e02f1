"""A second operator grants or refuses a platform role that another one proposed for a third person."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from ipmarket.accounts.enums import RoleProposalState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PLATFORM_ROLE_GRANTED, ROLE_PROPOSAL_CLOSED
from ipmarket.accounts.models import PlatformRoleGrant, RoleProposal, User
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.organisation_rows import needed_reason
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.accounts.states.role_proposal import ROLE_PROPOSAL, RoleProposalEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, Forbidden, NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply

Decision = Literal["grant", "refuse"]


@transaction.atomic
def decide_role_proposal(*, actor: Actor, at: datetime, proposal_id: UUID, decision: Decision, reason: str) -> RoleProposal:
    """Decides. A role that is granted sleeps until its holder signs in with a second factor or a passkey; the message says so.

    Raises NotFound, Forbidden ("second_person_needed") to whoever proposed it and to the person it is about, Conflict
    ("transition_refused", "role_held_already", and "not_active" where the person may not sign in any longer).
    """
    hold_office(actor=actor, at=at, action="accounts.roles.decide")
    told = needed_reason(reason)
    # The person first, then what is about the person, as everywhere.
    person = User.objects.select_for_update().filter(role_proposals__id=proposal_id).first()
    proposal = RoleProposal.objects.select_for_update().filter(id=proposal_id).first()
    if person is None or proposal is None:
        raise NotFound("There is no such proposal.")
    if actor.user_id in {proposal.proposed_by_id, proposal.user_id}:
        raise Forbidden("A second person has to decide.", code=AccountsError.SECOND_PERSON_NEEDED)
    before = RoleProposalState(proposal.state)
    proposal.state = apply(ROLE_PROPOSAL, before, RoleProposalEvent(decision))
    proposal.decided_by_id, proposal.decided_at, proposal.decision_reason = actor.user_id, at, told
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    grant = _granted(proposal, person, at) if decision == "grant" else None
    audit.record(
        actor=actor,
        at=at,
        action="accounts.decide_role_proposal",
        target_type="accounts.user",
        target_id=proposal.user_id,
        before={"proposalId": str(proposal.id), "state": before},
        after={"state": proposal.state, "role": proposal.role, "grantId": str(grant.id) if grant else None},
        reason=told,
    )
    outbox.emit(
        topic=PLATFORM_ROLE_GRANTED if grant else ROLE_PROPOSAL_CLOSED,
        aggregate_type="accounts.user",
        aggregate_id=proposal.user_id,
        payload={"proposalId": str(proposal.id), **({"grantId": str(grant.id)} if grant else {})},
        at=at,
    )
    if grant is not None:
        facts = {"platform_role": proposal.role}
        queue_notice(actor=actor, at=at, template="accounts/platform_role_granted", to=person.email, person=person, facts=facts)
    return proposal


def _granted(proposal: RoleProposal, person: User, at: datetime) -> PlatformRoleGrant:
    if not person.is_active:
        raise Conflict("This person may not sign in any longer.", code=AccountsError.NOT_ACTIVE)
    try:
        with transaction.atomic():
            return PlatformRoleGrant.objects.create(user=person, role=proposal.role, proposal=proposal, starts_at=at)
    except IntegrityError as error:
        raise Conflict("This person has the role already.", code=AccountsError.ROLE_HELD_ALREADY) from error
