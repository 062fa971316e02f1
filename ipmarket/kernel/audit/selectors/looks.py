"""Who looked at a confidential object."""

from __future__ import annotations

from django.db.models import QuerySet

from ipmarket.kernel.audit.models import Look


def looks_at(object_type: str, object_id: str) -> QuerySet[Look]:
    """Return the looks at this object, in no particular order."""
    return Look.objects.filter(object_type=object_type, object_id=object_id)
