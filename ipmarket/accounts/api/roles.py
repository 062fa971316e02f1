"""Platform roles: who has one, who is proposed for one, and what a second operator says."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.reauthentication import require_recent
from ipmarket.accounts.api.role_serializers import (
    RoleDecisionSerializer,
    RoleEndSerializer,
    RoleGrantParameters,
    RoleGrantSerializer,
    RoleProposalOrderSerializer,
    RoleProposalParameters,
    RoleProposalSerializer,
)
from ipmarket.accounts.models import PlatformRoleGrant, RoleProposal
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.selectors.roles import person_to_propose, role_grants_for, role_proposal_for, role_proposals_for
from ipmarket.accounts.services.decide_role_proposal import decide_role_proposal
from ipmarket.accounts.services.end_platform_role import end_platform_role
from ipmarket.accounts.services.propose_platform_role import propose_platform_role
from ipmarket.accounts.services.withdraw_role_proposal import withdraw_role_proposal
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.parameters import read_body
from ipmarket.kernel.clock import now

_NOT_KEPT: Mapping[str, str] = {"Cache-Control": "no-store"}


def _answer(actor: Actor, proposal_id: UUID, *, status: int = 200) -> Response:
    shown = RoleProposalSerializer(role_proposal_for(actor, proposal_id), context={"actor": actor})
    return Response(shown.data, status=status, headers=dict(_NOT_KEPT))


class RoleGrantListView(ListView):
    """The roles in force, newest first."""

    item_serializer = RoleGrantSerializer
    parameters = RoleGrantParameters
    sorts: ClassVar[Mapping[str, Sort]] = {"-startsAt": Sort("-starts_at", "-id")}
    default_sort = "-startsAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[PlatformRoleGrant]:
        return role_grants_for(actor, role=filters.get("role", ""))

    @extend_schema(operation_id="listPlatformRoles", tags=["roles"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class RoleGrantView(APIView):
    """One role in force."""

    @extend_schema(operation_id="endPlatformRole", tags=["roles"], request=RoleEndSerializer, responses={204: None})
    def delete(self, request: Request, grant_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.roles.end")
        values = read_body(request, RoleEndSerializer)
        require_recent(request)
        end_platform_role(actor=actor, at=now(), grant_id=grant_id, reason=values["reason"])
        return Response(status=204)


class RoleProposalListView(ListView):
    """Who is proposed for a role, newest first; and the way to propose somebody."""

    item_serializer = RoleProposalSerializer
    parameters = RoleProposalParameters
    sorts: ClassVar[Mapping[str, Sort]] = {"-proposedAt": Sort("-proposed_at", "-id")}
    default_sort = "-proposedAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[RoleProposal]:
        return role_proposals_for(actor, state=filters.get("state", ""))

    @extend_schema(operation_id="listRoleProposals", tags=["roles"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(
        operation_id="proposePlatformRole", tags=["roles"], request=RoleProposalOrderSerializer, responses={201: RoleProposalSerializer}
    )
    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.roles.propose")
        values = read_body(request, RoleProposalOrderSerializer)
        require_recent(request)
        user_id = person_to_propose(actor, user_id=values.get("user_id"), email=values.get("email", ""))
        proposal = propose_platform_role(actor=actor, at=now(), user_id=user_id, role=values["role"], reason=values["reason"])
        return _answer(actor, proposal.id, status=201)


class RoleProposalView(APIView):
    """A proposal that was not decided yet."""

    @extend_schema(operation_id="withdrawRoleProposal", tags=["roles"], request=None, responses=RoleProposalSerializer)
    def delete(self, request: Request, proposal_id: UUID) -> Response:
        actor = actor_of(request)
        withdraw_role_proposal(actor=actor, at=now(), proposal_id=proposal_id)
        return _answer(actor, proposal_id)


class RoleDecisionView(APIView):
    """What the second operator says."""

    @extend_schema(operation_id="decideRoleProposal", tags=["roles"], request=RoleDecisionSerializer, responses=RoleProposalSerializer)
    @idempotent(required=False)
    def post(self, request: Request, proposal_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.roles.decide")
        values = read_body(request, RoleDecisionSerializer)
        require_recent(request)
        decide_role_proposal(actor=actor, at=now(), proposal_id=proposal_id, decision=values["decision"], reason=values["reason"])
        return _answer(actor, proposal_id)
