"""Plain values of selectors on their way out: snake_case keys become lowerCamelCase."""

from typing import Any

from ipmarket.kernel.api.names import to_camel


def wire(value: Any) -> Any:
    """The same structure with its keys renamed at every depth. Lists and dicts only; other values pass as they are."""
    if isinstance(value, dict):
        return {to_camel(key): wire(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [wire(inner) for inner in value]
    return value
