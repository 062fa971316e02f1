"""The page of one production technology, and titles of technologies elsewhere."""

from datetime import date
from typing import Any
from uuid import UUID

from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Language, Translated, column_suffix
from ipmarket.reference.enums import RowList
from patents.models import ProductionTechnology, Right
from patents.selectors.classes import class_rows, coded, technology_fields
from patents.selectors.numbers import display_number
from patents.selectors.statuses import shown_status
from patents.selectors.texts import NO_TITLE, Text, owner_text, owner_texts, titles
from patents.selectors.visible import right_visible_to, technology_visible_to

MAX_RIGHTS = 100


def columns(technology: ProductionTechnology, name: str) -> Translated:
    """A text of a technology in its three languages, from the three columns that hold it."""
    return Translated(
        en=getattr(technology, f"{name}_en"), zh_hant=getattr(technology, f"{name}_zh_hant"), zh_hans=getattr(technology, f"{name}_zh_hans")
    )


def technology_title(technology: ProductionTechnology, language: Language) -> Text:
    """The title in the reader's language, or the nearest there is."""
    return owner_text(columns(technology, "title"), language, original=technology.original_language) or NO_TITLE


def find_technology(actor: Actor, ref: str) -> ProductionTechnology:
    """The visible technology of this id. Raises NotFound alike for what is absent and what is hidden."""
    try:
        wanted = UUID(ref)
    except ValueError:
        wanted = None
    technology = ProductionTechnology.objects.filter(technology_visible_to(actor), id=wanted).first() if wanted else None
    if technology is None:
        raise NotFound("There is no such record, or it is not public.", params={"ref": ref[:64]})
    return technology


def technology_page(actor: Actor, ref: str, *, language: Language, on: date) -> dict[str, Any]:
    """The record page's content. Keys are snake_case; the API renames them. Raises NotFound."""
    technology = find_technology(actor, ref)
    title = technology_title(technology, language)
    original = technology.original_language

    def text(name: str) -> Text | None:
        return owner_text(columns(technology, name), language, original=original)

    classes = class_rows(list(technology.classes.order_by("origin", "position")[:200]), language)
    owner_id = technology.owner_organisation_id
    owner = names_of([owner_id]).get(owner_id, Translated())
    return {
        "id": technology.id,
        "ref": str(technology.id),
        "title": title,
        "other_titles": owner_texts(columns(technology, "title"), original=original, without=title["lang"]),
        "summary": text("summary"),
        "process": text("process"),
        "equipment": text("equipment"),
        "capacity": text("capacity"),
        "unit_cost": _unit_cost(technology, language),
        "certifications": technology.certifications,
        "stage": coded(technology.stage, RowList.STAGE, language, on),
        "trl": technology.trl,
        "measures": [coded(code, RowList.MEASURE, language, on) for code in technology.measures],
        "sectors": [coded(code, RowList.SECTOR, language, on) for code in technology.sectors],
        "classes": classes,
        "technology_fields": technology_fields([row["symbol"] for row in classes], language, on),
        "patents": _rights(actor, technology, language, on),
        "owner": {"id": owner_id, "name": owner.best(language)[0]},
        "is_demo": technology.is_demo,
        "updated_at": technology.updated_at,
        "version": technology.version,
    }


def _unit_cost(technology: ProductionTechnology, language: Language) -> dict[str, Any] | None:
    if technology.unit_cost_minor is None:
        return None
    per = getattr(technology, f"unit_cost_per_{column_suffix(language)}") or columns(technology, "unit_cost_per").best(language)[0]
    return {"amount_minor": technology.unit_cost_minor, "currency": technology.unit_cost_currency, "per": per}


def _rights(actor: Actor, technology: ProductionTechnology, language: Language, on: date) -> list[dict[str, Any]]:
    rows = (
        Right.objects.filter(right_visible_to(actor), technologies=technology).prefetch_related("texts").order_by("ref", "id")[:MAX_RIGHTS]
    )
    return [
        {
            "id": r.id,
            "ref": r.ref or str(r.id),
            "number": display_number(r.ref),
            "title": (titles(r.texts.all(), language) or [NO_TITLE])[0],
            "status": shown_status(r, language, on),
        }
        for r in rows
    ]
