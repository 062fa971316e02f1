"""The OpenAPI document: list parameters and pages, and the one shape of every problem."""

from __future__ import annotations

import inspect
from typing import Any, Final

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.serializers import CamelModelSerializer, CamelSerializer, wire_names

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457 problem. `code` is stable; `detail` is a sentence for people.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "params": {"type": "object", "additionalProperties": {}},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_BASE_DESCRIPTIONS: Final = frozenset(inspect.getdoc(base) for base in (CamelSerializer, CamelModelSerializer))
_ANSWERS: Final = {"4XX": "The request was refused.", "5XX": "The request could not be carried out."}


class ApiSchema(AutoSchema):
    """DRF's DEFAULT_SCHEMA_CLASS: knows what a ListView takes and gives."""

    def get_override_parameters(self) -> list[Any]:
        """Return the parameters of a list: limit, cursor, sort, fields and the declared filters."""
        view = self.view
        if not isinstance(view, ListView) or self.method != "GET":
            return list(super().get_override_parameters())
        parameters: list[Any] = [
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": view.max_limit, "default": view.default_limit},
                description="How many items a page holds.",
            ),
            OpenApiParameter("cursor", str, description="`next` of the page before."),
            OpenApiParameter("sort", {"type": "string", "enum": list(view.sorts), "default": view.default_sort}),
            OpenApiParameter(
                "fields",
                {"type": "array", "items": {"type": "string", "enum": list(wire_names(view.item_serializer))}},
                explode=False,
                description="Only these fields of each item, separated by commas.",
            ),
        ]
        if view.parameters is not None:
            parameters.append(view.parameters)
        return parameters

    def get_request_serializer(self) -> Any:
        """Return what a request holds; a DELETE holds nothing unless its view says so."""
        return None if self.method == "DELETE" else super().get_request_serializer()

    def _get_request_body(self, direction: Any = "request") -> Any:
        """Describe the body of a DELETE too, where it carries the reason for what it ends; the library leaves such bodies out."""
        if self.method != "DELETE" or self.get_request_serializer() is None:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]  # the library has no annotations
        self.method = "POST"
        try:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]  # the library has no annotations
        finally:
            self.method = "DELETE"

    def get_response_serializers(self) -> Any:
        """Return the page of a list."""
        view = self.view
        if not isinstance(view, ListView) or self.method != "GET":
            return super().get_response_serializers()
        item = view.item_serializer
        name = item.__name__.removesuffix("Serializer")
        return inline_serializer(
            f"{name}Page",
            fields={"items": item(many=True), "next": serializers.CharField(allow_null=True, help_text="Cursor of the next page.")},
        )

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Say no for our lists: the page is an object that holds the array."""
        return False if isinstance(self.view, ListView) else bool(super()._is_list_view(serializer))


def add_problem_responses(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: every operation may answer with a problem, and says in which language it would like to be answered."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    for schema in schemas.values():
        # What our base class says about itself is not what a reader of the document wants to know about a shape.
        if schema.get("description") in _BASE_DESCRIPTIONS:
            del schema["description"]
    schemas["Problem"] = _PROBLEM
    for operations in result.get("paths", {}).values():
        for operation in operations.values():
            if not isinstance(operation, dict) or "responses" not in operation:
                continue
            for status, description in _ANSWERS.items():
                content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                operation["responses"].setdefault(status, {"description": description, "content": content})
    return result
