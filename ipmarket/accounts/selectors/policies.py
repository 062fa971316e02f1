"""Who may do what: the one rule of all policies, and the table in which each app registers its rows (module ``policies`` of the app).

``require(actor, "accounts.organisation.edit", Target("accounts.organisation", id, organisation_id=id))`` comes first in every service.
Who somebody is towards a target follows from the actor and the target alone, without a query; only access grants and walls ask the
database, once each, and only for kinds of things that can carry them (``guard``). A missing target opens nothing that hangs on one: no
SELF, no standing, no grant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from ipmarket.accounts.enums import AccessLevel, PlatformRole
from ipmarket.accounts.errors import AccountsError, SignInNeeded
from ipmarket.accounts.models import AccessGrant, Wall
from ipmarket.accounts.selectors.access import any_of, grants_for, walls_against
from ipmarket.accounts.selectors.suspensions import refuse_while_suspended
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Forbidden, NotFound


class Who(StrEnum):
    """How somebody stands to a target. VIEWER to MANDATE: in the organisation that the target belongs to, while acting for it."""

    VISITOR = "visitor"
    PERSON = "person"
    SELF = "self"
    VIEWER = "viewer"
    MEMBER = "member"
    MANAGER = "manager"
    OWNER = "owner"
    MANDATE = "mandate"
    GRANTEE = "grantee"
    OPERATOR = "operator"
    ADVISER = "adviser"
    DESK_MANAGER = "desk_manager"
    AUDITOR = "auditor"
    SYSTEM = "system"


_STANDINGS = (Who.VIEWER, Who.MEMBER, Who.MANAGER, Who.OWNER)
_ROLES: Mapping[str, Who] = MappingProxyType({role.value: Who(role.value) for role in PlatformRole})


def from_standing(lowest: Who, *others: Who) -> frozenset[Who]:
    """This standing in the organisation and every higher one: ``from_standing(Who.MEMBER)`` is members, managers and owners."""
    return frozenset({*_STANDINGS[_STANDINGS.index(lowest) :], *others})


@dataclass(frozen=True, slots=True)
class Target:
    """What something is done to. ``organisation_id``: to whom it belongs; ``user_id``: whose own it is."""

    kind: str
    id: UUID | None = None
    organisation_id: UUID | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One action and who may do it.

    ``scope``: the scope with which an API token may do it; empty: no token may. ``mandate_scope``: the scope that a mandate needs, where
    ``who`` holds MANDATE. ``is_hidden``: a refusal looks like a thing that does not exist (404); otherwise 401 for visitors, 403 for
    people. ``is_reading``: changes nothing; auditors stand in such rows only. ``level``: how deep an access grant has to go, where ``who``
    holds GRANTEE.
    """

    action: str
    who: frozenset[Who]
    words: str
    scope: str = ""
    is_hidden: bool = True
    is_reading: bool = False
    mandate_scope: str = ""
    level: str = AccessLevel.EXISTENCE

    def __post_init__(self) -> None:
        if Who.AUDITOR in self.who and not self.is_reading:
            raise ValueError(f"{self.action}: an auditor reads and never writes.")
        if (Who.MANDATE in self.who) != bool(self.mandate_scope):
            raise ValueError(f"{self.action}: a mandate opens an action through one of its scopes, and a scope only through a mandate.")
        if not self.who:
            raise ValueError(f"{self.action}: an action that nobody may do is none.")


class UnknownAction(LookupError):
    """Somebody asked about an action without a row: a mistake in the program."""


_rows: dict[str, PolicyRow] = {}
_guarded: set[str] = set()


def register(*rows: PolicyRow) -> None:
    """Enter an app's rows, when it starts. Raises ValueError for an action that stands there already in other words."""
    for row in rows:
        if _rows.setdefault(row.action, row) != row:
            raise ValueError(f"{row.action} has a row already.")


def guard(*kinds: str) -> None:
    """Name the kinds of things ("patents.right") that access grants and walls may be about."""
    _guarded.update(kinds)


def is_guarded(kind: str) -> bool:
    """True when access grants and walls may be about such things."""
    return kind in _guarded


def registry() -> Mapping[str, PolicyRow]:
    """All rows by their action, in alphabetical order."""
    return MappingProxyType(dict(sorted(_rows.items())))


def row_of(action: str) -> PolicyRow:
    """The row of an action. Raises UnknownAction."""
    row = _rows.get(action)
    if row is None:
        raise UnknownAction(action)
    return row


def relations(actor: Actor, target: Target | None) -> frozenset[Who]:
    """How the actor stands to the target, as far as the two alone tell: without GRANTEE."""
    if actor.kind == "system":
        return frozenset({Who.VISITOR, Who.SYSTEM})
    found = {Who.VISITOR}
    if actor.kind == "person":
        found.add(Who.PERSON)
        found |= {_ROLES[role] for role in actor.roles if role in _ROLES}
        if target is not None:
            if target.user_id is not None and target.user_id == actor.user_id:
                found.add(Who.SELF)
            if target.organisation_id is not None and target.organisation_id == actor.organisation_id and actor.standing:
                found.add(Who(actor.standing))
    return frozenset(found)


