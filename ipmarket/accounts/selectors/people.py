"""What a person may read about themselves, and the demo people who may sign in at a press."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ipmarket.accounts.models import PlatformRoleGrant, User
from ipmarket.kernel.actor import Actor

DEMO_PASSWORD = "demo-only-2026"  # noqa: S105 - printed by `make run`; demo accounts exist only in the demo configuration


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class DemoAccount:
    email: str
    name: str
    password: str
    role: str


def myself(actor: Actor) -> Person | None:
    """The signed-in person's own card; None for visitors."""
    if actor.user_id is None:
        return None
    user = User.objects.get(id=actor.user_id)
    return Person(user.id, user.name, user.email, user.language)


def demo_accounts() -> list[DemoAccount]:
    """The demo people, at most twenty. Callers offer them only where the demo configuration is on."""
    users = list(User.objects.filter(is_demo=True, is_active=True).order_by("created_at", "email")[:20])
    roles = dict(PlatformRoleGrant.objects.filter(user__in=users, ends_at__isnull=True).values_list("user_id", "role"))
    return [DemoAccount(u.email, u.name, DEMO_PASSWORD, roles.get(u.id, "member")) for u in users]


def ids_by_email(emails: Iterable[str]) -> dict[str, UUID]:
    """Address → person, for loaders that must not register anybody twice."""
    return dict(User.objects.filter(email__in=[e.lower() for e in emails]).values_list("email", "id"))
