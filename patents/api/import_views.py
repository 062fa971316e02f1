"""Imports, for the operator's page."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now
from patents.api.serializers import ImportSerializer, ImportUploadSerializer, QuarantinedSerializer
from patents.models import ImportBatch, QuarantinedRecord
from patents.selectors.imports import import_card, import_for, imports_for, quarantine_of
from patents.services.cancel_import import cancel_import
from patents.services.queue_import import queue_import, require_operator


class ImportListView(ListView):
    """What was handed in, newest first; and the way to hand in a file."""

    token_actions = {"GET": "patents.imports.read", "POST": "patents.imports.queue"}
    parser_classes = (MultiPartParser,)
    item_serializer = ImportSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-createdAt": Sort("-created_at", "-id")}
    default_sort = "-createdAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[ImportBatch]:
        return imports_for(actor)

    def items(self, rows: Sequence[ImportBatch], *, context: dict[str, Any]) -> list[Any]:
        at = now()
        cards = [wire(import_card(batch, at=at)) for batch in rows]
        fields = context.get("fields")
        return cards if fields is None else [{k: v for k, v in card.items() if k in fields} for card in cards]

    @extend_schema(operation_id="listImports", tags=["imports"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    def initial(self, request: Request, *args: Any, **keywords: Any) -> None:
        super().initial(request, *args, **keywords)
        if request.method == "POST":
            # Before the body is looked at: a stranger's upload is not worth reading.
            require_operator(actor_of(request))

    @extend_schema(
        operation_id="queueImport",
        tags=["imports"],
        request={"multipart/form-data": ImportUploadSerializer},
        responses={202: ImportSerializer},
    )
    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        values = read_body(request, ImportUploadSerializer)
        upload = values["file"]
        batch = queue_import(actor=actor, at=now(), chunks=upload.chunks(), file_name=upload.name or "file", source=values["source"])
        return Response(wire(import_card(import_for(actor, batch.id), at=now())), status=202)


class ImportView(APIView):
    """One import and how far it is."""

    token_actions = {"GET": "patents.imports.read"}

    @extend_schema(operation_id="readImport", tags=["imports"], responses=ImportSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:
        read_parameters(request, None)
        return Response(wire(import_card(import_for(actor_of(request), import_id), at=now())), headers={"Cache-Control": "no-store"})


class QuarantineView(ListView):
    """The records of an import that could not be read, in the order of the file."""

    token_actions = {"GET": "patents.imports.read"}
    item_serializer = QuarantinedSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"position": Sort("position")}
    default_sort = "position"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[QuarantinedRecord]:
        return quarantine_of(actor, self.kwargs["import_id"])

    @extend_schema(operation_id="listQuarantinedRecords", tags=["imports"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class ImportCancellationView(APIView):
    """Calls an import off."""

    token_actions = {"POST": "patents.imports.queue"}

    @extend_schema(operation_id="cancelImport", tags=["imports"], request=None, responses=ImportSerializer)
    def post(self, request: Request, import_id: UUID) -> Response:
        actor = actor_of(request)
        cancel_import(actor=actor, at=now(), import_id=import_id)
        return Response(wire(import_card(import_for(actor, import_id), at=now())))
