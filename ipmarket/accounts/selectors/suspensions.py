"""What the members of a suspended organisation are told when they want to change something: they read, and nobody acts for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Now

from ipmarket.accounts.enums import MemberRole, OrganisationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import Membership, Organisation, Suspension
from ipmarket.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody of the organisation may know of its suspension. ``reason`` is "" for all but its owners."""

    since: datetime
    reason: str


def suspensions_told(*, user_id: UUID | None, organisation_ids: Collection[UUID]) -> dict[UUID, Told]:
    """The suspensions in force, as this person may know them; callers ask only about organisations to which the person belongs."""
    open_ones = Suspension.objects.filter(organisation_id__in=organisation_ids, ends_at__isnull=True)
    owned = Exists(_owned_by(user_id).filter(organisation_id=OuterRef("organisation_id"))) if user_id is not None else Value(False)
    rows = open_ones.annotate(is_owned=owned).values_list("organisation_id", "starts_at", "reason", "is_owned")
    return {organisation_id: Told(since, reason if is_owned else "") for organisation_id, since, reason, is_owned in rows}


def refuse_while_suspended(*, user_id: UUID | None, organisation_id: UUID) -> None:
    """Raises Conflict ("organisation_not_active") while the organisation is suspended; for whoever belongs to it, nobody else learns that.

    ``params`` holds "state", "since" (an instant) and, for its owners, whom the operator has written to, "reason".
    """
    if not Organisation.objects.filter(id=organisation_id, state=OrganisationState.SUSPENDED).exists():
        return
    told = suspensions_told(user_id=user_id, organisation_ids=[organisation_id]).get(organisation_id)
    since, reason = (told.since, told.reason) if told is not None else (None, "")
    params = {"state": OrganisationState.SUSPENDED.value, "since": since.isoformat() if since else "", "reason": reason}
    raise Conflict(
        _sentence(since, reason),
        code=AccountsError.ORGANISATION_NOT_ACTIVE,
        params={name: value for name, value in params.items() if value},
    )


def _owned_by(user_id: UUID) -> QuerySet[Membership]:
    """The places as owner that hold now, by the clock of the database: as ``role_in`` has it."""
    still_open = Q(ends_at__isnull=True) | Q(ends_at__gt=Now())
    return Membership.objects.filter(still_open, starts_at__lte=Now(), user_id=user_id, role=MemberRole.OWNER, user__is_active=True)


def _sentence(since: datetime | None, reason: str) -> str:
    when = f" since {since:%Y-%m-%d}" if since else ""
    why = f" Reason: {reason}" if reason else ""
    return f"The organisation is suspended{when}: its members read, and nothing is changed until that is lifted.{why}"
