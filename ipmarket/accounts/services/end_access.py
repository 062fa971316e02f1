"""A step that ends an access grant or a wall, inside the transaction and under the trace of whoever takes it."""

from datetime import datetime

from ipmarket.accounts.models import AccessGrant, Wall


def end_access(row: AccessGrant | Wall, *, at: datetime) -> bool:
    """End it now. One that has not begun is deleted, since it never was in force; False for one that has ended already."""
    if row.ends_at is not None and row.ends_at <= at:
        return False
    if row.starts_at >= at:
        row.delete()
    else:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    return True
