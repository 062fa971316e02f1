"""The people of an organisation: roles, removal, leaving, handing over."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ipmarket.accounts.api.members_serializers import HandOverSerializer, MemberEditSerializer, MemberSerializer
from ipmarket.accounts.api.people_views import NO_STORE, ForPeople, PeopleListView
from ipmarket.accounts.api.reauthentication import require_recent
from ipmarket.accounts.models import Membership
from ipmarket.accounts.selectors.members_listed import is_own_membership, member_cards, members_of
from ipmarket.accounts.services.change_member_role import change_member_role
from ipmarket.accounts.services.hand_over_ownership import hand_over_ownership
from ipmarket.accounts.services.leave_organisation import leave_organisation
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.parameters import read_body
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now


def _card(request: Request, membership: Membership) -> Response:
    """The member as the list shows it, to an actor whose own standing may just have changed."""
    forget_actor(request)
    card = member_cards(actor_of(request), membership.organisation_id, [membership])[0]
    return Response(wire(card), headers=NO_STORE)


class MemberListView(PeopleListView):
    """Who belongs to the organisation at present, the longest-serving first."""

    item_serializer = MemberSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"startsAt": Sort("starts_at", "id"), "-startsAt": Sort("-starts_at", "-id")}
    default_sort = "startsAt"
    token_actions: ClassVar[Mapping[str, str]] = {"GET": "accounts.members.read"}

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Membership]:
        return members_of(actor, self.organisation_id, at=now())

    def cards(self, rows: Sequence[Membership], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        return member_cards(context["actor"], self.organisation_id, rows)

    @extend_schema(operation_id="listMembers", tags=["members"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class MemberView(ForPeople):
    """One member."""

    @extend_schema(operation_id="changeMemberRole", tags=["members"], request=MemberEditSerializer, responses=MemberSerializer)
    def patch(self, request: Request, organisation_id: UUID, membership_id: UUID) -> Response:
        values = read_body(request, MemberEditSerializer)
        membership = change_member_role(
            actor=actor_of(request),
            at=now(),
            organisation_id=organisation_id,
            membership_id=membership_id,
            role=values["role"],
        )
        return _card(request, membership)

    @extend_schema(operation_id="removeMember", tags=["members"], request=None, responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, membership_id: UUID) -> Response:
        """Remove a member; with one's own membership, leave."""
        actor = actor_of(request)
        if is_own_membership(actor, organisation_id=organisation_id, membership_id=membership_id):
            leave_organisation(actor=actor, at=now(), organisation_id=organisation_id)
        else:
            remove_member(actor=actor, at=now(), organisation_id=organisation_id, membership_id=membership_id)
        return Response(status=204)


class OwnershipView(ForPeople):
    """Hands the organisation over to another member."""

    @extend_schema(operation_id="handOverOwnership", tags=["members"], request=HandOverSerializer, responses=MemberSerializer)
    @idempotent(required=False)
    def post(self, request: Request, organisation_id: UUID) -> Response:
        values = read_body(request, HandOverSerializer)
        require_recent(request)
        heir = hand_over_ownership(actor=actor_of(request), at=now(), organisation_id=organisation_id, user_id=values["user_id"])
        return _card(request, heir)
