"""Names of organisations, for the apps that show who owns something."""

from collections.abc import Iterable
from uuid import UUID

from ipmarket.accounts.models import Organisation
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
