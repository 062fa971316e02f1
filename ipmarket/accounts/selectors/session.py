"""What the front end is told about the session: who, for whom, with what at hand, and what is still to be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from ipmarket.accounts.models import Membership, Organisation, PlatformRoleGrant, User
from ipmarket.accounts.selectors.actors import MANDATE, Place, roles_held, standings_of
from ipmarket.accounts.selectors.policies import permissions_of
from ipmarket.accounts.selectors.terms import DueTerms, due_terms
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language, Translated

MOST_DEMO_ACCOUNTS = 20


@dataclass(frozen=True, slots=True)
class SessionPerson:
    """The signed-in person's own card."""

    id: UUID
    name: str
    email: str
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class SessionOrganisation:
    """An organisation in which the person has a place. ``kind`` and ``state`` are codes of the enums of the same names."""

    id: UUID
    name: str
    kind: str
    standing: str
    state: str
    via_mandate: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """Everything about one session that hangs on the person."""

    person: SessionPerson | None
    organisation: SessionOrganisation | None
    organisations: list[SessionOrganisation]
    roles: list[str]
    held_roles: list[str]
    permissions: list[str]
    terms_due: list[DueTerms]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A demo person to sign in as. ``role`` is a platform role or a standing, ``words`` the code of the kind of user that this is."""

    email: str
    name: str
    role: str
    organisation: str
    words: str


def _named(places: list[Place], language: Language) -> list[SessionOrganisation]:
    rows = {row.id: row for row in Organisation.objects.filter(id__in=[place.organisation_id for place in places])}
    return [
        SessionOrganisation(
            id=row.id,
            name=_name(row).best(language)[0],
            kind=row.kind,
            standing=place.standing,
            state=row.state,
            via_mandate=place.standing == MANDATE,
        )
        for place in places
        if (row := rows.get(place.organisation_id)) is not None
    ]


def _name(row: Organisation) -> Translated:
    return Translated(en=row.name_en, zh_hant=row.name_zh_hant, zh_hans=row.name_zh_hans)


def session_of(actor: Actor, *, at: datetime, language: Language) -> SessionView:
    """The actor's own session; for a visitor only what visitors may do. ``language`` is that of the organisations' names.

    ``held_roles`` are platform roles that sleep until the session is made with a second factor.
    """
    if actor.user_id is None:
        return SessionView(None, None, [], [], [], permissions_of(actor), due_terms(None, on=at.date()))
    user = User.objects.get(id=actor.user_id)
    organisations = _named(standings_of(user.id, at), language)
    return SessionView(
        person=SessionPerson(user.id, user.name, user.email, user.language, user.time_zone),
        organisation=next((o for o in organisations if o.id == actor.organisation_id), None),
        organisations=organisations,
        roles=sorted(actor.roles),
        held_roles=sorted(roles_held(user.id, at) - actor.roles),
        permissions=permissions_of(actor),
        terms_due=due_terms(user.id, on=at.date()),
    )


def demo_accounts(language: Language) -> list[DemoAccount]:
    """The demo people, at most twenty. Callers offer them only where the demo configuration is on."""
    users = list(User.objects.filter(is_demo=True, is_active=True).order_by("created_at", "email")[:MOST_DEMO_ACCOUNTS])
    roles = dict(PlatformRoleGrant.objects.filter(user__in=users, ends_at__isnull=True).order_by("-role").values_list("user_id", "role"))
    members = Membership.objects.filter(user__in=users, ends_at__isnull=True).select_related("organisation").order_by("-starts_at", "-id")
    places = {membership.user_id: membership for membership in members}
    return [_demo_account(user, roles.get(user.id), places.get(user.id), language) for user in users]


def _demo_account(user: User, role: str | None, place: Membership | None, language: Language) -> DemoAccount:
    kind: str | Literal["person"] = role or (place.organisation.kind if place is not None else "person")
    return DemoAccount(
        email=user.email,
        name=user.name,
        role=role or (place.role if place is not None else ""),
        organisation=_name(place.organisation).best(language)[0] if place is not None else "",
        words=kind,
    )
