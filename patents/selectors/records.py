"""The page of one right: everything that may be shown about it to this actor, in a constant number of queries."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Language, Translated
from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import labels_of
from patents.enums import ClassOrigin
from patents.ingest.registry import importers
from patents.models import ProductionTechnology, Publication, Right, RightText
from patents.numbers import PublicationNumber, try_parse
from patents.selectors.classes import class_rows, coded, technology_fields
from patents.selectors.numbers import display_number
from patents.selectors.statuses import shown_source, shown_status
from patents.selectors.technologies import technology_title
from patents.selectors.texts import NO_TITLE, abstracts, titles
from patents.selectors.visible import right_visible_to, technology_visible_to

MAX_FAMILY = 200
MAX_CITATIONS = 300
MAX_SHOWN_CLAIMS = 200


def find_right(actor: Actor, ref: str) -> Right:
    """The visible right of this id or publication number in any notation. Raises NotFound alike for what is absent and what is hidden.

    A number without kind code finds the right that has a publication of that number, the lowest id where several rights do.
    """
    wanted = _wanted(ref)
    right = Right.objects.filter(right_visible_to(actor), wanted).order_by("id").first() if wanted is not None else None
    if right is None:
        raise NotFound("There is no such record, or it is not public.", params={"ref": ref[:64]})
    return right


def _wanted(ref: str) -> Q | None:
    try:
        return Q(id=UUID(ref))
    except ValueError:
        number = try_parse(ref)
    if number is None:
        return None
    of_number = Publication.objects.filter(office=number.office, number=number.number)
    if number.kind:
        # A source may have given the number without its kind; then that publication is meant as well.
        of_number = of_number.filter(kind__in=[number.kind, ""])
    return Q(id__in=of_number.values("right_id"))


def patent_page(actor: Actor, ref: str, *, language: Language, on: date) -> dict[str, Any]:
    """The record page's content. Keys are snake_case; the API renames them. Raises NotFound."""
    right = find_right(actor, ref)
    offices = labels_of(RowList.COUNTRY, on=on)
    classes = class_rows(list(right.classes.order_by("origin", "position")[:200]), language)
    by_people = [row["symbol"] for row in classes if row["origin"] != ClassOrigin.SUGGESTED]
    return {
        **_identity(right, offices, language, on),
        **_texts(right, language),
        **_dates(right),
        "status": shown_status(right, language, on),
        "status_history": _status_history(right, language, on),
        "parties": _parties(right),
        "owner": _owner(right, language),
        "owner_name": right.owner_name or None,
        "publications": _publications(right),
        "priorities": _priorities(right),
        "family": _family(actor, right, language, offices, on),
        "classes": classes,
        "technology_fields": technology_fields(by_people, language, on),
        "citations": _citations(actor, right),
        "claims": right.claims[:MAX_SHOWN_CLAIMS],
        "sources": _sources(right),
        "original_link": right.original_link or None,
        "technologies": _technologies(actor, right, language),
        "measures": [coded(code, RowList.MEASURE, language, on) for code in right.measures],
    }


def _identity(right: Right, offices: dict[str, Translated], language: Language, on: date) -> dict[str, Any]:
    return {
        "id": right.id,
        "ref": right.ref or str(right.id),
        "right_type": coded(right.right_type, RowList.RIGHT_TYPE, language, on),
        "number": display_number(right.ref),
        "office": _office(right.office, offices, language),
        "is_demo": right.is_demo,
        "updated_at": right.updated_at,
        "version": right.version,
    }


def _office(code: str, offices: dict[str, Translated], language: Language) -> dict[str, str]:
    return {"code": code, "name": offices[code].best(language)[0] if code in offices else code}


def _texts(right: Right, language: Language) -> dict[str, Any]:
    rows = list(right.texts.all())
    title, *other_titles = titles(rows, language) or [NO_TITLE]
    found = abstracts(rows, language)
    return {"title": title, "other_titles": other_titles, "abstract": found[0] if found else None, "other_abstracts": found[1:]}


