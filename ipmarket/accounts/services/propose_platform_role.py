"""An operator proposes that somebody else gets a role on the platform. Nothing is given yet: that takes a second operator."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from ipmarket.accounts.enums import PlatformRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PLATFORM_ROLE_PROPOSED
from ipmarket.accounts.models import PlatformRoleGrant, RoleProposal, User
from ipmarket.accounts.selectors.policies import person_id
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.organisation_rows import needed_reason
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput, NotFound
from ipmarket.kernel.outbox import services as outbox

# How many operators one proposal is brought before.
_TOLD: Final = 20


@transaction.atomic
def propose_platform_role(*, actor: Actor, at: datetime, user_id: UUID, role: str, reason: str) -> RoleProposal:
    """Proposes the role and writes to the other operators.

    Raises NotFound for somebody who is unknown or not active, InvalidInput for an unknown role or without a reason, Conflict
    ("not_oneself", "role_held_already", "role_proposed_already").
    """
    hold_office(actor=actor, at=at, action="accounts.roles.propose")
    told = needed_reason(reason)
    if role not in PlatformRole.values:
        raise InvalidInput("There is no such role.", params={"roles": PlatformRole.values})
    if user_id == actor.user_id:
        raise Conflict("Nobody proposes themselves.", code=AccountsError.NOT_ONESELF)
    user = User.objects.select_for_update().filter(id=user_id, is_active=True).first()
    if user is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    if PlatformRoleGrant.objects.filter(user=user, role=role, ends_at__isnull=True).exists():
        raise Conflict("This person has the role already.", code=AccountsError.ROLE_HELD_ALREADY)
    try:
        with transaction.atomic():
            proposal = RoleProposal.objects.create(user=user, role=role, reason=told, proposed_by_id=person_id(actor), proposed_at=at)
    except IntegrityError as error:
        raise Conflict("The role has been proposed for this person already.", code=AccountsError.ROLE_PROPOSED_ALREADY) from error
    audit.record(
        actor=actor,
        at=at,
        action="accounts.propose_platform_role",
        target_type="accounts.user",
        target_id=user.id,
        after={"proposalId": str(proposal.id), "role": role},
        reason=told,
    )
    outbox.emit(
        topic=PLATFORM_ROLE_PROPOSED,
        aggregate_type="accounts.user",
        aggregate_id=user.id,
        payload={"proposalId": str(proposal.id)},
        at=at,
    )
    _tell_operators(actor, at, proposal)
    return proposal


def _tell_operators(actor: Actor, at: datetime, proposal: RoleProposal) -> None:
    """Those who could be the second person."""
    holders = PlatformRoleGrant.objects.filter(role=PlatformRole.OPERATOR, ends_at__isnull=True).values("user_id")
    operators = User.objects.filter(id__in=holders, is_active=True).exclude(id__in=[proposal.proposed_by_id, proposal.user_id])
    facts = {"person": proposal.user.name, "proposer": proposal.proposed_by.name, "platform_role": proposal.role}
    for operator in operators.order_by("id")[:_TOLD]:
        queue_notice(actor=actor, at=at, template="accounts/platform_role_proposed", to=operator.email, person=operator, facts=facts)
