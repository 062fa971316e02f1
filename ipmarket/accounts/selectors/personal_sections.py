"""What is kept about a person, section by section, for the copy that they may ask for. Other apps add sections of their own."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from ipmarket.accounts import credentials
from ipmarket.accounts.models import (
    AccessGrant,
    ApiToken,
    Consent,
    DataExport,
    Document,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    PlatformRoleGrant,
    RoleProposal,
    Signatory,
    SignInPlace,
    Suspension,
    TermsAcceptance,
    User,
    VerificationCase,
    Wall,
)
from ipmarket.kernel.audit.selectors.entries import EntryFilter, entries
from ipmarket.kernel.mail.selectors import messages_to

Section = Callable[[UUID], list[dict[str, Any]]]
# A copy is for one person; whoever has more rows in a section than this gets the newest and is told how many there are.
MAX_ROWS = 10_000
_sections: dict[str, Section] = {}


def section(name: str) -> Callable[[Section], Section]:
    """Register a function that returns a person's rows of one kind as plain values, newest first, at most MAX_ROWS."""

    def register(function: Section) -> Section:
        if name in _sections and _sections[name] is not function:
            raise ValueError(f"The section {name!r} is there already.")
        _sections[name] = function
        return function

    return register


def section_names() -> list[str]:
    """The names of all sections, in the order in which they are written."""
    return list(_sections)