def _dates(right: Right) -> dict[str, Any]:
    return {
        "application_number": right.application_number or None,
        "filing_date": right.filing_date,
        "publication_date": right.publication_date,
        "grant_date": right.grant_date,
        "expiry_date": right.expiry_date,
    }


def _status_history(right: Right, language: Language, on: date) -> list[dict[str, Any]]:
    rows = right.status_assertions.order_by("as_of_date", "id")[:100]
    return [{"state": s.state, "source": shown_source(s.source, language, on), "as_of": s.as_of_date, "note": s.note} for s in rows]


def _parties(right: Right) -> list[dict[str, Any]]:
    rows = right.parties.order_by("role", "position")[:200]
    return [{"role": p.role, "name": p.name, "country": p.country or None} for p in rows]


def _owner(right: Right, language: Language) -> dict[str, Any] | None:
    owner_id = right.owner_organisation_id
    name = names_of([owner_id]).get(owner_id) if owner_id else None
    return {"id": owner_id, "name": name.best(language)[0]} if name else None


def _priorities(right: Right) -> list[dict[str, Any]]:
    """Some offices write their code into the number, others do not; it is shown once."""
    rows = right.priorities.order_by("priority_date", "number")[:100]
    return [{"number": p.number if p.number.startswith(p.office) else f"{p.office} {p.number}", "date": p.priority_date} for p in rows]


def _sources(right: Right) -> list[dict[str, Any]]:
    known = importers()
    rows = right.records.order_by("imported_at", "id").values("source", "file_name", "imported_at")[:50]
    return [{**row, "label": known[row["source"]].label if row["source"] in known else row["source"]} for row in rows]


def _publications(right: Right) -> list[dict[str, Any]]:
    rows = right.publications.order_by("publication_date", "kind", "number")[:100]
    found = [(PublicationNumber(p.office, p.number, p.kind), p.publication_date) for p in rows]
    return [{"number": n.display, "ref": n.key, "kind": n.kind or None, "date": day} for n, day in found]


def _family(actor: Actor, right: Right, language: Language, offices: dict[str, Translated], on: date) -> list[dict[str, Any]]:
    if right.family_id is None:
        return []
    members = (
        Right.objects.filter(right_visible_to(actor), family_id=right.family_id)
        .prefetch_related(Prefetch("texts", queryset=RightText.objects.only("right_id", "language", "title", "standing")))
        .order_by("filing_date", "office", "id")[:MAX_FAMILY]
    )
    return [
        {
            "id": m.id,
            "ref": m.ref or str(m.id),
            "number": display_number(m.ref),
            "office": _office(m.office, offices, language),
            "title": (titles(m.texts.all(), language) or [NO_TITLE])[0],
            "status": shown_status(m, language, on),
            "filing_date": m.filing_date,
            "is_this": m.id == right.id,
        }
        for m in members
    ]


def _citations(actor: Actor, right: Right) -> list[dict[str, Any]]:
    cited = list(right.citations.order_by("position")[:MAX_CITATIONS])
    numbers = {c.ref: n for c in cited if c.ref and (n := try_parse(c.ref))}
    held = set(
        Publication.objects.filter(
            right_visible_to(actor, prefix="right__"),
            office__in={n.office for n in numbers.values()},
            number__in={n.number for n in numbers.values()},
        ).values_list("office", "number")
    )
    here = {ref for ref, n in numbers.items() if (n.office, n.number) in held}
    return [{"text": c.text, "ref": c.ref if c.ref in here else None, "category": c.category or None} for c in cited]


def _technologies(actor: Actor, right: Right, language: Language) -> list[dict[str, Any]]:
    rows = ProductionTechnology.objects.filter(technology_visible_to(actor), rights=right).order_by("id")[:20]
    return [{"id": t.id, "title": technology_title(t, language)} for t in rows]
