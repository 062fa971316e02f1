"""Examples of the services of access, tokens and platform roles. Shown to the walks by service_examples.py."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ipmarket.accounts.enums import AccessLevel, PlatformRole, TokenScope
from ipmarket.accounts.models import PlatformRoleGrant, User
from ipmarket.accounts.services.make_token import make_token
from ipmarket.accounts.services.open_access import open_access
from ipmarket.accounts.services.propose_platform_role import propose_platform_role
from ipmarket.accounts.services.raise_wall import raise_wall
from ipmarket.kernel.actor import SYSTEM, Actor
from tests.factories.records import make_right, make_user

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def person(user: User, *roles: str) -> Actor:
    """The person in a strong session, with these roles awake."""
    return Actor(kind="person", user_id=user.id, roles=frozenset(roles), label=str(user.id))


def operator(email: str = "operator@example.test") -> Actor:
    """An operator."""
    return person(make_user(email=email, name="Operator", roles=[PlatformRole.OPERATOR]), PlatformRole.OPERATOR)


def access() -> dict[str, Any]:
    """To open a right to somebody."""
    return {
        "actor": SYSTEM, "at": AT, "object_type": "patents.right", "object_id": make_right().id, "level": AccessLevel.DETAILS,
        "basis": "nda:example", "user_id": make_user().id,
    }  # fmt: skip


def opened() -> dict[str, Any]:
    """To close it again."""
    return {"actor": SYSTEM, "at": LATER, "grant_id": open_access(**access()).id}


def wall() -> dict[str, Any]:
    """To raise a wall."""
    return {
        "actor": SYSTEM, "at": AT, "object_type": "patents.right", "object_id": make_right().id, "basis": "conflict:example",
        "user_id": make_user().id,
    }  # fmt: skip


def raised() -> dict[str, Any]:
    """To lower it again."""
    return {"actor": SYSTEM, "at": LATER, "wall_id": raise_wall(**wall()).id}


def token_order() -> dict[str, Any]:
    """To make a token."""
    owner = person(make_user())
    return {"actor": owner, "at": AT, "name": "Catalogue reader", "scopes": [TokenScope.CATALOGUE_READ], "expires_in_days": 30}


def token() -> dict[str, Any]:
    """To revoke it."""
    order = token_order()
    return {"actor": order["actor"], "at": LATER, "token_id": make_token(**order).token.id}


def proposal(proposer: Actor | None = None) -> dict[str, Any]:
    """To propose somebody for a role."""
    make_user(email="second@example.test", name="Second operator", roles=[PlatformRole.OPERATOR])
    return {
        "actor": proposer or operator(), "at": AT, "user_id": make_user().id, "role": PlatformRole.ADVISER, "reason": "Joins the desk.",
    }  # fmt: skip


def _proposed(proposer: Actor) -> UUID:
    return propose_platform_role(**proposal(proposer)).id


def decision() -> dict[str, Any]:
    """To grant it as another operator."""
    proposal_id = _proposed(operator())
    second = person(User.objects.get(email="second@example.test"), PlatformRole.OPERATOR)
    return {"actor": second, "at": LATER, "proposal_id": proposal_id, "decision": "grant", "reason": "Known to us."}


def withdrawal() -> dict[str, Any]:
    """To take it back."""
    proposer = operator()
    return {"actor": proposer, "at": LATER, "proposal_id": _proposed(proposer)}


def role_end() -> dict[str, Any]:
    """To end a role."""
    adviser = make_user(roles=[PlatformRole.ADVISER])
    return {"actor": operator(), "at": LATER, "grant_id": PlatformRoleGrant.objects.get(user=adviser).id, "reason": "Left."}


def seen_as() -> dict[str, Any]:
    """To look at pages as a visitor."""
    return {"actor": operator(), "at": AT, "wanted": "visitor"}
