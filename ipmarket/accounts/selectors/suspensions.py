"""What the members of a suspended organisation are told when they want to change something: they read, and nobody acts for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ipmarket.accounts.enums import MemberRole, OrganisationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import Membership, Organisation, Suspension
from ipmarket.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody of the organisation may know of its suspension. ``reason`` is "" for all but its owners."""

    since: datetime
    reason: str


def suspension_told(*, user_id: UUID | None, organisation_id: UUID) -> Told | None:
    """The suspension in force, as this person may know it; callers ask only for people who belong to the organisation."""
    suspension = Suspension.objects.filter(organisation_id=organisation_id, ends_at__isnull=True).first()
    if suspension is None:
        return None
    return Told(suspension.starts_at, suspension.reason if _owns(user_id, organisation_id) else "")


def refuse_while_suspended(*, user_id: UUID | None, organisation_id: UUID) -> None:
    """Raises Conflict ("organisation_not_active") while the organisation is suspended; for whoever belongs to it, nobody else learns that.

    ``params`` holds "state", "since" (an instant) and, for its owners, whom the operator has written to, "reason".
    """
    if not Organisation.objects.filter(id=organisation_id, state=OrganisationState.SUSPENDED).exists():
        return
    told = suspension_told(user_id=user_id, organisation_id=organisation_id)
    since, reason = (told.since, told.reason) if told is not None else (None, "")
    params = {"state": OrganisationState.SUSPENDED.value, "since": since.isoformat() if since else "", "reason": reason}
    raise Conflict(
        _sentence(since, reason),
        code=AccountsError.ORGANISATION_NOT_ACTIVE,
        params={name: value for name, value in params.items() if value},
    )


def _owns(user_id: UUID | None, organisation_id: UUID) -> bool:
    if user_id is None:
        return False
    own = Membership.objects.filter(user_id=user_id, organisation_id=organisation_id, role=MemberRole.OWNER, ends_at__isnull=True)
    return own.exists()


def _sentence(since: datetime | None, reason: str) -> str:
    when = f" since {since:%Y-%m-%d}" if since else ""
    why = f" Reason: {reason}" if reason else ""
    return f"The organisation is suspended{when}: its members read, and nothing is changed until that is lifted.{why}"
