"""Names of organisations, for the apps that show who owns something."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from ipmarket.accounts.models import Organisation, Suspension, VerificationCase
from ipmarket.kernel.text import Translated


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, Translated]:
    """The names of these organisations in three languages, in one query. Names of organisations are public."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}
    rows = Organisation.objects.filter(id__in=wanted).values_list("id", "name_en", "name_zh_hant", "name_zh_hans")
    return {row[0]: Translated(en=row[1], zh_hant=row[2], zh_hans=row[3]) for row in rows}


def ids_by_registration(country: str, numbers: Iterable[str]) -> dict[str, UUID]:
    """Registration number → organisation, for loaders that must not found one twice."""
    rows = Organisation.objects.filter(country=country, registration_number__in=list(numbers))
    return dict(rows.values_list("registration_number", "id"))


def standing_id(organisation_id: UUID) -> UUID:
    """The id of the organisation that stands for this one now: its own, or that of the one it was merged into."""
    into: UUID | None = Organisation.objects.filter(id=organisation_id).values_list("merged_into_id", flat=True).first()
    return into or organisation_id


@dataclass(frozen=True, slots=True)
class OrganisationProgress:
    """How far an organisation is, for loaders that must not do anything twice."""

    id: UUID
    name: Translated
    registration_number: str
    state: str
    verification: str
    has_cases: bool
    was_suspended: bool


def progress_of(ids: Iterable[UUID]) -> dict[UUID, OrganisationProgress]:
    """How far each of these organisations is, in one query."""
    rows = Organisation.objects.filter(id__in=list(ids)).annotate(
        has_cases=Exists(VerificationCase.objects.filter(organisation_id=OuterRef("pk"))),
        was_suspended=Exists(Suspension.objects.filter(organisation_id=OuterRef("pk"))),
    )
    return {
        row.id: OrganisationProgress(
            id=row.id,
            name=Translated(en=row.name_en, zh_hant=row.name_zh_hant, zh_hans=row.name_zh_hans),
            registration_number=row.registration_number,
            state=row.state,
            verification=row.verification,
            has_cases=row.has_cases,
            was_suspended=row.was_suspended,
        )
        for row in rows
    }
