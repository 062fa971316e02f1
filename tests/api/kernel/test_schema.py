"""The OpenAPI document of the floor's building blocks."""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from rest_framework.settings import api_settings

from ipmarket.kernel.api.renderers import OrjsonRenderer
from ipmarket.kernel.api.schema import ApiSchema, add_problem_responses
from tests.api.kernel import urls

HOOKS = {"POSTPROCESSING_HOOKS": ["ipmarket.kernel.api.schema.add_problem_responses"]}


@pytest.fixture
def document(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The document of the test endpoints that is made when the settings name our schema class and our hook."""
    monkeypatch.setattr(urls.EventListView, "schema", ApiSchema())
    with patched_settings({**HOOKS, "OAS_VERSION": "3.1.0"}):
        generator: Any = SchemaGenerator
        made: dict[str, Any] = generator(patterns=urls.urlpatterns[:1]).get_schema(request=None, public=True)
    return made


def test_a_list_shows_what_it_takes(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/test/events"]["get"]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert set(parameters) == {"limit", "cursor", "sort", "fields", "aggregateType", "topic"}
    assert parameters["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    assert parameters["sort"]["schema"] == {"type": "string", "enum": ["newest", "oldest", "topic", "id"], "default": "newest"}
    assert parameters["fields"]["schema"]["items"]["enum"] == ["id", "topic", "aggregateId", "createdAt"]
    assert parameters["fields"]["explode"] is False
    assert parameters["topic"]["schema"]["type"] == "array"


def test_a_list_shows_what_it_gives(document: dict[str, Any]) -> None:
    responses = document["paths"]["/api/test/events"]["get"]["responses"]
    assert responses["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/EventPage"}
    page = document["components"]["schemas"]["EventPage"]
    assert page["properties"]["items"] == {"type": "array", "items": {"$ref": "#/components/schemas/Event"}}
    assert page["properties"]["next"]["type"] == ["string", "null"]
    assert page["required"] == ["items", "next"]
    assert set(document["components"]["schemas"]["Event"]["properties"]) == {"id", "topic", "aggregateId", "createdAt"}


def test_every_operation_may_answer_with_a_problem(document: dict[str, Any]) -> None:
    responses = document["paths"]["/api/test/events"]["get"]["responses"]
    for status in ("4XX", "5XX"):
        assert responses[status]["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert document["components"]["schemas"]["Problem"]["required"] == ["type", "title", "status", "code", "detail"]


def test_the_hook_leaves_declared_problems_alone() -> None:
    declared = {"paths": {"/a": {"get": {"responses": {"4XX": {"description": "mine"}}}, "parameters": []}}}
    made = add_problem_responses(declared, None, None, True)
    assert made["paths"]["/a"]["get"]["responses"]["4XX"] == {"description": "mine"}


def test_the_settings_name_our_handler_and_renderer() -> None:
    assert api_settings.EXCEPTION_HANDLER.__module__ == "ipmarket.kernel.api.problem"
    renderers: list[Any] = list(api_settings.DEFAULT_RENDERER_CLASSES)
    assert renderers == [OrjsonRenderer]
