"""Everything of a record that a search index may hold, read from the rows in a constant number of queries. For the relay, not for readers."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Prefetch

from ipmarket.accounts.enums import Audience
from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.kernel.text import LANGUAGES, Translated
from patents.enums import ClassOrigin, LegalState, TextStanding
from patents.models import ClassAssignment, PartyMention, ProductionTechnology, Publication, Right, RightText
from patents.numbers import PublicationNumber
from patents.selectors.technologies import columns

RecordType = Literal["patent", "technology"]
# Converted and machine text is found, and does not make a record one of that language.
_WRITTEN = frozenset({TextStanding.ORIGINAL, TextStanding.OWNER, TextStanding.OFFICIAL})
_TECHNOLOGY_BODIES = ("summary", "process", "equipment", "capacity")
_MAX_NAMES = 60


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


def rights_for_index(ids: Collection[UUID]) -> list[RecordRow]:
    """The rights of these ids that exist, in the order of their ids."""
    rights = list(
        Right.objects.filter(id__in=ids)
        .prefetch_related(
            Prefetch("texts", queryset=RightText.objects.order_by("language")),
            Prefetch("publications", queryset=Publication.objects.order_by("publication_date", "id")),
            Prefetch("parties", queryset=PartyMention.objects.order_by("role", "position")),
            Prefetch("classes", queryset=ClassAssignment.objects.order_by("origin", "position")),
        )
        .order_by("id")
    )
    owners = names_of(right.owner_organisation_id for right in rights)
    return [_right_row(right, owners.get(right.owner_organisation_id) if right.owner_organisation_id else None) for right in rights]


def _right_row(right: Right, owner: Translated | None) -> RecordRow:
    texts = list(right.texts.all())
    names = [right.owner_name, *(party.name for party in right.parties.all()), *(_values(owner) if owner else ())]
    numbers = tuple(PublicationNumber(each.office, each.number, each.kind) for each in right.publications.all())
    return RecordRow(
        id=right.id,
        type="patent",
        audience=right.audience,
        titles=tuple(text.title for text in texts if text.title),
        bodies=tuple(text.abstract for text in texts if text.abstract) or tuple(right.claims[:1]),
        names=tuple(dict.fromkeys(name for name in names if name))[:_MAX_NAMES],
        languages=_languages((text.language, text.standing) for text in texts),
        numbers=numbers,
        application_number=right.application_number,
        office=right.office,
        state=right.status,
        on_date=right.publication_date or right.grant_date or right.filing_date,
        entered_date=right.created_at.date(),
        symbols=_symbols(list(right.classes.all())),
        measures=tuple(right.measures),
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
        symbols=_symbols(sorted(row.classes.all(), key=lambda each: (each.origin, each.position))),
        measures=tuple(row.measures),
    )


def public_states(technology_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The states of the public rights that stand behind each technology. Hidden ones must not show through a facet."""
    found: dict[UUID, list[str]] = defaultdict(list)
    pairs = Right.objects.filter(technologies__in=list(technology_ids), audience=Audience.PUBLIC).values_list("technologies", "status", "id")
    for technology_id, status, _ in pairs.order_by("id").distinct():
        found[technology_id].append(status)
    return found


def technology_state(states: list[str]) -> str:
    """One state for a technology: the strongest of its rights, "not patented" where it has none."""
    for state in (LegalState.IN_FORCE, LegalState.PENDING):
        if state in states:
            return state.value
    return states[0] if states else LegalState.NOT_PATENTED.value


def ids_for_index(which: RecordType, *, after: UUID | None, limit: int) -> list[UUID]:
    """The next ids in ascending order, whatever their audience."""
    rows = Right.objects.order_by("id") if which == "patent" else ProductionTechnology.objects.order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.values_list("id", flat=True)[:limit])


def _values(text: Translated) -> tuple[str, ...]:
    return tuple(value for _, value in text.items())


def _languages(texts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    pairs = list(texts)
    written = [language for language, standing in pairs if standing in _WRITTEN]
    known = {"zh": "zh-Hans", **{language: language for language in LANGUAGES}}
    return tuple(sorted({known.get(language, "other") for language in written or [language for language, _ in pairs]}))


def _symbols(classes: list[ClassAssignment]) -> tuple[str, ...]:
    """What an office or the owner gave; the classifier's suggestions only where nobody gave any."""
    given = [each.symbol for each in classes if each.origin != ClassOrigin.SUGGESTED]
    return tuple(dict.fromkeys(given or [each.symbol for each in classes]))
