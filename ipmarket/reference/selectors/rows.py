"""Reference rows as they were valid on a day. The tables are small and change with releases, so a process reads them once a minute."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from ipmarket.kernel.process_cache import remembered
from ipmarket.kernel.text import Translated
from ipmarket.reference.enums import RowList
from ipmarket.reference.models import Row, RowLink

M = TypeVar("M", Row, RowLink)


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One row: code, label, validity, who says so."""

    code: str
    label: Translated
    details: dict[str, str]
    valid_from: date
    valid_to: date | None
    source: str
    source_date: date | None
    confidence: str


def rows_of(which: RowList, *, on: date) -> list[ReferenceRow]:
    """All rows of a list valid on a day, in their own order. At most a few hundred."""

    def load() -> list[ReferenceRow]:
        return [_public(row) for row in _valid(Row.objects.filter(list=which.value), on).order_by("position", "code")[:1000]]

    return remembered(("reference.rows", which, on), load)


def labels_of(which: RowList, *, on: date) -> dict[str, Translated]:
    """Code → label for a list, for pages that show labels beside codes."""
    return remembered(("reference.labels", which, on), lambda: {row.code: row.label for row in rows_of(which, on=on)})


def members_of(group: str, *, on: date) -> list[str]:
    """Country codes of a territory group on a day. All groups are read in one query, since lists show them together."""

    def load() -> dict[str, list[str]]:
        members: dict[str, list[str]] = {}
        links = _valid(RowLink.objects.filter(kind="territory_group_member"), on).order_by("to_code", "from_code")
        for to_code, from_code in links.values_list("to_code", "from_code")[:20_000]:
            members.setdefault(to_code, []).append(from_code)
        return members

    return list(remembered(("reference.members", on), load).get(group, ()))


def technology_field_prefixes(*, on: date) -> dict[str, str]:
    """Class-symbol prefix → technology field code. The longest prefix wins."""

    def load() -> dict[str, str]:
        return dict(_valid(RowLink.objects.filter(kind="technology_field_prefix"), on).values_list("from_code", "to_code")[:5000])

    return remembered(("reference.field_prefixes", on), load)


def technology_field_of(symbol: str, prefixes: dict[str, str]) -> str | None:
    """The technology field of a class symbol such as ``B29C 45/17``, by the longest known prefix; None for symbols outside the table."""
    for length in range(len(symbol), 0, -1):
        code = prefixes.get(symbol[:length])
        if code is not None:
            return code
    return None


def _valid(query: QuerySet[M], on: date) -> QuerySet[M]:
    return query.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


def _public(row: Row) -> ReferenceRow:
    label = Translated(en=row.label_en, zh_hant=row.label_zh_hant, zh_hans=row.label_zh_hans)
    return ReferenceRow(row.code, label, row.details, row.valid_from, row.valid_to, row.source, row.source_date, row.confidence)
