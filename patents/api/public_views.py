"""The catalogue in the public API: read-only, stable."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.etag import BodyEtagMixin
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.api.serializers import CamelSerializer
from ipmarket.kernel.clock import now
from patents.api.serializers import (
    ClassListSerializer,
    ClassPageSerializer,
    CodedSerializer,
    PatentSerializer,
    StatusSerializer,
    TechnologySerializer,
    TextSerializer,
)
from patents.enums import LegalState, Stage
from patents.models import ProductionTechnology, Right
from patents.selectors.catalogue_lists import right_items, technology_items, visible_rights, visible_technologies
from patents.selectors.class_pages import class_page, sections_page
from patents.selectors.records import patent_page
from patents.selectors.technologies import technology_page

_SUBCLASS = r"^[A-HY]\d\d[A-Z]$"


class PatentItemSerializer(CamelSerializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    right_type = CodedSerializer()
    office = serializers.CharField()
    title = TextSerializer()
    status = StatusSerializer()
    filing_date = serializers.DateField(allow_null=True)
    publication_date = serializers.DateField(allow_null=True)
    subclasses = serializers.ListField(child=serializers.CharField())
    owner = serializers.CharField(allow_null=True)
    family_id = serializers.UUIDField(allow_null=True)
    is_demo = serializers.BooleanField()
    updated_at = serializers.DateTimeField()


class TechnologyItemSerializer(CamelSerializer):
    id = serializers.UUIDField()
    title = TextSerializer()
    stage = CodedSerializer()
    trl = serializers.IntegerField(allow_null=True)
    measures = serializers.ListField(child=serializers.CharField())
    subclasses = serializers.ListField(child=serializers.CharField())
    owner = serializers.CharField(allow_null=True)
    is_demo = serializers.BooleanField()
    updated_at = serializers.DateTimeField()


class PatentFilterSerializer(CamelSerializer):
    office = serializers.RegexField(r"^[A-Z]{2}$", required=False)
    status = serializers.ChoiceField(choices=LegalState.choices, required=False)
    subclass = serializers.RegexField(_SUBCLASS, required=False)
    changed_since = serializers.DateTimeField(required=False)


class TechnologyFilterSerializer(CamelSerializer):
    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    measure = serializers.RegexField(r"^[a-z_]{1,48}$", required=False)
    subclass = serializers.RegexField(_SUBCLASS, required=False)
    changed_since = serializers.DateTimeField(required=False)


def _chosen(items: list[dict[str, Any]], context: dict[str, Any]) -> list[dict[str, Any]]:
    fields = context.get("fields")
    return items if fields is None else [{name: value for name, value in item.items() if name in fields} for item in items]


class PatentListView(ListView):
    """Patents and other rights."""

    token_actions = {"GET": "patents.catalogue.read"}
    item_serializer = PatentItemSerializer
    parameters = PatentFilterSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {
        "-updatedAt": Sort("-updated_at", "-id"),
        "updatedAt": Sort("updated_at", "id"),
        "ref": Sort("ref", "id"),
    }
    default_sort = "-updatedAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Right]:
        return visible_rights(actor, filters)

    def items(self, rows: Sequence[Right], *, context: dict[str, Any]) -> list[Any]:
        return _chosen(right_items(rows, language=context["language"], on=now().date()), context)

    @extend_schema(operation_id="listPatents", tags=["patents"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class TechnologyListView(ListView):
    """Production technologies."""

    token_actions = {"GET": "patents.catalogue.read"}
    item_serializer = TechnologyItemSerializer
    parameters = TechnologyFilterSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-updatedAt": Sort("-updated_at", "-id"), "updatedAt": Sort("updated_at", "id")}
    default_sort = "-updatedAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[ProductionTechnology]:
        return visible_technologies(actor, filters)

    def items(self, rows: Sequence[ProductionTechnology], *, context: dict[str, Any]) -> list[Any]:
        return _chosen(technology_items(rows, language=context["language"], on=now().date()), context)

    @extend_schema(operation_id="listTechnologies", tags=["technologies"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)


class PatentView(BodyEtagMixin):
    """One right by id or by publication number in any notation."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="readPatent", tags=["patents"], responses=PatentSerializer)
    def get(self, request: Request, ref: str) -> Response:
        read_parameters(request, None)
        return Response(wire(patent_page(actor_of(request), ref, language=language_of(request), on=now().date())))


class TechnologyView(BodyEtagMixin):
    """One production technology."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="readTechnology", tags=["technologies"], responses=TechnologySerializer)
    def get(self, request: Request, ref: str) -> Response:
        read_parameters(request, None)
        return Response(wire(technology_page(actor_of(request), ref, language=language_of(request), on=now().date())))


class ClassListView(BodyEtagMixin):
    """The sections of the classification scheme; go down with the symbol of an item."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="listClasses", tags=["classes"], responses=ClassListSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return Response(wire(sections_page(actor_of(request), language=language_of(request))))


class ClassView(BodyEtagMixin):
    """One entry of the scheme at any depth."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="readClass", tags=["classes"], responses=ClassPageSerializer)
    def get(self, request: Request, symbol: str) -> Response:
        read_parameters(request, None)
        return Response(wire(class_page(actor_of(request), symbol, language=language_of(request), on=now().date())))
