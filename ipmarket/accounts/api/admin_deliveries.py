"""The queues of the outbox: what waits, what is parked, and trying it again. The auditor reads."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.admin_delivery_serializers import (
    DeliveryFilterSerializer,
    DeliverySerializer,
    HandlerRetrySerializer,
    QueueListSerializer,
    RetriedSerializer,
)
from ipmarket.accounts.api.organisation_evidence import chosen_fields
from ipmarket.accounts.api.organisations import NO_STORE
from ipmarket.accounts.api.organisations_serializers import ReasonSerializer
from ipmarket.accounts.selectors.deliveries import deliveries_for, delivery_card, queues_for
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.retry_deliveries import retry_deliveries, retry_delivery
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now


class QueueListView(APIView):
    """Every queue, by the name of its handler."""

    @extend_schema(operation_id="listQueues", tags=["administration"], responses=QueueListSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return Response(wire(queues_for(actor_of(request))), headers=NO_STORE)


class DeliveryListView(ListView):
    """Deliveries that are parked, the latest first, or that wait; without a state the parked ones."""

    item_serializer = DeliverySerializer
    parameters = DeliveryFilterSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-dueAt": Sort("-available_at", "-id"), "dueAt": Sort("available_at", "id")}
    default_sort = "-dueAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Any]:
        return deliveries_for(actor, state=filters.get("state", "parked"), handler=filters.get("handler", ""))

    def items(self, rows: Sequence[Any], *, context: dict[str, Any]) -> list[Any]:
        return chosen_fields([wire(delivery_card(row)) for row in rows], context)

    @extend_schema(operation_id="listDeliveries", tags=["administration"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class DeliveryRetryView(APIView):
    """Trying one parked delivery again."""

    @extend_schema(operation_id="retryDelivery", tags=["administration"], request=ReasonSerializer, responses={200: RetriedSerializer})
    @idempotent(required=False)
    def post(self, request: Request, delivery_id: int) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.deliveries.retry")
        values = read_body(request, ReasonSerializer)
        count = retry_delivery(actor=actor, at=now(), delivery_id=delivery_id, **values)
        return Response({"count": count}, headers=NO_STORE)


class DeliveriesRetryView(APIView):
    """Trying everything again that is parked for one handler."""

    @extend_schema(
        operation_id="retryDeliveries", tags=["administration"], request=HandlerRetrySerializer, responses={200: RetriedSerializer}
    )
    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.deliveries.retry")
        values = read_body(request, HandlerRetrySerializer)
        count = retry_deliveries(actor=actor, at=now(), **values)
        return Response({"count": count}, headers=NO_STORE)
