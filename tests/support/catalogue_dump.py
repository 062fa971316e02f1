"""The whole catalogue as plain values without row ids and instants, so that two ways of filling it can be compared."""

from typing import Any

from patents.models import Right
from patents.services.right_rows import CHILDREN, COLUMNS


def catalogue_dump() -> list[tuple[Any, ...]]:
    """One tuple a right: the records behind it, its columns, its child rows, and the records of its whole family; sorted."""
    names: dict[object, list[str]] = {}
    families: dict[object, list[str]] = {}
    rights = list(Right.objects.order_by("id").prefetch_related("records"))
    for right in rights:
        names[right.id] = sorted(f"{record.source}:{record.source_key}" for record in right.records.all())
        if right.family_id is not None:
            families.setdefault(right.family_id, []).extend(names[right.id])
    children: dict[tuple[str, object], list[tuple[Any, ...]]] = {}
    for child in CHILDREN:
        for right_id, *values in child.model._default_manager.values_list("right_id", *child.fields):
            children.setdefault((child.name, right_id), []).append(tuple(values))
    dumped = [
        (
            tuple(names[right.id]),
            tuple((name, repr(getattr(right, name))) for name in COLUMNS),
            tuple((child.name, tuple(sorted(children.get((child.name, right.id), []), key=repr))) for child in CHILDREN),
            tuple(sorted(families.get(right.family_id, []))),
        )
        for right in rights
    ]
    return sorted(dumped)
