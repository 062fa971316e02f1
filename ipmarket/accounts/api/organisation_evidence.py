"""What an organisation hands in to be verified, how that goes, and its mail domains."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.organisations import NO_STORE, card_response
from ipmarket.accounts.api.organisations_serializers import (
    DocumentSerializer,
    DocumentUploadSerializer,
    DomainAddSerializer,
    DomainSerializer,
    OrganisationSerializer,
    VerificationCaseSerializer,
    VerificationRequestSerializer,
)
from ipmarket.accounts.models import Document, OrganisationDomain, VerificationCase
from ipmarket.accounts.selectors.organisation_evidence import (
    case_card,
    cases_of,
    document_card,
    document_for,
    documents_of,
    domain_card,
    domains_of,
)
from ipmarket.accounts.selectors.organisations_seen import target_of
from ipmarket.accounts.selectors.policies import require, require_person
from ipmarket.accounts.services.add_document import add_document
from ipmarket.accounts.services.add_domain import add_domain
from ipmarket.accounts.services.remove_document import remove_document
from ipmarket.accounts.services.remove_domain import remove_domain
from ipmarket.accounts.services.submit_verification import submit_verification
from ipmarket.accounts.services.withdraw_verification import withdraw_verification
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.audit.services import record_look
from ipmarket.kernel.clock import now
from ipmarket.kernel.uploads import attachment


def allowed_person(request: Request, action: str, organisation_id: UUID) -> Actor:
    """The actor, who is signed in and may do this to the organisation. Asked before the body is read."""
    actor = actor_of(request)
    require_person(actor)
    require(actor, action, target_of(organisation_id))
    return actor


def chosen_fields(cards: Sequence[dict[str, Any]], context: Mapping[str, Any]) -> list[Any]:
    """The cards with the fields that the client asked for."""
    fields = context.get("fields")
    return list(cards) if fields is None else [{k: v for k, v in card.items() if k in fields} for card in cards]


class CardListView(ListView):
    """A list whose items a selector builds; ``card`` makes one of a row."""

    @abstractmethod
    def card(self, row: Any) -> dict[str, Any]:
        """Return the row as it goes out, its names in snake_case."""

    def items(self, rows: Sequence[Any], *, context: dict[str, Any]) -> list[Any]:
        return chosen_fields([wire(self.card(row)) for row in rows], context)


class DocumentsView(CardListView):
    """Evidence of an organisation, newest first; and handing in more."""

    parser_classes = (MultiPartParser,)
    item_serializer = DocumentSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-createdAt": Sort("-created_at", "-id")}
    default_sort = "-createdAt"

    def card(self, row: Any) -> dict[str, Any]:
        return document_card(row)

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Document]:
        return documents_of(actor, self.kwargs["organisation_id"])

    def initial(self, request: Request, *args: Any, **keywords: Any) -> None:
        super().initial(request, *args, **keywords)
        if request.method == "POST":
            allowed_person(request, "accounts.documents.add", keywords["organisation_id"])

    @extend_schema(operation_id="listDocuments", tags=["organisations"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(
        operation_id="addDocument",
        tags=["organisations"],
        request={"multipart/form-data": DocumentUploadSerializer},
        responses={201: DocumentSerializer},
    )
    @idempotent(required=False)
    def post(self, request: Request, organisation_id: UUID) -> Response:
        values = read_body(request, DocumentUploadSerializer)
        upload = values["file"]
        document = add_document(
            actor=actor_of(request),
            at=now(),
            organisation_id=organisation_id,
            kind=values["kind"],
            chunks=upload.chunks(),
            name=upload.name or "file",
        )
        return Response(wire(document_card(document)), status=201, headers=NO_STORE)


class DocumentView(APIView):
    """One document: fetching it, which is recorded, and taking it back."""

    @extend_schema(operation_id="fetchDocument", tags=["organisations"], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, organisation_id: UUID, document_id: UUID) -> HttpResponseBase:
        read_parameters(request, None)
        actor = actor_of(request)
        document = document_for(actor, organisation_id, document_id)
        response = attachment(document.path, name=document.name, content_type=document.media_type)
        record_look(actor=actor, at=now(), object_type="accounts.document", object_id=document.id, what="download")
        return response

    @extend_schema(operation_id="removeDocument", tags=["organisations"], responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, document_id: UUID) -> Response:
        actor = allowed_person(request, "accounts.documents.remove", organisation_id)
        remove_document(actor=actor, at=now(), organisation_id=organisation_id, document_id=document_id)
        return Response(status=204)


class VerificationView(APIView):
    """Asking to be verified, and taking it back."""

    @extend_schema(
        operation_id="submitVerification",
        tags=["organisations"],
        request=VerificationRequestSerializer,
        responses={201: VerificationCaseSerializer},
    )
    def post(self, request: Request, organisation_id: UUID) -> Response:
        allowed_person(request, "accounts.verification.submit", organisation_id)
        return self._submit(request, organisation_id)

    @idempotent(required=False)
    def _submit(self, request: Request, organisation_id: UUID) -> Response:
        values = read_body(request, VerificationRequestSerializer)
        case = submit_verification(actor=actor_of(request), at=now(), organisation_id=organisation_id, **values)
        return Response(wire(case_card(case)), status=201, headers=NO_STORE)

    @extend_schema(operation_id="withdrawVerification", tags=["organisations"], responses={200: OrganisationSerializer})
    def delete(self, request: Request, organisation_id: UUID) -> Response:
        actor = allowed_person(request, "accounts.verification.withdraw", organisation_id)
        withdraw_verification(actor=actor, at=now(), organisation_id=organisation_id)
        return card_response(request, organisation_id)


class VerificationCasesView(CardListView):
    """Every time that the organisation asked to be verified, newest first."""

    item_serializer = VerificationCaseSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-submittedAt": Sort("-submitted_at", "-id")}
    default_sort = "-submittedAt"

    def card(self, row: Any) -> dict[str, Any]:
        return case_card(row)

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[VerificationCase]:
        return cases_of(actor, self.kwargs["organisation_id"])

    @extend_schema(operation_id="listVerificationCases", tags=["organisations"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class DomainsView(CardListView):
    """Mail domains that stand for the organisation, by name; and adding one."""

    item_serializer = DomainSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"domain": Sort("domain", "id")}
    default_sort = "domain"

    def card(self, row: Any) -> dict[str, Any]:
        return domain_card(row)

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[OrganisationDomain]:
        return domains_of(actor, self.kwargs["organisation_id"])

    @extend_schema(operation_id="listDomains", tags=["organisations"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(operation_id="addDomain", tags=["organisations"], request=DomainAddSerializer, responses={201: DomainSerializer})
    def post(self, request: Request, organisation_id: UUID) -> Response:
        actor = allowed_person(request, "accounts.domains.edit", organisation_id)
        values = read_body(request, DomainAddSerializer)
        row = add_domain(actor=actor, at=now(), organisation_id=organisation_id, **values)
        return Response(wire(domain_card(row)), status=201, headers=NO_STORE)


class DomainView(APIView):
    """One mail domain."""

    @extend_schema(operation_id="removeDomain", tags=["organisations"], responses={204: None})
    def delete(self, request: Request, organisation_id: UUID, domain_id: UUID) -> Response:
        actor = allowed_person(request, "accounts.domains.edit", organisation_id)
        remove_domain(actor=actor, at=now(), organisation_id=organisation_id, domain_id=domain_id)
        return Response(status=204)
