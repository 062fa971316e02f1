"""Keyset paging: "the rows after this one" as one comparison that an index answers, however far down the list is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, Q, QuerySet, Value


@dataclass(frozen=True, slots=True)
class Sort:
    """Columns or annotations to sort by, Django's way ("-published_date"). None may be null, and the last one must be unique."""

    keys: tuple[str, ...]

    def __init__(self, *keys: str) -> None:
        if not keys:
            raise ValueError("A sort needs a key.")
        object.__setattr__(self, "keys", keys)

    @property
    def names(self) -> tuple[str, ...]:
        """The keys without their direction."""
        return tuple(key.removeprefix("-") for key in self.keys)

    @property
    def descending(self) -> tuple[bool, ...]:
        """For each key whether it falls."""
        return tuple(key.startswith("-") for key in self.keys)

    def position(self, row: Any) -> list[Any]:
        """Return the row's sort values."""
        values: list[Any] = []
        for name in self.names:
            value = row
            for part in name.split("__"):
                value = value[part] if isinstance(value, dict) else getattr(value, part)
            values.append(value)
        return values


class _RowAfter(Func):
    """``(a, b) > (x, y)``: PostgreSQL compares rows in one step and can answer it from an index over (a, b)."""

    output_field = BooleanField()
    arity = None
    conditional = True

    def __init__(self, columns: Sequence[F], values: Sequence[Value], *, descending: bool) -> None:
        self._width = len(columns)
        self._sign = "<" if descending else ">"
        super().__init__(*columns, *values)

    def as_sql(  # type: ignore[override]  # one comparison has one form; nobody passes a template
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, Any]:
        """Write the comparison."""
        parts: list[str] = []
        parameters: list[Any] = []
        for expression in self.source_expressions:
            sql, given = compiler.compile(expression)
            parts.append(sql)
            parameters.extend(given)
        left, right = ", ".join(parts[: self._width]), ", ".join(parts[self._width :])
        return f"(({left}) {self._sign} ({right}))", parameters


def _field(rows: QuerySet[Any], name: str) -> Field[Any, Any]:
    annotation = rows.query.annotations.get(name)
    if annotation is not None:
        found: Field[Any, Any] = annotation.output_field
        return found
    model: type[Model] = rows.model
    parts = name.split("__")
    for part in parts[:-1]:
        related = model._meta.get_field(part).related_model
        if related is None or isinstance(related, str):
            raise ValueError(f"{name!r} cannot be sorted by.")
        model = related
    field = model._meta.pk if parts[-1] == "pk" else model._meta.get_field(parts[-1])
    if not isinstance(field, Field):
        raise TypeError(f"{name!r} cannot be sorted by.")
    return field


def _mixed(names: Sequence[str], values: Sequence[Any], descending: Sequence[bool]) -> Q:
    """Return (a > x) or (a = x and b < y) or …, with the bound on the first key repeated in front so that an index can start there."""
    condition = Q()
    for position, name in enumerate(names):
        step = Q(**{f"{name}__{'lt' if descending[position] else 'gt'}": values[position]})
        for earlier in range(position):
            step &= Q(**{names[earlier]: values[earlier]})
        condition |= step
    return Q(**{f"{names[0]}__{'lte' if descending[0] else 'gte'}": values[0]}) & condition


def after(rows: QuerySet[Any], sort: Sort, values: Sequence[Any] | None) -> QuerySet[Any]:
    """Return the rows in this order, only those after the position when one is given.

    Raises ValueError when a value cannot be one of its column, which only a forged cursor could bring about.
    """
    ordered = rows.order_by(*sort.keys)
    if values is None:
        return ordered
    fields = [_field(rows, name) for name in sort.names]
    try:
        typed = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    except ValidationError as error:
        raise ValueError("The position does not fit the sort.") from error
    if len(set(sort.descending)) > 1:
        return ordered.filter(_mixed(sort.names, typed, sort.descending))
    columns = [F(name) for name in sort.names]
    literals = [Value(value, output_field=field) for field, value in zip(fields, typed, strict=True)]
    return ordered.filter(_RowAfter(columns, literals, descending=sort.descending[0]))
