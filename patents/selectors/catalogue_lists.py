"""Lists of rights and technologies for the public API: a fixed number of statements for a page of any size."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language, Translated
from ipmarket.reference.enums import RowList
from patents.models import ClassAssignment, ProductionTechnology, Right, RightText
from patents.selectors.classes import coded
from patents.selectors.numbers import display_number
from patents.selectors.statuses import shown_source
from patents.selectors.texts import NO_TITLE, Text, TitleColumns, owner_text, titles
from patents.selectors.visible import right_visible_to, technology_visible_to

_RIGHT_COLUMNS = (
    "id", "ref", "right_type", "office", "status", "status_source", "status_as_of_date", "filing_date", "publication_date",
    "owner_name", "owner_organisation_id", "family_id", "is_demo", "updated_at",
)  # fmt: skip
_TECHNOLOGY_COLUMNS = (
    "id", "title_en", "title_zh_hant", "title_zh_hans", "original_language", "stage", "trl", "measures", "owner_organisation_id",
    "is_demo", "updated_at",
)  # fmt: skip


def visible_rights(actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Right]:
    """Visible rights by office, status, subclass and last change."""
    rows = Right.objects.filter(right_visible_to(actor))
    if filters.get("office"):
        rows = rows.filter(office=filters["office"])
    if filters.get("status"):
        rows = rows.filter(status=filters["status"])
    if filters.get("subclass"):
        rows = rows.filter(id__in=ClassAssignment.objects.filter(subclass=filters["subclass"], right__isnull=False).values("right_id"))
    if filters.get("changed_since"):
        rows = rows.filter(updated_at__gte=filters["changed_since"])
    return rows.only(*_RIGHT_COLUMNS)


def visible_technologies(actor: Actor, filters: Mapping[str, Any]) -> QuerySet[ProductionTechnology]:
    """Visible technologies by stage, measure, subclass and last change."""
    rows = ProductionTechnology.objects.filter(technology_visible_to(actor))
    if filters.get("stage"):
        rows = rows.filter(stage=filters["stage"])
    if filters.get("measure"):
        rows = rows.filter(measures__contains=[filters["measure"]])
    if filters.get("subclass"):
        rows = rows.filter(
            id__in=ClassAssignment.objects.filter(subclass=filters["subclass"], technology__isnull=False).values("technology_id")
        )
    if filters.get("changed_since"):
        rows = rows.filter(updated_at__gte=filters["changed_since"])
    return rows.only(*_TECHNOLOGY_COLUMNS)


def right_items(rights: Sequence[Right], *, language: Language, on: date) -> list[dict[str, Any]]:
    """A page of rights as list items, with wire names. Three statements: titles, classes, names of owners."""
    ids = [r.id for r in rights]
    texts: dict[UUID, list[TitleColumns]] = defaultdict(list)
    for right_id, *columns in RightText.objects.filter(right_id__in=ids).values_list("right_id", "language", "title", "standing"):
        texts[right_id].append(TitleColumns(*columns))
    subclasses = _subclasses("right_id", ids)
    owners = names_of(r.owner_organisation_id for r in rights)
    return [
        {
            "id": r.id,
            "ref": r.ref or str(r.id),
            "number": display_number(r.ref),
            "rightType": coded(r.right_type, RowList.RIGHT_TYPE, language, on),
            "office": r.office,
            "title": (titles(texts[r.id], language) or [NO_TITLE])[0],
            "status": {"state": r.status, "source": shown_source(r.status_source, language, on), "asOf": r.status_as_of_date},
            "filingDate": r.filing_date,
            "publicationDate": r.publication_date,
            "subclasses": subclasses.get(r.id, []),
            "owner": _owner(owners, r.owner_organisation_id, language) or r.owner_name or None,
            "familyId": r.family_id,
            "isDemo": r.is_demo,
            "updatedAt": r.updated_at,
        }
        for r in rights
    ]


def technology_items(technologies: Sequence[ProductionTechnology], *, language: Language, on: date) -> list[dict[str, Any]]:
    """A page of technologies as list items, with wire names. Two statements: classes, names of owners."""
    subclasses = _subclasses("technology_id", [t.id for t in technologies])
    owners = names_of(t.owner_organisation_id for t in technologies)
    return [
        {
            "id": t.id,
            "title": _title(t, language),
            "stage": coded(t.stage, RowList.STAGE, language, on),
            "trl": t.trl,
            "measures": t.measures,
            "subclasses": subclasses.get(t.id, []),
            "owner": _owner(owners, t.owner_organisation_id, language),
            "isDemo": t.is_demo,
            "updatedAt": t.updated_at,
        }
        for t in technologies
    ]


def _title(t: ProductionTechnology, language: Language) -> Text:
    value = Translated(en=t.title_en, zh_hant=t.title_zh_hant, zh_hans=t.title_zh_hans)
    return owner_text(value, language, original=t.original_language) or NO_TITLE


def _subclasses(column: str, ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = ClassAssignment.objects.filter(**{f"{column}__in": ids}).order_by("origin", "position").values_list(column, "subclass")
    for target, subclass in rows:
        if subclass not in found[target]:
            found[target].append(subclass)
    return found


def _owner(owners: Mapping[UUID, Translated], organisation_id: UUID | None, language: Language) -> str | None:
    name = owners.get(organisation_id) if organisation_id else None
    return name.best(language)[0] if name else None
