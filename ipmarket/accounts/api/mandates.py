"""Mandates: as the organisation gives them, and as the person holds them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ipmarket.accounts.api.mandates_serializers import (
    MandateNewSerializer,
    MandateReasonSerializer,
    MandateSerializer,
    OwnMandateSerializer,
)
from ipmarket.accounts.api.people_views import NO_STORE, ForPeople, PeopleListView
from ipmarket.accounts.models import Mandate
from ipmarket.accounts.selectors.mandates_listed import mandate_card, mandates_of, own_mandate_card, own_mandates
from ipmarket.accounts.services.accept_mandate import accept_mandate
from ipmarket.accounts.services.decline_mandate import decline_mandate
from ipmarket.accounts.services.end_mandate import end_mandate
from ipmarket.accounts.services.offer_mandate import offer_mandate
from ipmarket.accounts.services.resign_mandate import resign_mandate
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now

NEWEST: Mapping[str, Sort] = {"-offeredAt": Sort("-offered_at", "-id"), "offeredAt": Sort("offered_at", "id")}


class MandateListView(PeopleListView):
    """What the organisation has offered and given, newest first."""

    item_serializer = MandateSerializer
    sorts: ClassVar[Mapping[str, Sort]] = NEWEST
    default_sort = "-offeredAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Mandate]:
        return mandates_of(actor, self.organisation_id)

    def cards(self, rows: Sequence[Mandate], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return [mandate_card(row) for row in rows]

    @extend_schema(operation_id="listMandates", tags=["mandates"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(operation_id="offerMandate", tags=["mandates"], request=MandateNewSerializer, responses={201: MandateSerializer})
    @idempotent(required=False)
    def post(self, request: Request, organisation_id: UUID) -> Response:
        values = read_body(request, MandateNewSerializer)
        mandate = offer_mandate(actor=actor_of(request), at=now(), organisation_id=organisation_id, **values)
        return Response(wire(mandate_card(mandate)), status=201, headers=NO_STORE)


class MandateView(ForPeople):
    """One mandate that the organisation gave."""

    @extend_schema(operation_id="endMandate", tags=["mandates"], request=None, responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, mandate_id: UUID) -> Response:
        end_mandate(actor=actor_of(request), at=now(), organisation_id=organisation_id, mandate_id=mandate_id)
        return Response(status=204)


class OwnMandateListView(PeopleListView):
    """What I hold, held, or am offered, newest first."""

    item_serializer = OwnMandateSerializer
    sorts: ClassVar[Mapping[str, Sort]] = NEWEST
    default_sort = "-offeredAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Mandate]:
        return own_mandates(actor)

    def cards(self, rows: Sequence[Mandate], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return [own_mandate_card(row, language=context["language"]) for row in rows]

    @extend_schema(operation_id="listOwnMandates", tags=["mandates"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class MandateAcceptanceView(ForPeople):
    """Accepts one."""

    @extend_schema(operation_id="acceptMandate", tags=["mandates"], request=None, responses=OwnMandateSerializer)
    @idempotent(required=False)
    def post(self, request: Request, mandate_id: UUID) -> Response:
        mandate = accept_mandate(actor=actor_of(request), at=now(), mandate_id=mandate_id)
        forget_actor(request)
        return Response(wire(own_mandate_card(mandate, language=language_of(request))), headers=NO_STORE)


class MandateRefusalView(ForPeople):
    """Refuses one."""

    @extend_schema(operation_id="declineMandate", tags=["mandates"], request=MandateReasonSerializer, responses=OwnMandateSerializer)
    @idempotent(required=False)
    def post(self, request: Request, mandate_id: UUID) -> Response:
        values = read_body(request, MandateReasonSerializer)
        mandate = decline_mandate(actor=actor_of(request), at=now(), mandate_id=mandate_id, **values)
        return Response(wire(own_mandate_card(mandate, language=language_of(request))), headers=NO_STORE)


class OwnMandateView(ForPeople):
    """One mandate that I hold."""

    @extend_schema(operation_id="resignMandate", tags=["mandates"], request=None, responses={204: None})
    def delete(self, request: Request, mandate_id: UUID) -> Response:
        resign_mandate(actor=actor_of(request), at=now(), mandate_id=mandate_id)
        forget_actor(request)
        return Response(status=204)
