"""All people, for the operator; the auditor reads."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.admin_serializers import PersonFilterSerializer, StaffPersonRowSerializer, StaffPersonSerializer
from ipmarket.accounts.api.organisation_evidence import chosen_fields
from ipmarket.accounts.api.organisations import NO_STORE
from ipmarket.accounts.api.organisations_serializers import ReasonSerializer
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.people_admin import people_for_staff, person_for_staff, person_row, roles_of
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.reactivate_person import reactivate_person
from ipmarket.accounts.services.suspend_person import suspend_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.audit.services import record_look
from ipmarket.kernel.clock import now


class StaffPeopleView(ListView):
    """All people, newest first."""

    item_serializer = StaffPersonRowSerializer
    parameters = PersonFilterSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-createdAt": Sort("-created_at", "-id")}
    default_sort = "-createdAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[User]:
        return people_for_staff(actor, filters)

    def items(self, rows: Sequence[User], *, context: dict[str, Any]) -> list[Any]:
        roles = roles_of(rows, at=now())
        return chosen_fields([wire(person_row(row, roles=roles.get(row.id, []))) for row in rows], context)

    @extend_schema(operation_id="listPeople", tags=["administration"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class StaffPersonView(APIView):
    """One person. That staff looked is recorded."""

    @extend_schema(operation_id="readPerson", tags=["administration"], responses=StaffPersonSerializer)
    def get(self, request: Request, user_id: UUID) -> Response:
        read_parameters(request, None)
        actor = actor_of(request)
        card = person_for_staff(actor, user_id, at=now())
        record_look(actor=actor, at=now(), object_type="accounts.user", object_id=user_id)
        return Response(wire(card), headers=NO_STORE)


class PersonSuspensionView(APIView):
    """Suspending a person, and lifting it."""

    @extend_schema(operation_id="suspendPerson", tags=["administration"], request=ReasonSerializer, responses={200: StaffPersonSerializer})
    def post(self, request: Request, user_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.person.suspend")
        values = read_body(request, ReasonSerializer)
        suspend_person(actor=actor, at=now(), user_id=user_id, **values)
        return Response(wire(person_for_staff(actor, user_id, at=now())), headers=NO_STORE)

    @extend_schema(
        operation_id="reactivatePerson", tags=["administration"], request=ReasonSerializer, responses={200: StaffPersonSerializer}
    )
    def delete(self, request: Request, user_id: UUID) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.person.suspend")
        values = read_body(request, ReasonSerializer)
        reactivate_person(actor=actor, at=now(), user_id=user_id, **values)
        return Response(wire(person_for_staff(actor, user_id, at=now())), headers=NO_STORE)
