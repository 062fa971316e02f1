"""Who is acting: every service takes an actor, and every audit entry names one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

ActorKind = Literal["visitor", "person", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor, a signed-in person (with the organisation they act for, if any) or the system itself.

    ``roles`` are platform roles such as "operator" or "auditor"; what a person may do inside an organisation is decided in accounts.
    ``label`` names a system actor ("relay", "import_patents"); it never holds a person's name.
    """

    kind: ActorKind
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    request_id: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        if (self.kind == "person") != (self.user_id is not None):
            raise ValueError("A person has a user id, and nobody else has one.")
        if self.kind == "visitor" and (self.organisation_id is not None or self.roles):
            raise ValueError("A visitor acts for no organisation and has no role.")

    @staticmethod
    def system(label: str, *, request_id: str = "") -> Actor:
        """Return the system acting under a name, for commands, handlers and jobs."""
        return Actor(kind="system", label=label, request_id=request_id)

    @property
    def is_authenticated(self) -> bool:
        """True for a signed-in person; the system is not a person."""
        return self.kind == "person"

    def has_role(self, role: str) -> bool:
        """True when this person carries the platform role."""
        return role in self.roles


VISITOR = Actor(kind="visitor")
SYSTEM = Actor.system("system")
