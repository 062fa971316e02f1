"""Seals values of one column anew under the present key, one batch of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.rotation.events import VALUES_RESEALED
from ipmarket.kernel.sealed import SealBroken, needs_resealing, seal, unseal
from ipmarket.kernel.sealed_fields import SealedField

MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows read, rows written, values that no configured key opens, and the key of the last row; None when there was none."""

    rows: int
    resealed: int
    broken: int
    last: Any


@transaction.atomic
def reseal_values(*, actor: Actor, at: datetime, field: SealedField, after: Any = None, limit: int = MOST_ROWS) -> Batch:
    """Seal anew what only an older key opens, in the ``limit`` rows that follow ``after``. A value under the present key is left alone.

    So a run that was broken off is taken up by the next one. A value that no key opens is counted and stays as it is. The entry and the
    event are written where something changed.
    """
    model = apps.get_model(field.model)
    rows = model._base_manager.order_by("pk").select_for_update()
    if after is not None:
        rows = rows.filter(pk__gt=after)
    read = list(rows[: min(limit, MOST_ROWS)])
    resealed = broken = 0
    for row in read:
        changed, lost = _reseal_row(row, field)
        broken += lost
        if changed:
            row.save(update_fields=[field.column])
            resealed += 1
    if resealed:
        audit.record(
            actor=actor,
            at=at,
            action="kernel.reseal_values",
            target_type="kernel.sealed_field",
            target_id=field.name,
            after={"resealed": resealed, "broken": broken},
        )
        outbox.emit(
            topic=VALUES_RESEALED,
            aggregate_type="kernel.sealed_field",
            aggregate_id=field.name,
            payload={"field": field.name, "resealed": resealed},
            at=at,
        )
    return Batch(len(read), resealed, broken, read[-1].pk if read else None)


def _reseal_row(row: Model, field: SealedField) -> tuple[bool, int]:
    """Puts new values into the row. Returns whether there are any, and how many cannot be opened."""
    held = getattr(row, field.column)
    if not field.names:
        changed, lost = _anew({"": held}, ("",), field.purpose)
        value: Any = changed.get("", held)
    else:
        changed, lost = _anew(held if isinstance(held, dict) else {}, field.names, field.purpose)
        value = {**held, **changed} if changed else held
    if changed:
        setattr(row, field.column, value)
    return bool(changed), lost


def _anew(values: dict[str, Any], names: tuple[str, ...], purpose: str) -> tuple[dict[str, str], int]:
    """The values that had to be sealed anew, and the number of those that no key opens."""
    changed: dict[str, str] = {}
    lost = 0
    for name in names:
        value = values.get(name)
        if not isinstance(value, str) or not value:
            continue
        try:
            if needs_resealing(value, purpose=purpose):
                changed[name] = seal(unseal(value, purpose=purpose), purpose=purpose)
        except SealBroken:
            lost += 1
    return changed, lost
