"""Invitations: as the organisation sends them, and as whoever holds the link sees them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.invitations_serializers import (
    AcceptedInvitationSerializer,
    InvitationNewSerializer,
    InvitationSerializer,
    SeenInvitationSerializer,
)
from ipmarket.accounts.api.people_views import NO_STORE, ForPeople, PeopleListView
from ipmarket.accounts.models import Invitation
from ipmarket.accounts.selectors.invitations_seen import invitation_card, invitations_of, seen_card, seen_invitation
from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.accounts.services.accept_invitation import accept_invitation
from ipmarket.accounts.services.decline_invitation import decline_invitation
from ipmarket.accounts.services.invite_member import invite_member
from ipmarket.accounts.services.resend_invitation import resend_invitation
from ipmarket.accounts.services.revoke_invitation import revoke_invitation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.api.throttles import CostlyThrottle, ReadThrottle, WriteThrottle
from ipmarket.kernel.clock import now

# A token cannot be guessed; that nobody tries for long costs nothing.
GUESSES = (ReadThrottle, WriteThrottle, CostlyThrottle)


class InvitationListView(PeopleListView):
    """What the organisation has sent, newest first."""

    item_serializer = InvitationSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-createdAt": Sort("-created_at", "-id"), "createdAt": Sort("created_at", "id")}
    default_sort = "-createdAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Invitation]:
        return invitations_of(actor, self.organisation_id)

    def cards(self, rows: Sequence[Invitation], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        at = now()
        return [invitation_card(context["actor"], row, at=at) for row in rows]

    @extend_schema(operation_id="listInvitations", tags=["invitations"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(
        operation_id="inviteMember", tags=["invitations"], request=InvitationNewSerializer, responses={201: InvitationSerializer}
    )
    @idempotent(required=False)
    def post(self, request: Request, organisation_id: UUID) -> Response:
        values = read_body(request, InvitationNewSerializer)
        actor, at = actor_of(request), now()
        invitation = invite_member(actor=actor, at=at, organisation_id=organisation_id, **values)
        return Response(wire(invitation_card(actor, invitation, at=at)), status=201, headers=NO_STORE)


class InvitationView(ForPeople):
    """One invitation that the organisation has sent."""

    @extend_schema(operation_id="revokeInvitation", tags=["invitations"], request=None, responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, invitation_id: UUID) -> Response:
        revoke_invitation(actor=actor_of(request), at=now(), organisation_id=organisation_id, invitation_id=invitation_id)
        return Response(status=204)


class InvitationResendView(ForPeople):
    """Sends it again with a new link; the old one opens nothing any more."""

    @extend_schema(operation_id="resendInvitation", tags=["invitations"], request=None, responses=InvitationSerializer)
    @idempotent(required=False)
    def post(self, request: Request, organisation_id: UUID, invitation_id: UUID) -> Response:
        actor, at = actor_of(request), now()
        invitation = resend_invitation(actor=actor, at=at, organisation_id=organisation_id, invitation_id=invitation_id)
        return Response(wire(invitation_card(actor, invitation, at=at)), headers=NO_STORE)


class SeenInvitationView(APIView):
    """An invitation by its link, for anybody: it does not tell whether the address has an account."""

    throttle_classes = GUESSES

    @extend_schema(operation_id="readInvitation", tags=["invitations"], responses=SeenInvitationSerializer)
    def get(self, request: Request, token: str) -> Response:
        read_parameters(request, None)
        seen = seen_invitation(actor_of(request), token, at=now())
        return Response(wire(seen_card(seen, language=language_of(request))), headers=NO_STORE)


class InvitationAcceptanceView(ForPeople):
    """Takes it up."""

    throttle_classes = GUESSES

    @extend_schema(operation_id="acceptInvitation", tags=["invitations"], request=None, responses=AcceptedInvitationSerializer)
    @idempotent(required=False)
    def post(self, request: Request, token: str) -> Response:
        membership = accept_invitation(actor=actor_of(request), at=now(), token=token)
        forget_actor(request)
        name = names_of([membership.organisation_id])[membership.organisation_id].best(language_of(request))[0]
        body = {
            "membership_id": membership.id,
            "organisation": {"id": membership.organisation_id, "name": name},
            "role": membership.role,
        }
        return Response(wire(body), headers=NO_STORE)


class InvitationRefusalView(ForPeople):
    """Refuses it."""

    throttle_classes = GUESSES

    @extend_schema(operation_id="declineInvitation", tags=["invitations"], request=None, responses=SeenInvitationSerializer)
    @idempotent(required=False)
    def post(self, request: Request, token: str) -> Response:
        actor, at = actor_of(request), now()
        decline_invitation(actor=actor, at=at, token=token)
        return Response(wire(seen_card(seen_invitation(actor, token, at=at), language=language_of(request))), headers=NO_STORE)
