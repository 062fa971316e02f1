"""What the catalogue keeps about a person: the imports that they handed in."""

from typing import Any
from uuid import UUID

from ipmarket.accounts.selectors.personal_sections import MAX_ROWS, section
from patents.models import ImportBatch


@section("imports")
def imports_by(user_id: UUID) -> list[dict[str, Any]]:
    """The person's imports, newest first."""
    rows = ImportBatch.objects.filter(created_by_id=user_id).order_by("-created_at", "id")
    return [dict(row) for row in rows.values("id", "file_name", "state", "created_at", "finished_at")[:MAX_ROWS]]
