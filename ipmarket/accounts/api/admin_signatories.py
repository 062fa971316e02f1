"""Who may bind a company, for the operators who decide it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ipmarket.accounts.api.members_serializers import QueuedSignatorySerializer, SignatoryDecisionSerializer, SignatoryQueueParameters
from ipmarket.accounts.api.people_views import NO_STORE, ForPeople, PeopleListView
from ipmarket.accounts.models import Signatory
from ipmarket.accounts.selectors.signatories_binding import queued_card, signatory_queue
from ipmarket.accounts.services.decide_signatory import decide_signatory
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now


class SignatoryQueueView(PeopleListView):
    """The proposals of all organisations, oldest first."""

    item_serializer = QueuedSignatorySerializer
    parameters = SignatoryQueueParameters
    sorts: ClassVar[Mapping[str, Sort]] = {"proposedAt": Sort("proposed_at", "id"), "-proposedAt": Sort("-proposed_at", "-id")}
    default_sort = "proposedAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Signatory]:
        return signatory_queue(actor, state=filters.get("state", ""))

    def cards(self, rows: Sequence[Signatory], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return [queued_card(context["actor"], row, language=context["language"]) for row in rows]

    @extend_schema(operation_id="listSignatoryQueue", tags=["admin"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class SignatoryDecisionView(ForPeople):
    """Confirms or refuses a proposal."""

    @extend_schema(operation_id="decideSignatory", tags=["admin"], request=SignatoryDecisionSerializer, responses=QueuedSignatorySerializer)
    @idempotent(required=False)
    def post(self, request: Request, signatory_id: UUID) -> Response:
        actor = actor_of(request)
        values = read_body(request, SignatoryDecisionSerializer)
        decide_signatory(
            actor=actor, at=now(), signatory_id=signatory_id, is_confirmed=values["decision"] == "confirm", reason=values["reason"]
        )
        signatory = signatory_queue(actor).get(id=signatory_id)
        return Response(wire(queued_card(actor, signatory, language=language_of(request))), headers=NO_STORE)
