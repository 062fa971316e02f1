"""The API as its generated OpenAPI document describes it, for the tests that walk all of it."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

METHODS = {"get", "post", "put", "patch", "delete"}


@cache
def description() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator().get_schema(request=None, public=True)
    return document


def operations() -> set[tuple[str, str]]:
    """Every operation as (method, path)."""
    return {(method.upper(), path) for path, item in description()["paths"].items() for method in item if method in METHODS}


def list_routes() -> set[str]:
    """The paths whose reading answers with ``items``."""
    document = description()
    found = set()
    for path, item in document["paths"].items():
        content = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        schema: dict[str, Any] = next(iter(content.values()))["schema"] if content else {}
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "items" in schema.get("properties", {}):
            found.add(path)
    return found


def largest_page(route: str) -> int | None:
    """The greatest ``limit`` that a list accepts; None for a list that is given whole."""
    parameters = description()["paths"][route]["get"].get("parameters", [])
    limits = [parameter["schema"] for parameter in parameters if parameter["name"] == "limit"]
    return int(limits[0].get("maximum", 100)) if limits else None
