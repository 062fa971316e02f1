"""Which uploaded import is next, for the import worker."""

from uuid import UUID

from patents.enums import BatchState
from patents.models import ImportBatch

WAITING = (BatchState.QUEUED, BatchState.RUNNING)


def next_imports(limit: int = 20) -> list[UUID]:
    """Uploaded imports that have not ended, oldest first. A running one is there too: its worker may have died."""
    rows = ImportBatch.objects.filter(state__in=WAITING).exclude(stored_path="").order_by("created_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])
