"""Actors: only a person has a user id, a visitor has nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound, Unavailable, Unprocessable


def test_the_constants() -> None:
    assert (VISITOR.kind, VISITOR.user_id, VISITOR.is_authenticated) == ("visitor", None, False)
    assert (SYSTEM.kind, SYSTEM.label, SYSTEM.is_authenticated) == ("system", "system", False)
    assert Actor.system("import_patents").label == "import_patents"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "person"},
        {"kind": "visitor", "user_id": UUID(int=1)},
        {"kind": "system", "user_id": UUID(int=1)},
        {"kind": "visitor", "roles": frozenset({"operator"})},
        {"kind": "visitor", "organisation_id": UUID(int=1)},
    ],
)
def test_actors_that_cannot_be(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"person|visitor"):
        Actor(**values)


def test_roles() -> None:
    operator = Actor(kind="person", user_id=UUID(int=1), roles=frozenset({"operator"}))
    assert operator.is_authenticated
    assert (operator.has_role("operator"), operator.has_role("auditor")) == (True, False)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (InvalidInput, 400, "invalid"),
        (Forbidden, 403, "forbidden"),
        (NotFound, 404, "not_found"),
        (Conflict, 409, "conflict"),
        (Unprocessable, 422, "invalid"),
        (Unavailable, 503, "unavailable"),
    ],
)
def test_errors_carry_status_and_code(error: type[DomainError], status: int, code: str) -> None:
    raised = error("because", params={"a": 1})
    assert (raised.status, raised.code.value, raised.detail, raised.params, str(raised)) == (status, code, "because", {"a": 1}, "because")
    assert str(error()) == code
