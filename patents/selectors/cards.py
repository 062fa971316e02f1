"""Records as one line of a list: what a result page, a home page or "similar records" shows of them.

The number of queries is the same for any number of ids.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language, Translated
from ipmarket.reference.enums import RowList
from patents.enums import ClassOrigin
from patents.models import ClassAssignment, ProductionTechnology, Right, RightText
from patents.selectors.classes import coded
from patents.selectors.numbers import display_number
from patents.selectors.scheme import class_labels
from patents.selectors.search_rows import public_states, technology_state
from patents.selectors.statuses import shown_status
from patents.selectors.technologies import columns, technology_title
from patents.selectors.texts import NO_TITLE, Text, abstracts, owner_text, owner_texts, titles
from patents.selectors.visible import right_visible_to, technology_visible_to

# A line of a list shows a handful of classes; the page shows them all.
MAX_CLASSES = 4
MAX_FAMILY_OFFICES = 20
_NO_ROWS = Translated()


def cards_of(actor: Actor, ids: Collection[UUID], *, language: Language, on: date) -> dict[UUID, dict[str, Any]]:
    """Id → card for those that this actor may see. Keys are snake_case.

    ``title`` and ``summary`` (a Text or None) serve this reader best; ``other_titles`` and ``other_summaries`` are in the other languages.
    """
    wanted = list(ids)
    rights = list(_rights(actor, wanted))
    missing = [id_ for id_ in wanted if id_ not in {right.id for right in rights}]
    technologies = list(ProductionTechnology.objects.filter(technology_visible_to(actor), id__in=missing)) if missing else []
    classes = _classes(rights, technologies)
    owners = names_of([*(each.owner_organisation_id for each in rights), *(each.owner_organisation_id for each in technologies)])
    states = public_states([each.id for each in technologies]) if technologies else {}
    cards = {right.id: _right_card(right, classes.get(right.id, []), owners, language, on) for right in rights}
    for each in technologies:
        state = technology_state(states.get(each.id, []))
        cards[each.id] = _technology_card(each, classes.get(each.id, []), owners, language, on) | {"status": _status(state, None, None)}
    return cards


def _rights(actor: Actor, ids: list[UUID]) -> QuerySet[Right]:
    members = Right.objects.filter(right_visible_to(actor), family_id=OuterRef("family_id")).order_by()
    sizes = members.values("family_id").annotate(size=Count("id")).values("size")
    offices = members.order_by("office").values("office").distinct()[:MAX_FAMILY_OFFICES]
    return (
        Right.objects.filter(right_visible_to(actor), id__in=ids)
        .annotate(family_size=Coalesce(Subquery(sizes), 1), family_offices=ArraySubquery(offices))
        .prefetch_related(Prefetch("texts", queryset=RightText.objects.order_by("language")))
        .defer("claims")
    )


def _classes(rights: list[Right], technologies: list[ProductionTechnology]) -> dict[UUID, list[str]]:
    """The subclasses of each record: what was given, or what was suggested where nothing was given."""
    rows = ClassAssignment.objects.filter(Q(right__in=rights) | Q(technology__in=technologies)).order_by("position")
    given: dict[UUID, list[str]] = {}
    suggested: dict[UUID, list[str]] = {}
    for right_id, technology_id, subclass, origin in rows.values_list("right_id", "technology_id", "subclass", "origin"):
        record_id: UUID = right_id or technology_id  # type: ignore[truthy-bool]  # one of the two is null, which the stub cannot say
        found = (suggested if origin == ClassOrigin.SUGGESTED else given).setdefault(record_id, [])
        if subclass not in found:
            found.append(subclass)
    return suggested | given


def _labelled(subclasses: list[str], language: Language) -> list[dict[str, str]]:
    labels = class_labels()
    return [{"symbol": each, "label": labels.get(each, _NO_ROWS).best(language)[0]} for each in subclasses[:MAX_CLASSES]]


def _status(state: str, source: str | None, as_of: date | None) -> dict[str, Any]:
    return {"state": state, "source": source, "as_of": as_of}


def _right_card(right: Right, subclasses: list[str], owners: dict[UUID, Translated], language: Language, on: date) -> dict[str, Any]:
    texts = list(right.texts.all())
    on_date = right.publication_date or right.grant_date or right.filing_date
    owner = owners.get(right.owner_organisation_id, _NO_ROWS).best(language)[0] if right.owner_organisation_id else ""
    title, *other_titles = titles(texts, language) or [NO_TITLE]
    summaries = abstracts(texts, language)
    return {
        "id": right.id,
        "type": "patent",
        "ref": right.ref or str(right.id),
        "number": display_number(right.ref),
        "title": title,
        "summary": summaries[0] if summaries else None,
        "other_titles": other_titles,
        "other_summaries": summaries[1:],
        "owner": owner or right.owner_name or None,
        "status": shown_status(right, language, on),
        "classes": _labelled(subclasses, language),
        "office": right.office,
        "year": on_date.year if on_date else None,
        "measures": [coded(code, RowList.MEASURE, language, on) for code in right.measures],
        "family_id": right.family_id,
        "family_size": right.family_size,  # type: ignore[attr-defined]  # the annotation of _rights
        # A right without known relatives is its own family.
        "family_offices": right.family_offices or [right.office],  # type: ignore[attr-defined]  # the annotation of _rights
        "is_demo": right.is_demo,
        "stage": None,
    }


def _technology_card(
    row: ProductionTechnology, subclasses: list[str], owners: dict[UUID, Translated], language: Language, on: date
) -> dict[str, Any]:
    original = row.original_language
    title, summaries = technology_title(row, language), columns(row, "summary")
    summary: Text | None = owner_text(summaries, language, original=original)
    return {
        "id": row.id,
        "type": "technology",
        "ref": str(row.id),
        "number": None,
        "title": title,
        "summary": summary,
        "other_titles": owner_texts(columns(row, "title"), original=original, without=title["lang"]),
        "other_summaries": owner_texts(summaries, original=original, without=summary["lang"]) if summary else [],
        "owner": owners.get(row.owner_organisation_id, _NO_ROWS).best(language)[0] or None,
        "classes": _labelled(subclasses, language),
        "office": None,
        "year": None,
        "measures": [coded(code, RowList.MEASURE, language, on) for code in row.measures],
        "family_id": None,
        "family_size": 1,
        "family_offices": [],
        "is_demo": row.is_demo,
        "stage": coded(row.stage, RowList.STAGE, language, on),
    }
