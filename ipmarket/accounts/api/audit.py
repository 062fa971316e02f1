"""The audit trail, for operators and auditors."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.audit_export import csv_lines, json_lines
from ipmarket.accounts.api.audit_serializers import (
    AuditChainSerializer,
    AuditEntryDetailSerializer,
    AuditEntrySerializer,
    AuditExportParameters,
    AuditParameters,
    AuditVerificationSerializer,
    LookParameters,
    LookSerializer,
)
from ipmarket.accounts.selectors.audit_trail import (
    PartyNames,
    audit_cards,
    audit_chain_for,
    audit_entries_for,
    audit_entry_for,
    audit_export_rows,
    looks_at,
    party_names,
)
from ipmarket.accounts.services.export_audit_entries import export_audit_entries
from ipmarket.accounts.services.verify_audit_trail import verify_audit_trail
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.names import to_camel
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.audit.selectors import EntryFilter, verification_card
from ipmarket.kernel.clock import now
from ipmarket.kernel.text import Language, Translated

_NOT_KEPT = {"Cache-Control": "no-store"}


def _wanted(given: Mapping[str, Any]) -> EntryFilter:
    renamed = {"actor": "actor_id", "organisation": "organisation_id"}
    return EntryFilter(**{renamed.get(name, name): value for name, value in given.items() if name != "form"})


def _organisation(organisation_id: UUID | None, name: Translated | None, language: Language) -> dict[str, Any] | None:
    if organisation_id is None:
        return None
    return {"id": organisation_id, "name": None if name is None else name.best(language)[0]}


def _entry(card: dict[str, Any], person: str | None, organisation: Translated | None, language: Language) -> dict[str, Any]:
    """The entry on the wire. What was recorded keeps its own keys."""
    actor = {
        "kind": card["actor_kind"],
        "id": card["actor_id"],
        "name": person,
        "label": "" if card["actor_kind"] == "person" else card["actor_label"],
        "mandate_id": card["mandate_id"],
    }
    plain = {
        "id": card["id"],
        "at": card["at"],
        "actor": actor,
        "organisation": _organisation(card["organisation_id"], organisation, language),
        "action": card["action"],
        "target": {"type": card["target_type"], "id": card["target_id"]},
        "reason": card["reason"],
        "request_id": card["request_id"],
        "sequence": card["sequence"],
    }
    values: dict[str, Any] = wire(plain)
    return values


class AuditEntryListView(ListView):
    """What was done, newest first."""

    item_serializer = AuditEntrySerializer
    parameters = AuditParameters
    sorts: ClassVar[Mapping[str, Sort]] = {"-at": Sort("-at", "-id")}
    default_sort = "-at"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Any]:
        return audit_entries_for(actor, _wanted(filters))

    def items(self, rows: Sequence[Any], *, context: dict[str, Any]) -> list[Any]:
        fields = context.get("fields")
        cards = [_entry(card, person, organisation, context["language"]) for card, person, organisation in audit_cards(rows)]
        return cards if fields is None else [{k: v for k, v in card.items() if k in fields} for card in cards]

    @extend_schema(operation_id="listAuditEntries", tags=["audit"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class AuditEntryView(APIView):
    """One entry with what was before and after, and its place in the chain."""

    @extend_schema(operation_id="readAuditEntry", tags=["audit"], responses=AuditEntryDetailSerializer)
    def get(self, request: Request, entry_id: int) -> Response:
        read_parameters(request, None)
        ((card, person, organisation),) = audit_cards([audit_entry_for(actor_of(request), entry_id)])
        more = ("before", "after", "personal", "is_personal_erased", "digest", "hash", "previous_hash")
        whole = _entry(card, person, organisation, language_of(request)) | {to_camel(name): card[name] for name in more}
        return Response(whole, headers=_NOT_KEPT)


class AuditExportView(APIView):
    """The entries that fit, as a file; at most 100,000. Taking it out is itself an entry."""

    @extend_schema(
        operation_id="exportAuditEntries",
        tags=["audit"],
        parameters=[AuditExportParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR, (200, "application/x-ndjson"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        given = read_parameters(request, AuditExportParameters)
        form = given.get("form", "csv")
        actor, wanted, language = actor_of(request), _wanted(given), language_of(request)
        taken = export_audit_entries(actor=actor, at=now(), wanted=wanted, form=form)
        rows = audit_export_rows(actor, wanted, last_id=taken.last_id)
        lines, kind = (csv_lines(rows, language), "text/csv") if form == "csv" else (json_lines(rows, language), "application/x-ndjson")
        headers = {
            **_NOT_KEPT,
            "Content-Disposition": f'attachment; filename="audit-entries.{form}"',
            # A file that breaks off in the middle looks whole; this says how many lines it must have.
            "X-Total-Count": str(taken.count),
        }
        return StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8", headers=headers)


class AuditChainView(APIView):
    """How the chain stands."""

    @extend_schema(operation_id="readAuditChain", tags=["audit"], responses=AuditChainSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        state = audit_chain_for(actor_of(request))
        body = {
            "sequence": state.sequence,
            "hash": state.hash,
            "sealed_entry_at": state.sealed_entry_at,
            "unsealed": state.unsealed,
            "head": None if state.head is None else {k: v for k, v in asdict(state.head).items() if k != "is_anew"},
            "head_problem": state.head_problem,
            "public_key": state.public_key,
            "last_verification": None if state.last is None else verification_card(state.last),
            "last_full_verification": None if state.last_full is None else verification_card(state.last_full),
        }
        return Response(wire(body), headers=_NOT_KEPT)


class AuditVerificationListView(APIView):
    """Has what came since the last sound verification verified now."""

    @extend_schema(operation_id="verifyAuditTrail", tags=["audit"], request=None, responses={201: AuditVerificationSerializer})
    def post(self, request: Request) -> Response:
        found = verify_audit_trail(actor=actor_of(request), at=now())
        return Response(wire(verification_card(found)), status=201, headers=_NOT_KEPT)


class LookListView(ListView):
    """Who looked at a confidential object, newest first."""

    item_serializer = LookSerializer
    parameters = LookParameters
    sorts: ClassVar[Mapping[str, Sort]] = {"-at": Sort("-at", "-id")}
    default_sort = "-at"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Any]:
        return looks_at(actor, filters["object_type"], filters["object_id"])

    def items(self, rows: Sequence[Any], *, context: dict[str, Any]) -> list[Any]:
        names = party_names((row.user_id for row in rows), (row.organisation_id for row in rows))
        cards = [_look(row, names, context["language"]) for row in rows]
        fields = context.get("fields")
        return cards if fields is None else [{k: v for k, v in card.items() if k in fields} for card in cards]

    @extend_schema(operation_id="listLooks", tags=["audit"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


def _look(row: Any, names: PartyNames, language: Language) -> dict[str, Any]:
    card: dict[str, Any] = wire(
        {
            "at": row.at,
            "actor": {"kind": "person", "id": row.user_id, "name": names.people.get(row.user_id) or None, "label": "", "mandate_id": None},
            "organisation": _organisation(row.organisation_id, names.organisations.get(row.organisation_id), language),
            "what": row.what,
            "request_id": row.request_id,
        }
    )
    return card
