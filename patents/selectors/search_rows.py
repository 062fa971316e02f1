"""Everything of a record that a search index may hold, read in a constant number of queries. For the relay, not for readers."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts.enums import Audience
from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.kernel.text import LANGUAGES, Translated
from patents.enums import ClassOrigin, LegalState, TextStanding
from patents.models import ClassAssignment, PartyMention, ProductionTechnology, Publication, Right, RightText
from patents.numbers import PublicationNumber
from patents.selectors.technologies import columns

RecordType = Literal["patent", "technology"]
RECORD_TYPES: tuple[RecordType, ...] = ("patent", "technology")
# Converted and machine text is found, and does not make a record one of that language.
WRITTEN = frozenset({TextStanding.ORIGINAL, TextStanding.OWNER, TextStanding.OFFICIAL})
_TECHNOLOGY_BODIES = ("summary", "process", "equipment", "capacity")
_MAX_NAMES = 60
MAX_FAMILY_MEMBERS = 200
_RIGHT_COLUMNS = (
    "id", "audience", "claims", "owner_name", "owner_organisation_id", "application_number", "office", "status", "publication_date",
    "grant_date", "filing_date", "created_at", "measures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One right or technology. ``on_date`` is when it was published, granted or filed; None where no source says."""

    id: UUID
    type: RecordType
    audience: str
    titles: tuple[str, ...]
    bodies: tuple[str, ...]
    names: tuple[str, ...]
    languages: tuple[str, ...]
    numbers: tuple[PublicationNumber, ...]
    application_number: str
    office: str
    state: str
    on_date: date | None
    entered_date: date
    symbols: tuple[str, ...]
    measures: tuple[str, ...]


def rights_for_index(ids: Collection[UUID], *, is_page: bool = False) -> list[RecordRow]:
    """The rights of these ids that exist, in the order of their ids. Columns and not objects: a rebuild reads every row there is.

    ``is_page`` says that these are neighbours, as :func:`ids_for_index` gives them: the database is then asked for the stretch between
    the first and the last, which costs it less than looking for a thousand ids.
    """
    wanted = set(ids)
    if not wanted:
        return []
    first, last = min(wanted), max(wanted)
    mine = Q(id__gte=first, id__lte=last) if is_page else Q(id__in=wanted)
    theirs = Q(right__gte=first, right__lte=last) if is_page else Q(right__in=wanted)
    rows = [row for row in Right.objects.filter(mine).order_by("id").values(*_RIGHT_COLUMNS) if row["id"] in wanted]
    texts = _grouped(RightText.objects.filter(theirs).order_by("language"), "language", "title", "abstract", "standing")
    publications = _grouped(Publication.objects.filter(theirs).order_by("publication_date", "id"), "office", "number", "kind")
    parties = _grouped(PartyMention.objects.filter(theirs).order_by("role", "position"), "name")
    classes = _grouped(ClassAssignment.objects.filter(theirs).order_by("origin", "position"), "symbol", "origin")
    owners = names_of(row["owner_organisation_id"] for row in rows)
    return [
        _right_row(
            row,
            texts=texts.get(row["id"], []),
            publications=publications.get(row["id"], []),
            names=[
                row["owner_name"],
                *(name for (name,) in parties.get(row["id"], [])),
                *_values(owners.get(row["owner_organisation_id"])),
            ],
            classes=classes.get(row["id"], []),
        )
        for row in rows
    ]


def _grouped(rows: QuerySet[Any], *names: str) -> dict[UUID, list[tuple[Any, ...]]]:
    """Right → the named columns of its rows, in the order of the query."""
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for right_id, *values in rows.values_list("right_id", *names):
        found[right_id].append(tuple(values))
    return found


def _right_row(
    row: dict[str, Any],
    *,
    texts: list[tuple[Any, ...]],
    publications: list[tuple[Any, ...]],
    names: list[str],
    classes: list[tuple[Any, ...]],
) -> RecordRow:
    return RecordRow(
        id=row["id"],
        type="patent",
        audience=row["audience"],
        titles=tuple(title for _, title, _, _ in texts if title),
        bodies=tuple(abstract for _, _, abstract, _ in texts if abstract) or tuple(row["claims"][:1]),
        names=tuple(dict.fromkeys(name for name in names if name))[:_MAX_NAMES],
        languages=_languages((language, standing) for language, _, _, standing in texts),
        numbers=tuple(PublicationNumber(office, number, kind) for office, number, kind in publications),
        application_number=row["application_number"],
        office=row["office"],
        state=row["status"],
        on_date=row["publication_date"] or row["grant_date"] or row["filing_date"],
        entered_date=row["created_at"].date(),
        symbols=_symbols(classes),
        measures=tuple(row["measures"]),
    )


