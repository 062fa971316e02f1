"""How loaders find people again."""

from collections.abc import Iterable
from uuid import UUID

from ipmarket.accounts.models import User

DEMO_PASSWORD = "demo-only-2026"  # noqa: S105 - demo accounts exist only in the demo configuration


def ids_by_email(emails: Iterable[str]) -> dict[str, UUID]:
    """Address → person, for loaders that must not register anybody twice."""
    return dict(User.objects.filter(email__in=[e.lower() for e in emails]).values_list("email", "id"))
