"""Asking to join by a proven address in an organisation's mail domain."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ipmarket.accounts.api.invitations_serializers import (
    JoinDecisionSerializer,
    JoinOfferSerializer,
    JoinRequestNewSerializer,
    JoinRequestSerializer,
    OwnJoinRequestSerializer,
)
from ipmarket.accounts.api.people_views import NO_STORE, ForPeople, PeopleListView
from ipmarket.accounts.models import JoinRequest, Organisation
from ipmarket.accounts.selectors.join_offers import (
    join_offers,
    join_request_card,
    join_requests_of,
    organisation_part,
    own_join_request_card,
    own_join_requests,
)
from ipmarket.accounts.services.decide_join_request import decide_join_request
from ipmarket.accounts.services.request_to_join import request_to_join
from ipmarket.accounts.services.withdraw_join_request import withdraw_join_request
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now

NEWEST: Mapping[str, Sort] = {"-createdAt": Sort("-created_at", "-id"), "createdAt": Sort("created_at", "id")}


class JoinOfferListView(PeopleListView):
    """Organisations whose domain fits one of my proven addresses."""

    item_serializer = JoinOfferSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"createdAt": Sort("created_at", "id")}
    default_sort = "createdAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Organisation]:
        return join_offers(actor)

    def cards(self, rows: Sequence[Organisation], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return [organisation_part(row, language=context["language"]) for row in rows]

    @extend_schema(operation_id="listJoinOffers", tags=["join-requests"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class OwnJoinRequestListView(PeopleListView):
    """What I have asked, newest first."""

    item_serializer = OwnJoinRequestSerializer
    sorts: ClassVar[Mapping[str, Sort]] = NEWEST
    default_sort = "-createdAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[JoinRequest]:
        return own_join_requests(actor)

    def cards(self, rows: Sequence[JoinRequest], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return [own_join_request_card(row, language=context["language"]) for row in rows]

    @extend_schema(operation_id="listOwnJoinRequests", tags=["join-requests"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(
        operation_id="requestToJoin", tags=["join-requests"], request=JoinRequestNewSerializer, responses={201: OwnJoinRequestSerializer}
    )
    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        values = read_body(request, JoinRequestNewSerializer)
        asked = request_to_join(actor=actor_of(request), at=now(), organisation_id=values["organisation_id"])
        return Response(wire(own_join_request_card(asked, language=language_of(request))), status=201, headers=NO_STORE)


class OwnJoinRequestView(ForPeople):
    """One of my requests."""

    @extend_schema(operation_id="withdrawJoinRequest", tags=["join-requests"], request=None, responses={204: None})
    def delete(self, request: Request, request_id: UUID) -> Response:
        withdraw_join_request(actor=actor_of(request), at=now(), request_id=request_id)
        return Response(status=204)


class JoinRequestListView(PeopleListView):
    """Who asks to join the organisation, newest first."""

    item_serializer = JoinRequestSerializer
    sorts: ClassVar[Mapping[str, Sort]] = NEWEST
    default_sort = "-createdAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[JoinRequest]:
        return join_requests_of(actor, self.organisation_id)

    def cards(self, rows: Sequence[JoinRequest], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return [join_request_card(row) for row in rows]

    @extend_schema(operation_id="listJoinRequests", tags=["join-requests"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class JoinDecisionView(ForPeople):
    """Lets somebody in, or not."""

    @extend_schema(
        operation_id="decideJoinRequest", tags=["join-requests"], request=JoinDecisionSerializer, responses=JoinRequestSerializer
    )
    @idempotent(required=False)
    def post(self, request: Request, organisation_id: UUID, request_id: UUID) -> Response:
        values = read_body(request, JoinDecisionSerializer)
        decided = decide_join_request(
            actor=actor_of(request),
            at=now(),
            organisation_id=organisation_id,
            request_id=request_id,
            is_accepted=values["accept"],
            role=values["role"],
        )
        return Response(wire(join_request_card(decided)), headers=NO_STORE)