def has_scope(actor: Actor, row: PolicyRow) -> bool:
    """True for sessions, and for API tokens with the row's scope. A mandate narrows what is done through it, not the person's own."""
    if actor.scopes is None or actor.mandate_id is not None:
        return True
    return bool(row.scope) and row.scope in actor.scopes


def _has_relation(actor: Actor, row: PolicyRow, target: Target | None) -> bool:
    found = relations(actor, target) & row.who
    if Who.MANDATE in found and row.mandate_scope not in (actor.scopes or ()):
        found -= {Who.MANDATE}
    if found:
        return True
    return Who.GRANTEE in row.who and _is_granted(actor, row, target)


def _is_granted(actor: Actor, row: PolicyRow, target: Target | None) -> bool:
    if actor.kind != "person" or target is None or target.id is None or not is_guarded(target.kind):
        return False
    opened = any_of(grants_for(actor, level=row.level))
    return AccessGrant.objects.filter(opened, object_type=target.kind, object_id=target.id).exists()


def _is_walled_off(actor: Actor, target: Target | None) -> bool:
    """A wall beats every other relation; only the system itself works behind walls."""
    if actor.kind != "person" or target is None or target.id is None or not is_guarded(target.kind):
        return False
    return Wall.objects.filter(any_of(walls_against(actor)), object_type=target.kind, object_id=target.id).exists()


def can(actor: Actor, action: str, target: Target | None = None) -> bool:
    """True when the actor may do this to the target. Raises UnknownAction."""
    row = row_of(action)
    return has_scope(actor, row) and _has_relation(actor, row, target) and not _is_walled_off(actor, target)


def require(actor: Actor, action: str, target: Target | None = None) -> None:
    """Return when the actor may do this to the target.

    Raises NotFound (404) where the row hides the thing, with the words of an unknown one, and for whatever stands behind a wall; otherwise
    SignInNeeded (401) to visitors and Forbidden (403) to everybody else. An API token without the scope gets Forbidden "scope_missing"
    before anything is looked at, so that the answer tells nothing about the target. Whoever acts for a suspended organisation, and would
    change something of it, gets Conflict ("organisation_not_active"). Raises UnknownAction.
    """
    row = row_of(action)
    require_scope(actor, row)
    is_related = _has_relation(actor, row, target)
    is_walled_off = _is_walled_off(actor, target)
    if is_related and not is_walled_off:
        return
    if not is_walled_off:
        _tell_of_suspension(actor, row, target)
    if row.is_hidden or is_walled_off:
        raise NotFound("There is no such thing, or it is not visible to you.")
    require_person(actor)
    raise Forbidden("This is not allowed.")


def _tell_of_suspension(actor: Actor, row: PolicyRow, target: Target | None) -> None:
    """Members of a suspended organisation stand as viewers in it; what others of them may do otherwise is refused with the reason."""
    acts_there = target is not None and actor.standing == Who.VIEWER and target.organisation_id == actor.organisation_id
    if acts_there and actor.organisation_id is not None and not row.is_reading and row.who & set(_STANDINGS):
        refuse_while_suspended(user_id=actor.user_id, organisation_id=actor.organisation_id)


def require_scope(actor: Actor, row: PolicyRow) -> None:
    """Raise Forbidden "scope_missing" for an API token without the row's scope."""
    if not has_scope(actor, row):
        raise Forbidden("This token does not reach so far.", code=AccountsError.SCOPE_MISSING, params={"scope": row.scope})


def person_id(actor: Actor) -> UUID:
    """The person who acts. Raises SignInNeeded for visitors, and for the system, which is nobody."""
    if actor.user_id is None:
        raise SignInNeeded("Sign in first.")
    return actor.user_id


def require_person(actor: Actor) -> None:
    """Raise SignInNeeded (401) for visitors.

    Views of routes that are only for people who are signed in ask this before they look at an id, so that a session that has ended is told
    so, alike for known and unknown ids.
    """
    if actor.kind == "visitor":
        raise SignInNeeded("Sign in first.")


def allowed_actions(actor: Actor, target: Target | None, prefix: str = "") -> list[str]:
    """The actions that the actor may do to the target, in alphabetical order; ``prefix`` keeps those of one app or kind of thing.

    At most two queries more for a guarded target for each row that names GRANTEE: ask with a prefix.
    """
    wanted = [action for action in sorted(_rows) if action.startswith(prefix)]
    if _is_walled_off(actor, target):
        return []
    return [action for action in wanted if has_scope(actor, _rows[action]) and _has_relation(actor, _rows[action], target)]


def offices_for(actor: Actor, action: str, target: Target | None = None) -> frozenset[str]:
    """The actor's platform roles that open the action, where nothing else does; none where the actor may do it without them."""
    row = row_of(action)
    if _has_relation(replace(actor, roles=frozenset()), row, target):
        return frozenset()
    return frozenset(role for role in actor.roles if role in _ROLES and _ROLES[role] in row.who)


def permissions_of(actor: Actor) -> list[str]:
    """What the actor may do without a target, on the own account and on the organisation acted for; for the front end."""
    own = Target("accounts.self", organisation_id=actor.organisation_id, user_id=actor.user_id)
    return allowed_actions(actor, own)