def technologies_for_index(ids: Collection[UUID]) -> list[RecordRow]:
    """The technologies of these ids that exist, in the order of their ids."""
    rows = list(ProductionTechnology.objects.filter(id__in=ids).prefetch_related("classes").order_by("id"))
    owners = names_of(row.owner_organisation_id for row in rows)
    states = public_states([row.id for row in rows])
    return [_technology_row(row, owners.get(row.owner_organisation_id, Translated()), states.get(row.id, [])) for row in rows]


def _technology_row(row: ProductionTechnology, owner: Translated, states: list[str]) -> RecordRow:
    title = columns(row, "title")
    return RecordRow(
        id=row.id,
        type="technology",
        audience=row.audience,
        titles=_values(title),
        bodies=(*(text for name in _TECHNOLOGY_BODIES for text in _values(columns(row, name))), *map(str, row.certifications)),
        names=_values(owner),
        languages=tuple(language for language, _ in title.items()),
        numbers=(),
        application_number="",
        office="",
        state=technology_state(states),
        on_date=None,
        entered_date=row.created_at.date(),
        symbols=_symbols([(each.symbol, each.origin) for each in sorted(row.classes.all(), key=lambda each: (each.origin, each.position))]),
        measures=tuple(row.measures),
    )


def public_states(technology_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The states of the public rights that stand behind each technology. Hidden ones must not show through a facet."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rights = Right.objects.filter(technologies__in=list(technology_ids), audience=Audience.PUBLIC).order_by("id")
    for technology_id, status, _ in rights.values_list("technologies", "status", "id").distinct():
        found[technology_id].append(status)
    return found


def technology_state(states: list[str]) -> str:
    """One state for a technology: the strongest of its rights, "not patented" where it has none."""
    for state in (LegalState.IN_FORCE, LegalState.PENDING):
        if state in states:
            return state.value
    return states[0] if states else LegalState.NOT_PATENTED.value


def rows_for_index(which: RecordType, ids: Collection[UUID], *, is_page: bool = False) -> dict[UUID, RecordRow]:
    """The records of one type by their ids; ids that nothing has are left out. For ``is_page`` see :func:`rights_for_index`."""
    rows = rights_for_index(ids, is_page=is_page) if which == "patent" else technologies_for_index(ids)
    return {row.id: row for row in rows}


def ids_for_index(which: RecordType, *, after: UUID | None, limit: int) -> list[UUID]:
    """The next ids in ascending order, whatever their audience."""
    rows = Right.objects.order_by("id") if which == "patent" else ProductionTechnology.objects.order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.values_list("id", flat=True)[:limit])


def family_members(family_id: UUID | None) -> list[UUID]:
    """The rights of a family, whatever their audience, to a bound that real families stay below; none without a family."""
    if family_id is None:
        return []
    return list(Right.objects.filter(family_id=family_id).order_by("id").values_list("id", flat=True)[:MAX_FAMILY_MEMBERS])


def _values(text: Translated | None) -> tuple[str, ...]:
    return tuple(value for _, value in text.items()) if text else ()


def _languages(texts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    pairs = list(texts)
    written = [language for language, standing in pairs if standing in WRITTEN]
    known: dict[str, str] = {"zh": "zh-Hans"} | {language: language for language in LANGUAGES}
    return tuple(sorted({known.get(language, "other") for language in written or [language for language, _ in pairs]}))


def _symbols(classes: Iterable[tuple[Any, ...]]) -> tuple[str, ...]:
    """What an office or the owner gave; the classifier's suggestions only where nobody gave any. Pairs of symbol and origin."""
    pairs = list(classes)
    given = [symbol for symbol, origin in pairs if origin != ClassOrigin.SUGGESTED]
    return tuple(dict.fromkeys(given or [symbol for symbol, _ in pairs]))
