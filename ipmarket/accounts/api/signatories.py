"""Who may bind the company, as its own people see it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ipmarket.accounts.api.members_serializers import SignatoryProposalSerializer, SignatorySerializer
from ipmarket.accounts.api.people_views import NO_STORE, ForPeople, PeopleListView
from ipmarket.accounts.api.reauthentication import require_recent
from ipmarket.accounts.models import Signatory
from ipmarket.accounts.selectors.signatories_binding import signatories_of, signatory_card
from ipmarket.accounts.services.end_signatory import end_signatory
from ipmarket.accounts.services.propose_signatory import propose_signatory
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.parameters import read_body
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now

NEWEST: Mapping[str, Sort] = {"-proposedAt": Sort("-proposed_at", "-id"), "proposedAt": Sort("proposed_at", "id")}


class SignatoryListView(PeopleListView):
    """Who may bind the company, who was proposed, and who no longer may; newest first."""

    item_serializer = SignatorySerializer
    sorts: ClassVar[Mapping[str, Sort]] = NEWEST
    default_sort = "-proposedAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Signatory]:
        return signatories_of(actor, self.organisation_id)

    def cards(self, rows: Sequence[Signatory], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return [signatory_card(context["actor"], row) for row in rows]

    @extend_schema(operation_id="listSignatories", tags=["signatories"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(
        operation_id="proposeSignatory", tags=["signatories"], request=SignatoryProposalSerializer, responses={201: SignatorySerializer}
    )
    @idempotent(required=False)
    def post(self, request: Request, organisation_id: UUID) -> Response:
        values = read_body(request, SignatoryProposalSerializer)
        require_recent(request)
        actor = actor_of(request)
        signatory = propose_signatory(actor=actor, at=now(), organisation_id=organisation_id, **values)
        return Response(wire(signatory_card(actor, signatory)), status=201, headers=NO_STORE)


class SignatoryView(ForPeople):
    """One signatory."""

    @extend_schema(operation_id="endSignatory", tags=["signatories"], request=None, responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, signatory_id: UUID) -> Response:
        end_signatory(actor=actor_of(request), at=now(), organisation_id=organisation_id, signatory_id=signatory_id)
        return Response(status=204)
