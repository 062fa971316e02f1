"""A person's own account: profile, choices, terms, the copy of one's data, erasure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.account_serializers import (
    AcceptedTermsListSerializer,
    AccountEditSerializer,
    AccountSerializer,
    ConsentsEditSerializer,
    ConsentsSerializer,
    DataExportSerializer,
    ErasedSerializer,
    ErasurePlanSerializer,
    ErasureSerializer,
    TermsAcceptanceSerializer,
    TermsSerializer,
)
from ipmarket.accounts.api.reauthentication import require_recent
from ipmarket.accounts.models import DataExport
from ipmarket.accounts.selectors.account import account_of, data_exports_of, export_of, own_id
from ipmarket.accounts.selectors.consents import consents_of
from ipmarket.accounts.selectors.erasure import erasure_plan
from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.accounts.selectors.terms import accepted_terms, current_terms
from ipmarket.accounts.services.accept_terms import accept_terms
from ipmarket.accounts.services.edit_account import edit_account
from ipmarket.accounts.services.erase_person import erase_person
from ipmarket.accounts.services.request_data_export import request_data_export
from ipmarket.accounts.services.set_consents import set_consents
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.uploads import attachment

NO_STORE: Mapping[str, str] = {"Cache-Control": "no-store"}


class AccountView(APIView):
    """Who I am here."""

    token_actions = {"GET": "accounts.account.read"}

    @extend_schema(operation_id="readAccount", tags=["account"], responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return Response(wire(asdict(account_of(actor_of(request)))), headers=NO_STORE)

    @extend_schema(operation_id="editAccount", tags=["account"], request=AccountEditSerializer, responses=AccountSerializer)
    def patch(self, request: Request) -> Response:
        actor = actor_of(request)
        own_id(actor)
        values = read_body(request, AccountEditSerializer)
        edit_account(actor=actor, at=now(), **values)
        return Response(wire(asdict(account_of(actor))), headers=NO_STORE)


class ConsentsView(APIView):
    """What I agree to, and what not."""

    token_actions = {"GET": "accounts.account.read"}

    @extend_schema(operation_id="readConsents", tags=["account"], responses=ConsentsSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return Response(wire(consents_of(own_id(actor_of(request)))), headers=NO_STORE)

    @extend_schema(operation_id="setConsents", tags=["account"], request=ConsentsEditSerializer, responses=ConsentsSerializer)
    def put(self, request: Request) -> Response:
        actor = actor_of(request)
        own_id(actor)
        values = read_body(request, ConsentsEditSerializer)
        return Response(wire(set_consents(actor=actor, at=now(), wanted=values)), headers=NO_STORE)


class TermsView(APIView):
    """The terms of use or the privacy notice in force, in the reader's language."""

    token_actions = {"GET": "accounts.terms.read"}

    @extend_schema(operation_id="readTerms", tags=["account"], responses=TermsSerializer)
    def get(self, request: Request, kind: str) -> Response:
        read_parameters(request, None)
        terms = current_terms(kind, language=language_of(request), on=now().date())
        return Response(wire({**asdict(terms), "blocks": [asdict(block) for block in terms.blocks]}))


class AcceptedTermsView(APIView):
    """What I have accepted."""

    token_actions = {"GET": "accounts.account.read"}

    @extend_schema(operation_id="listAcceptedTerms", tags=["account"], responses=AcceptedTermsListSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return self._answer(actor_of(request))

    @extend_schema(
        operation_id="acceptTerms", tags=["account"], request=TermsAcceptanceSerializer, responses={200: AcceptedTermsListSerializer}
    )
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        own_id(actor)
        values = read_body(request, TermsAcceptanceSerializer)
        accept_terms(actor=actor, at=now(), language=language_of(request), **values)
        return self._answer(actor)

    def _answer(self, actor: Actor) -> Response:
        names = ("kind", "version", "language", "accepted_at")
        items = [dict(zip(names, row, strict=True)) for row in accepted_terms(own_id(actor))]
        return Response(wire({"items": items}), headers=NO_STORE)


class DataExportsView(ListView):
    """Copies of everything that is kept about me, newest first; and the way to ask for one."""

    token_actions = {"GET": "accounts.account.read"}
    item_serializer = DataExportSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-requestedAt": Sort("-requested_at", "-id")}
    default_sort = "-requestedAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[DataExport]:
        return data_exports_of(actor)

    @extend_schema(operation_id="listDataExports", tags=["account"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(operation_id="requestDataExport", tags=["account"], request=None, responses={202: DataExportSerializer})
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        own_id(actor)
        require_recent(request)
        export = request_data_export(actor=actor, at=now())
        return Response(DataExportSerializer(export).data, status=202, headers=NO_STORE)


class DataExportFileView(APIView):
    """The file of a copy that is ready."""

    @extend_schema(operation_id="fetchDataExport", tags=["account"], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: UUID) -> HttpResponseBase:
        read_parameters(request, None)
        export = export_of(actor_of(request), export_id)
        # The nightly job deletes the file; what has run out is not handed out until then.
        if not export.path or (export.expires_at is not None and export.expires_at <= now()):
            raise NotFound("This copy has been deleted, or is not ready yet.")
        return attachment(export.path, name="my-data.zip")


class ErasureView(APIView):
    """What erasing the account would do, and the way to do it."""

    token_actions = {"GET": "accounts.account.read"}

    @extend_schema(operation_id="readErasurePlan", tags=["account"], responses=ErasurePlanSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        plan = erasure_plan(own_id(actor_of(request)), at=now())
        names = names_of(block.organisation_id for block in plan.blocks)
        language = language_of(request)
        blocks = [
            {
                "code": block.code,
                "organisation_id": block.organisation_id,
                "organisation_name": names[block.organisation_id].best(language)[0] if block.organisation_id in names else None,
            }
            for block in plan.blocks
        ]
        body = {"is_possible": plan.is_possible, "blocks": blocks, "memberships": plan.memberships, "entries": plan.entries}
        return Response(wire(body), headers=NO_STORE)

    @extend_schema(operation_id="eraseAccount", tags=["account"], request=ErasureSerializer, responses={200: ErasedSerializer})
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        own_id(actor)
        require_recent(request)
        values = read_body(request, ErasureSerializer)
        erase_person(actor=actor, at=now(), confirmation=values["confirm"])
        request._request.session.flush()
        forget_actor(request)
        return Response(wire({"erased": True}), headers=NO_STORE)
