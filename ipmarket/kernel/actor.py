"""Who is acting: every service takes an actor, and every audit entry names one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

ActorKind = Literal["visitor", "person", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor, a signed-in person (with the organisation they act for, if any) or the system itself.

    ``roles`` are platform roles such as "operator" or "auditor"; what a person may do inside an organisation is decided in accounts, which
    reads ``standing``: how the person stands in the organisation acted for ("owner", "viewer", "mandate" …; empty without one).
    ``mandate_id`` names the mandate when an organisation lets another's person act. ``scopes`` narrow what may be done, as a token's or a
    mandate's do; None narrows nothing.
    ``label`` names a system actor ("relay", "import_patents"); it never holds a person's name.
    """

    kind: ActorKind
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    request_id: str = ""
    label: str = ""
    standing: str = ""
    scopes: frozenset[str] | None = None
    mandate_id: UUID | None = None

    def __post_init__(self) -> None:
        if (self.kind == "person") != (self.user_id is not None):
            raise ValueError("A person has a user id, and nobody else has one.")
        if self.kind == "visitor" and (self.organisation_id is not None or self.roles):
            raise ValueError("A visitor acts for no organisation and has no role.")
        if self.standing and self.organisation_id is None:
            raise ValueError("Nobody stands anywhere without an organisation.")

    @staticmethod
    def system(label: str, *, request_id: str = "") -> Actor:
        """Return the system acting under a name, for commands, handlers and jobs."""
        return Actor(kind="system", label=label, request_id=request_id)

    @property
    def is_authenticated(self) -> bool:
        """True for a signed-in person; the system is not a person."""
        return self.kind == "person"

    @property
    def person_id(self) -> UUID:
        """The person who acts. Raises ValueError for anybody else: whoever asks has made sure that somebody is signed in."""
        if self.user_id is None:
            raise ValueError("Nobody is signed in.")
        return self.user_id

    def has_role(self, role: str) -> bool:
        """True when this person carries the platform role."""
        return role in self.roles


VISITOR = Actor(kind="visitor")
SYSTEM = Actor.system("system")
