"""Who is acting in a request, for which organisation, how they stand there, and with which platform roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Q, QuerySet, Value
from django.http import HttpRequest

from ipmarket.accounts.enums import MandateState, OrganisationState
from ipmarket.accounts.models import Mandate, Membership, PlatformRoleGrant, User
from ipmarket.accounts.selectors.members_standing import standing_at
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.clock import now

SESSION_ORGANISATION = "organisation_id"
# Set by the demo panel for demo people, in the demo configuration alone.
SESSION_DEMO = "demo_session"
# Where the sign-in library notes by which methods a session was made, and for whom. Reading the notes needs no library.
SESSION_METHODS = "account_authentication_methods"
SESSION_METHODS_PERSON = "account_authentication_methods_user"
# Set by token authentication on the plain request, before anybody asks who acts.
TOKEN_ACTOR = "_ipmarket_token_actor"  # noqa: S105 - the name of an attribute

MANDATE = "mandate"
MOST_PLACES = 50
# Mandates begin and end with days, of Hong Kong where the office is.
_DAYS_OF = ZoneInfo("Asia/Hong_Kong")
_LIVING = (OrganisationState.ACTIVE, OrganisationState.SUSPENDED)
_ARRAY = ArrayField(CharField(max_length=24))


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in an organisation: the standing that a membership gives there now, or a mandate with its scopes."""

    organisation_id: UUID
    standing: str
    organisation_state: str
    mandate_id: UUID | None = None
    scopes: frozenset[str] | None = None

    @property
    def is_active(self) -> bool:
        """True where the organisation itself is not suspended, closed or merged away."""
        return self.organisation_state == OrganisationState.ACTIVE

    @property
    def can_act(self) -> bool:
        """True where the person may act: for a suspended organisation its members may, who only read; a mandate for it rests."""
        return self.is_active or (self.organisation_state == OrganisationState.SUSPENDED and self.mandate_id is None)


def _open_at(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def _memberships(user_id: UUID, at: datetime) -> QuerySet[Any, Any]:
    rows = Membership.objects.filter(_open_at(at), user_id=user_id, organisation__state__in=_LIVING).annotate(
        kind=Value("membership"), since=F("starts_at"), state=F("organisation__state"), reach=Value(None, output_field=_ARRAY)
    )
    return rows.values_list("kind", "organisation_id", "role", "state", "id", "reach", "since")


def _mandates(user_id: UUID, at: datetime) -> QuerySet[Any, Any]:
    today = at.astimezone(_DAYS_OF).date()
    rows = Mandate.objects.filter(
        Q(ends_date__isnull=True) | Q(ends_date__gt=today),
        user_id=user_id,
        state=MandateState.ACTIVE,
        starts_date__lte=today,
        organisation__state__in=_LIVING,
    ).annotate(kind_=Value(MANDATE), standing=Value(MANDATE), state_=F("organisation__state"), since=F("offered_at"))
    return rows.values_list("kind_", "organisation_id", "standing", "state_", "id", "scopes", "since")


def standings_of(user_id: UUID, at: datetime) -> list[Place]:
    """The person's open places in living organisations, memberships before mandates and older before younger, at most fifty; one query.

    Where somebody is a member and holds a mandate too, the membership counts.
    """
    rows = _memberships(user_id, at).union(_mandates(user_id, at), all=True).order_by("-kind", "since", "id")
    places: dict[UUID, Place] = {}
    for kind, organisation_id, standing, state, row_id, scopes, _ in rows[: MOST_PLACES * 2]:
        is_mandate = kind == MANDATE
        place = Place(
            organisation_id,
            standing if is_mandate else standing_at(standing, state),
            state,
            row_id if is_mandate else None,
            frozenset(scopes or ()) if is_mandate else None,
        )
        places.setdefault(organisation_id, place)
    return list(places.values())[:MOST_PLACES]


def roles_held(user_id: UUID, at: datetime) -> frozenset[str]:
    """The platform roles that the person holds at a time, whether or not the session is strong enough for them."""
    return frozenset(PlatformRoleGrant.objects.filter(_open_at(at), user_id=user_id).values_list("role", flat=True))


def is_strong_session(session: Mapping[str, Any] | None, user: User) -> bool:
    """True for a session made with a second factor or a passkey, and for a demo person's in the demo configuration."""
    if session is None:
        return False
    if settings.DEMO and user.is_demo and session.get(SESSION_DEMO) == str(user.id):
        return True
    if session.get(SESSION_METHODS_PERSON) != str(user.pk):
        return False
    methods = session.get(SESSION_METHODS)
    return isinstance(methods, list) and any(isinstance(entry, dict) and entry.get("method") == "mfa" for entry in methods)


def _chosen(session: Mapping[str, Any] | None) -> UUID | None:
    try:
        return UUID(str((session or {}).get(SESSION_ORGANISATION)))
    except ValueError:
        return None


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request: a visitor (no query), or a person with the organisation chosen in the session (two queries).

    A request that carries an API token was resolved when the token was read.
    """
    by_token: Actor | None = getattr(request, TOKEN_ACTOR, None)
    if by_token is not None:
        return by_token
    user = getattr(request, "user", None)
    request_id = str(getattr(request, "request_id", ""))
    if not isinstance(user, User) or not user.is_active:
        return Actor(kind="visitor", request_id=request_id, label=VISITOR.label)
    session = getattr(request, "session", None)
    return person_actor(
        user=user, at=now(), organisation_id=_chosen(session), request_id=request_id, is_strong=is_strong_session(session, user)
    )


def person_actor(
    *,
    user: User,
    at: datetime,
    organisation_id: UUID | None = None,
    request_id: str = "",
    is_strong: bool = False,
    only_active: bool = False,
) -> Actor:
    """The person as an actor at a time; at most two queries.

    An organisation that the person has left, never was in, or that is closed does not count; the oldest place in an active one does then,
    and the oldest in a suspended one where there is no other. A choice stays where its organisation is suspended meanwhile, so that nobody
    goes on in another's name unawares; with ``only_active`` suspended ones do not count at all.
    Platform roles count in a strong session only. A mandate narrows by its scopes; a membership does not narrow.
    """
    places = [place for place in standings_of(user.id, at) if place.is_active or (place.can_act and not only_active)]
    places.sort(key=lambda place: (place.organisation_id != organisation_id, not place.is_active))
    here = places[0] if places else None
    return Actor(
        kind="person",
        user_id=user.id,
        organisation_id=here.organisation_id if here else None,
        roles=roles_held(user.id, at) if is_strong else frozenset(),
        request_id=request_id,
        label=str(user.id),
        standing=here.standing if here else "",
        scopes=here.scopes if here else None,
        mandate_id=here.mandate_id if here else None,
    )
