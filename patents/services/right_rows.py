"""How a draft of a right looks as columns and child rows, which of the stored rows sources may touch, and how new ones are written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q, QuerySet

from ipmarket.kernel.ids import new_id
from patents.enums import ClassOrigin, RightType, TextStanding
from patents.ingest.resolution import RightDraft
from patents.models import Citation, ClassAssignment, PartyMention, Priority, Publication, RightText
from patents.numbers import RightClass

MANAGED_STANDINGS = (TextStanding.ORIGINAL, TextStanding.OFFICIAL)
COLUMNS = (
    "right_type",
    "office",
    "application_number",
    "filing_date",
    "publication_date",
    "grant_date",
    "original_language",
    "ref",
    "owner_name",
    "original_link",
    "claims",
)
# Languages in which an office publishes. A title in another language is a translation, whoever made it.
_OFFICE_LANGUAGES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("AU", "CA", "GB", "IE", "IN", "NZ", "SG", "US", "ZA"), frozenset({"en"})),
    **dict.fromkeys(("AT", "DE"), frozenset({"de"})),
    **dict.fromkeys(("RU", "SU"), frozenset({"ru"})),
    "CA": frozenset({"en", "fr"}),
    "CN": frozenset({"zh-Hans"}),
    "ES": frozenset({"es"}),
    "FR": frozenset({"fr"}),
    "HK": frozenset({"en", "zh-Hant", "zh-Hans"}),
    "JP": frozenset({"ja"}),
    "KR": frozenset({"ko"}),
    "TW": frozenset({"zh-Hant"}),
}
# Offices whose numbers without a kind are read as patents; others number utility models in the same way.
_PATENT_WITHOUT_KIND = frozenset({"CA", "CN", "EP", "US", "WO"})
_RIGHT_TYPES = {
    RightClass.PATENT: RightType.PATENT,
    RightClass.UTILITY_MODEL: RightType.UTILITY_MODEL,
    RightClass.DESIGN: RightType.DESIGN,
    # A plant patent of the United States is a patent; a plant variety right is something else.
    RightClass.PLANT: RightType.PATENT,
}


def right_columns(draft: RightDraft) -> dict[str, Any]:
    """Values of `Right` that sources decide."""
    owner = next((party.name for role in ("owner", "applicant") for party in draft.parties if party.role == role), "")
    return {
        "right_type": _right_type(draft).value,
        "office": draft.office,
        "application_number": draft.application_text[:40],
        "filing_date": draft.filing_date,
        "publication_date": draft.publication_date,
        "grant_date": draft.grant_date,
        "original_language": draft.original_language,
        "ref": draft.main.key if draft.main else "",
        "owner_name": owner[:400],
        "original_link": draft.original_link,
        "claims": list(draft.claims),
    }


def _right_type(draft: RightDraft) -> RightType:
    if draft.main is None:
        return RightType.UNKNOWN
    is_plain_number = all(not publication.number.kind for publication in draft.publications)
    if draft.right_class is RightClass.PATENT and is_plain_number and draft.office not in _PATENT_WITHOUT_KIND:
        return RightType.UNKNOWN
    return _RIGHT_TYPES[draft.right_class]


def _standing(draft: RightDraft, language: str) -> str:
    if draft.original_language:
        return TextStanding.ORIGINAL.value if language == draft.original_language else TextStanding.OFFICIAL.value
    of_office = _OFFICE_LANGUAGES.get(draft.office)
    return TextStanding.ORIGINAL.value if of_office is None or language in of_office else TextStanding.OFFICIAL.value


Values = tuple[Any, ...]
ChildRow = tuple[UUID, Values]


@dataclass(frozen=True, slots=True)
class Child:
    """One kind of row below a right: its model, the columns that sources decide, the rows that they may touch, the values of a draft."""

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    values: Callable[[RightDraft], list[Values]]
    only: Q | None = None

    def managed(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows if self.only is None else rows.filter(self.only)

    @property
    def copy_statement(self) -> str:
        """Fills id, right and the columns that sources decide; the rest have no value or the database's own."""
        columns = ", ".join(("id", "right_id", *self.fields))
        return f"COPY {self.model._meta.db_table} ({columns}) FROM STDIN"


def _publication_values(draft: RightDraft) -> list[Values]:
    return [(p.number.office, p.number.number, p.number.kind, p.publication_date) for p in draft.publications]


def _text_values(draft: RightDraft) -> list[Values]:
    return [(text.language, text.title, text.abstract, _standing(draft, text.language)) for text in draft.texts]


def _priority_values(draft: RightDraft) -> list[Values]:
    found: dict[tuple[str, str], Values] = {}
    for claim in draft.priorities:
        # A canonical key begins with the office of filing, which for a PCT filing is not the office that a source names.
        office, number = (claim.key[:2], claim.key[2:]) if claim.key else (claim.office, claim.text[:40])
        found.setdefault((office, number), (office, number, claim.priority_date))
    return list(found.values())


def _party_values(draft: RightDraft) -> list[Values]:
    positions: dict[str, int] = {}
    found: list[Values] = []
    for party in draft.parties:
        positions[party.role] = positions.get(party.role, -1) + 1
        found.append((party.role, positions[party.role], party.name, party.country))
    return found


def _class_values(draft: RightDraft) -> list[Values]:
    return [
        (mention.scheme, mention.symbol, mention.symbol[:4], ClassOrigin.OFFICE.value, position, mention.is_first)
        for position, mention in enumerate(draft.classes)
    ]


def _citation_values(draft: RightDraft) -> list[Values]:
    return [(position, item.text, item.ref, item.category) for position, item in enumerate(draft.citations)]


CHILDREN = (
    Child("publications", Publication, ("office", "number", "kind", "publication_date"), _publication_values),
    Child("texts", RightText, ("language", "title", "abstract", "standing"), _text_values, Q(standing__in=MANAGED_STANDINGS)),
    Child("priorities", Priority, ("office", "number", "priority_date"), _priority_values),
    Child("parties", PartyMention, ("role", "position", "name", "country"), _party_values),
    Child(
        "classes",
        ClassAssignment,
        ("scheme", "symbol", "subclass", "origin", "position", "is_first"),
        _class_values,
        Q(origin=ClassOrigin.OFFICE),
    ),
    Child("citations", Citation, ("position", "text", "ref", "category"), _citation_values),
)


def child_rows(child: Child, drafts: Iterable[tuple[UUID, RightDraft]]) -> list[ChildRow]:
    """Rows of one kind for all drafts, each with its right."""
    return [(right_id, values) for right_id, draft in drafts for values in child.values(draft)]


def copy_rows(child: Child, rows: Iterable[ChildRow]) -> None:
    """Write new rows by COPY, which a large import is through with in half the time that inserts take."""
    with connection.cursor() as cursor, cursor.copy(child.copy_statement) as copy:
        for right_id, values in rows:
            copy.write_row((new_id(), right_id, *values))
