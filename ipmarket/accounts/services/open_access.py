"""Something is opened to a person, or to an organisation's members: the one way in which a higher app widens what somebody sees."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import AccessLevel
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import ACCESS_OPENED
from ipmarket.accounts.models import AccessGrant
from ipmarket.accounts.selectors.policies import is_guarded, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import InvalidInput
from ipmarket.kernel.outbox import services as outbox


def require_guarded(object_type: str) -> None:
    """Raises InvalidInput ("unknown_object_type") for kinds of things that no app has put under guard."""
    if not is_guarded(object_type):
        raise InvalidInput(f"Nothing is called {object_type[:40]!r}.", code=AccountsError.UNKNOWN_OBJECT_TYPE)


@transaction.atomic
def open_access(
    *,
    actor: Actor,
    at: datetime,
    object_type: str,
    object_id: UUID,
    level: str,
    basis: str,
    user_id: UUID | None = None,
    organisation_id: UUID | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> AccessGrant:
    """Opens the thing to the person or the organisation, from now or from ``starts_at`` until ``ends_at`` or for good.

    Whether it may be opened is decided by the app whose thing it is, in the service that calls this one; ``basis`` names its reason
    ("nda:…", "case:…"). Several grants may open the same thing; it closes when the last one ends. Raises InvalidInput for an unknown type
    of thing, ValueError unless exactly one of person and organisation is named, IntegrityError where the period or the basis is empty.
    """
    require(actor, "accounts.access.open")
    require_guarded(object_type)
    if (user_id is None) == (organisation_id is None):
        raise ValueError("Access is opened to a person or to an organisation.")
    grant = AccessGrant.objects.create(
        user_id=user_id,
        organisation_id=organisation_id,
        object_type=object_type,
        object_id=object_id,
        level=AccessLevel(level),
        basis=basis,
        starts_at=starts_at or at,
        ends_at=ends_at,
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.open_access",
        target_type=object_type,
        target_id=object_id,
        after={
            "grantId": str(grant.id),
            "userId": str(user_id) if user_id else None,
            "organisationId": str(organisation_id) if organisation_id else None,
            "level": grant.level,
            "basis": basis,
            "startsAt": grant.starts_at.isoformat(),
            "endsAt": ends_at.isoformat() if ends_at else None,
        },
    )
    outbox.emit(topic=ACCESS_OPENED, aggregate_type=object_type, aggregate_id=object_id, payload={"grantId": str(grant.id)}, at=at)
    return grant
