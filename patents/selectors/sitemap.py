"""Addresses of what everybody may see, in slices for crawlers. Slices go by id, which grows with time, so old slices stay as they are."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from ipmarket.kernel.actor import VISITOR
from patents.models import ProductionTechnology, Right
from patents.selectors.visible import right_visible_to, technology_visible_to

RecordKind = Literal["patents", "technologies"]
MAX_SLICES: Final = 1000
CHUNK_ROWS: Final = 500


def slice_starts(kind: RecordKind, *, size: int) -> list[UUID]:
    """The first id of every slice of `size` public records; at most a thousand slices. One query over the primary key."""
    model = Right if kind == "patents" else ProductionTechnology
    shown = right_visible_to(VISITOR) if kind == "patents" else technology_visible_to(VISITOR)
    numbered = model.objects.filter(shown).annotate(place=Window(RowNumber(), order_by="id"))
    firsts = numbered.annotate(within=(F("place") - 1) % size).filter(within=0).order_by("id")
    return list(firsts.values_list("id", flat=True)[:MAX_SLICES])


def slice_of(kind: RecordKind, *, start: UUID, size: int) -> Iterator[tuple[str, datetime]]:
    """(address piece, last change) of up to `size` public records from an id on, in id order, read in chunks."""
    if kind == "patents":
        rights = Right.objects.filter(right_visible_to(VISITOR), id__gte=start).order_by("id").values_list("id", "ref", "updated_at")
        for identifier, ref, changed_at in rights[:size].iterator(chunk_size=CHUNK_ROWS):
            yield ref or str(identifier), changed_at
        return
    technologies = (
        ProductionTechnology.objects.filter(technology_visible_to(VISITOR), id__gte=start).order_by("id").values_list("id", "updated_at")
    )
    for identifier, changed_at in technologies[:size].iterator(chunk_size=CHUNK_ROWS):
        yield str(identifier), changed_at
