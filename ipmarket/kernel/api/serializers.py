"""Base classes of serializers: declared in snake_case, lowerCamelCase on the wire and in the schema."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from ipmarket.kernel.api.names import to_camel


def _keep_source(field: serializers.Field[Any, Any, Any, Any], name: str) -> None:
    # Until a field is bound, both are None unless they were declared, which the type stubs do not know.
    if isinstance(field, serializers.SerializerMethodField):
        field.method_name = getattr(field, "method_name", None) or f"get_{name}"
    else:
        field.source = getattr(field, "source", None) or name


class CamelSerializer(serializers.Serializer[Any]):
    """Gives every declared field its name on the wire; ``source`` and ``validated_data`` keep the Python name.

    The context may hold ``fields``, a set of wire names: only those are then written by the outermost serializer, which is how
    ``?fields=`` works.
    """

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        # DRF looks up a field's own validation by its name on the wire.
        for name in [name for name in vars(cls) if name.startswith("validate_")]:
            alias = "validate_" + to_camel(name.removeprefix("validate_"))
            if alias != name:
                setattr(cls, alias, vars(cls)[name])

    def _is_outermost(self) -> bool:
        parent: Any = self.parent
        return parent is None or (isinstance(parent, serializers.ListSerializer) and parent.parent is None)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return the fields under their names on the wire."""
        wanted = self.context.get("fields") if self._is_outermost() else None
        renamed: dict[str, serializers.Field[Any, Any, Any, Any]] = {}
        for name, field in super().get_fields().items():
            wire_name = to_camel(name)
            if wanted is not None and wire_name not in wanted:
                continue
            if wire_name != name:
                _keep_source(field, name)
            renamed[wire_name] = field
        return renamed


class CamelModelSerializer(CamelSerializer, serializers.ModelSerializer[Any]):
    """The same for a model: ``Meta.fields`` and ``extra_kwargs`` are written in snake_case."""


def wire_names(serializer: type[serializers.Serializer[Any]]) -> tuple[str, ...]:
    """Return the names that a serializer writes, in order."""
    return tuple(serializer().fields)
