"""The mandates by which a person may act for organisations today. Whoever says for whom a request acts asks here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from ipmarket.accounts.enums import MandateState, OrganisationState
from ipmarket.accounts.models import Mandate
from ipmarket.kernel.text import Translated

# The days of a mandate are days in Hong Kong, where the desk and the organisations that it serves keep their calendars.
ZONE: Final = ZoneInfo("Asia/Hong_Kong")
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class OpenMandate:
    """One mandate in force: for which organisation, of which kind, what it allows, and its days (half-open)."""

    id: UUID
    organisation_id: UUID
    organisation_name: Translated
    kind: str
    scopes: frozenset[str]
    starts_date: date
    ends_date: date | None


def day_of(at: datetime) -> date:
    """The day in Hong Kong on which an instant falls."""
    return at.astimezone(ZONE).date()


def in_force(day: date) -> Q:
    """Mandates that were accepted and cover the day, of organisations that may act."""
    return (
        Q(state=MandateState.ACTIVE, organisation__state=OrganisationState.ACTIVE)
        & Q(starts_date__lte=day)
        & (Q(ends_date__isnull=True) | Q(ends_date__gt=day))
    )


def open_mandates(user_id: UUID, on: datetime | date) -> list[OpenMandate]:
    """What this person may act by, oldest first, at most fifty; one query. ``on`` is an instant, or a day in Hong Kong."""
    day = day_of(on) if isinstance(on, datetime) else on
    rows = Mandate.objects.filter(in_force(day), user_id=user_id).select_related("organisation").order_by("offered_at", "id")[:MOST]
    return [
        OpenMandate(
            id=row.id,
            organisation_id=row.organisation_id,
            organisation_name=Translated(
                en=row.organisation.name_en, zh_hant=row.organisation.name_zh_hant, zh_hans=row.organisation.name_zh_hans
            ),
            kind=row.kind,
            scopes=frozenset(row.scopes),
            starts_date=row.starts_date,
            ends_date=row.ends_date,
        )
        for row in rows
    ]