def everything_about(user_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Every section with the person's rows."""
    return {name: function(user_id) for name, function in _sections.items()}


def _plain(rows: Iterable[Mapping[str, object]]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


@section("account")
def _account(user_id: UUID) -> list[dict[str, Any]]:
    columns = ("id", "email", "name", "language", "time_zone", "is_active", "created_at", "last_login")
    return _plain(User.objects.filter(id=user_id).values(*columns))


@section("signIn")
def _sign_in(user_id: UUID) -> list[dict[str, Any]]:
    return [{"what": name, "kept": kept} for name, kept in credentials.summary(user_id).items()]


@section("memberships")
def _memberships(user_id: UUID) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(user_id=user_id).order_by("-starts_at", "id")
    columns = ("id", "organisation_id", "organisation__name_en", "organisation__name_zh_hant", "role", "starts_at", "ends_at")
    return _plain(rows.values(*columns)[:MAX_ROWS])


@section("invitations")
def _invitations(user_id: UUID) -> list[dict[str, Any]]:
    address = User.objects.values_list("email", flat=True).get(id=user_id)
    mine = Q(email=address.lower()) | Q(invited_by_id=user_id) | Q(accepted_by_id=user_id)
    columns = ("id", "organisation_id", "email", "role", "state", "created_at", "expires_at", "closed_at")
    rows = Invitation.objects.filter(mine).order_by("-created_at", "id").values(*columns)[:MAX_ROWS]
    # Whom somebody invited is the other person's address; the copy tells that there was an invitation.
    return [{**row, "email": row["email"] if row["email"].lower() == address.lower() else ""} for row in rows]


@section("requestsToJoin")
def _join_requests(user_id: UUID) -> list[dict[str, Any]]:
    rows = JoinRequest.objects.filter(user_id=user_id).order_by("-created_at", "id")
    return _plain(rows.values("id", "organisation_id", "state", "created_at", "decided_at")[:MAX_ROWS])


@section("mandates")
def _mandates(user_id: UUID) -> list[dict[str, Any]]:
    rows = Mandate.objects.filter(user_id=user_id).order_by("-offered_at", "id")
    dates = ("starts_date", "ends_date", "offered_at", "answered_at", "ended_at")
    columns = ("id", "organisation_id", "kind", "scopes", "state", *dates, "reason")
    return _plain(rows.values(*columns)[:MAX_ROWS])


@section("signatories")
def _signatories(user_id: UUID) -> list[dict[str, Any]]:
    rows = Signatory.objects.filter(membership__user_id=user_id).order_by("-proposed_at", "id")
    columns = ("id", "membership__organisation_id", "state", "limit_minor", "currency", "proposed_at", "decided_at", "ended_at", "reason")
    return _plain(rows.values(*columns)[:MAX_ROWS])


@section("platformRoles")
def _platform_roles(user_id: UUID) -> list[dict[str, Any]]:
    rows = PlatformRoleGrant.objects.filter(user_id=user_id).order_by("-starts_at", "id")
    return _plain(rows.values("id", "role", "starts_at", "ends_at")[:MAX_ROWS])


@section("roleProposals")
def _role_proposals(user_id: UUID) -> list[dict[str, Any]]:
    mine = Q(user_id=user_id) | Q(proposed_by_id=user_id) | Q(decided_by_id=user_id)
    rows = RoleProposal.objects.filter(mine).order_by("-proposed_at", "id")
    return _plain(rows.values("id", "role", "state", "reason", "proposed_at", "decided_at", "decision_reason")[:MAX_ROWS])


@section("tokens")
def _tokens(user_id: UUID) -> list[dict[str, Any]]:
    rows = ApiToken.objects.filter(user_id=user_id).order_by("-created_at", "id")
    columns = ("id", "name", "prefix", "scopes", "organisation_id", "created_at", "expires_at", "last_used_at", "revoked_at")
    return _plain(rows.values(*columns)[:MAX_ROWS])


@section("access")
def _access(user_id: UUID) -> list[dict[str, Any]]:
    columns = ("id", "object_type", "object_id", "basis", "starts_at", "ends_at")
    grants = AccessGrant.objects.filter(user_id=user_id).order_by("-starts_at", "id").values(*columns, "level")[:MAX_ROWS]
    walls = Wall.objects.filter(user_id=user_id).order_by("-starts_at", "id").values(*columns)[:MAX_ROWS]
    return [*({**row, "kind": "grant"} for row in grants), *({**row, "kind": "wall"} for row in walls)]


@section("terms")
def _terms(user_id: UUID) -> list[dict[str, Any]]:
    rows = TermsAcceptance.objects.filter(user_id=user_id).order_by("-accepted_at", "id")
    return _plain(rows.values("terms__kind", "terms__version", "language", "accepted_at")[:MAX_ROWS])


@section("consents")
def _consents(user_id: UUID) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(user_id=user_id).order_by("-given_at", "id")
    return _plain(rows.values("kind", "given_at", "withdrawn_at")[:MAX_ROWS])


@section("signInPlaces")
def _places(user_id: UUID) -> list[dict[str, Any]]:
    return _plain(SignInPlace.objects.filter(user_id=user_id).order_by("-last_at", "id").values("first_at", "last_at")[:MAX_ROWS])


@section("suspensions")
def _suspensions(user_id: UUID) -> list[dict[str, Any]]:
    rows = Suspension.objects.filter(user_id=user_id).order_by("-starts_at", "id")
    return _plain(rows.values("reason", "starts_at", "ends_at", "end_reason")[:MAX_ROWS])


@section("documents")
def _documents(user_id: UUID) -> list[dict[str, Any]]:
    rows = Document.objects.filter(uploaded_by_id=user_id).order_by("-created_at", "id")
    return _plain(rows.values("id", "organisation_id", "kind", "name", "size_bytes", "created_at", "removed_at")[:MAX_ROWS])


@section("verifications")
def _verifications(user_id: UUID) -> list[dict[str, Any]]:
    rows = VerificationCase.objects.filter(Q(submitted_by_id=user_id) | Q(decided_by_id=user_id)).order_by("-submitted_at", "id")
    return _plain(rows.values("id", "organisation_id", "state", "submitted_at", "decided_at")[:MAX_ROWS])


@section("copies")
def _copies(user_id: UUID) -> list[dict[str, Any]]:
    rows = DataExport.objects.filter(user_id=user_id).order_by("-requested_at", "id")
    return _plain(rows.values("id", "state", "requested_at", "ready_at", "expires_at")[:MAX_ROWS])


@section("actions")
def _actions(user_id: UUID) -> list[dict[str, Any]]:
    rows = entries(EntryFilter(actor_id=user_id)).order_by("-at", "-id")
    return _plain(rows.values("at", "action", "target_type", "target_id", "organisation_id", "reason")[:MAX_ROWS])


@section("messages")
def _messages(user_id: UUID) -> list[dict[str, Any]]:
    rows = messages_to(user_id).order_by("-queued_at", "id")
    return _plain(rows.values("id", "template", "to_address", "language", "state", "queued_at", "sent_at")[:MAX_ROWS])
