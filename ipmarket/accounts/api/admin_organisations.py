"""All organisations and the requests to be verified, for the operator; the auditor reads."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.admin_serializers import (
    MergeSerializer,
    OrganisationFilterSerializer,
    QueuedCaseSerializer,
    StaffOrganisationRowSerializer,
    StaffOrganisationSerializer,
    VerificationDecisionSerializer,
)
from ipmarket.accounts.api.organisation_evidence import CardListView
from ipmarket.accounts.api.organisations import NO_STORE
from ipmarket.accounts.api.organisations_serializers import ReasonSerializer
from ipmarket.accounts.models import Organisation, VerificationCase
from ipmarket.accounts.selectors.organisation_evidence import queued_card, waiting_cases
from ipmarket.accounts.selectors.organisations_admin import organisation_for_staff, organisations_for_staff, staff_row
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.decide_verification import decide_verification
from ipmarket.accounts.services.merge_organisations import merge_organisations
from ipmarket.accounts.services.reactivate_organisation import reactivate_organisation
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now


def _answer(request: Request, actor: Actor, organisation_id: UUID) -> Response:
    card = organisation_for_staff(actor, organisation_id, at=now(), language=language_of(request))
    return Response(wire(card), headers=NO_STORE)


class StaffOrganisationsView(CardListView):
    """All organisations, newest first."""

    item_serializer = StaffOrganisationRowSerializer
    parameters = OrganisationFilterSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-createdAt": Sort("-created_at", "-id")}
    default_sort = "-createdAt"

    def card(self, row: Any) -> dict[str, Any]:
        return staff_row(row)

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Organisation]:
        return organisations_for_staff(actor, filters)

    @extend_schema(operation_id="listAllOrganisations", tags=["administration"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class StaffOrganisationView(APIView):
    """One organisation with its cases, its suspensions and what may be the same one."""

    @extend_schema(operation_id="readOrganisationAsStaff", tags=["administration"], responses=StaffOrganisationSerializer)
    def get(self, request: Request, organisation_id: UUID) -> Response:
        read_parameters(request, None)
        return _answer(request, actor_of(request), organisation_id)


class VerificationQueueView(CardListView):
    """The requests that wait for a decision, the oldest first."""

    item_serializer = QueuedCaseSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"submittedAt": Sort("submitted_at", "id")}
    default_sort = "submittedAt"

    def card(self, row: Any) -> dict[str, Any]:
        return queued_card(row)

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[VerificationCase]:
        return waiting_cases(actor)

    @extend_schema(operation_id="listWaitingVerificationCases", tags=["administration"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class VerificationDecisionView(APIView):
    """Deciding whether an organisation is what it says it is."""

    @extend_schema(
        operation_id="decideVerification",
        tags=["administration"],
        request=VerificationDecisionSerializer,
        responses={200: StaffOrganisationSerializer},
    )
    def post(self, request: Request, organisation_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.verification.decide")
        values = read_body(request, VerificationDecisionSerializer)
        decide_verification(actor=actor, at=now(), organisation_id=organisation_id, **values)
        return _answer(request, actor, organisation_id)


class OrganisationSuspensionView(APIView):
    """Suspending an organisation, and lifting it."""

    @extend_schema(
        operation_id="suspendOrganisation",
        tags=["administration"],
        request=ReasonSerializer,
        responses={200: StaffOrganisationSerializer},
    )
    def post(self, request: Request, organisation_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.organisation.suspend")
        values = read_body(request, ReasonSerializer)
        suspend_organisation(actor=actor, at=now(), organisation_id=organisation_id, **values)
        return _answer(request, actor, organisation_id)

    @extend_schema(
        operation_id="reactivateOrganisation",
        tags=["administration"],
        request=ReasonSerializer,
        responses={200: StaffOrganisationSerializer},
    )
    def delete(self, request: Request, organisation_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.organisation.suspend")
        values = read_body(request, ReasonSerializer)
        reactivate_organisation(actor=actor, at=now(), organisation_id=organisation_id, **values)
        return _answer(request, actor, organisation_id)


class OrganisationMergeView(APIView):
    """Merging a duplicate into the organisation that stays, which is the answer."""

    @extend_schema(
        operation_id="mergeOrganisations", tags=["administration"], request=MergeSerializer, responses={200: StaffOrganisationSerializer}
    )
    def post(self, request: Request, organisation_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.organisations.merge")
        values = read_body(request, MergeSerializer)
        into = merge_organisations(
            actor=actor,
            at=now(),
            duplicate_id=organisation_id,
            into_id=values["into"],
            reason=values["reason"],
        )
        return _answer(request, actor, into.id)
