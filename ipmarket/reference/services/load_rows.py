"""Reference rows enter the database from the tables shipped with the product."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from ipmarket.kernel import process_cache
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.reference.enums import RowList
from ipmarket.reference.events import ROWS_LOADED
from ipmarket.reference.models import Row, RowLink

DATA = Path(__file__).resolve().parents[1] / "data"
# Tables that give no date of validity hold since before anything that the product records.
SINCE = date(1900, 1, 1)
_TABLES = {
    "countries.tsv": RowList.COUNTRY,
    "territory_groups.tsv": RowList.TERRITORY_GROUP,
    "sectors.tsv": RowList.SECTOR,
    "measures.tsv": RowList.MEASURE,
    "technology_fields.tsv": RowList.TECHNOLOGY_FIELD,
    "technology_sectors.tsv": RowList.TECHNOLOGY_SECTOR,
    "status_sources.tsv": RowList.STATUS_SOURCE,
    "stages.tsv": RowList.STAGE,
    "right_types.tsv": RowList.RIGHT_TYPE,
    "legal_states.tsv": RowList.LEGAL_STATE,
    "size_rules.tsv": RowList.SIZE_RULE,
    "registration_formats.tsv": RowList.REGISTRATION_FORMAT,
    "organisation_kinds.tsv": RowList.ORGANISATION_KIND,
    "free_mail_domains.tsv": RowList.FREE_MAIL_DOMAIN,
    "public_suffixes.tsv": RowList.PUBLIC_SUFFIX,
    "retention_rules.tsv": RowList.RETENTION_RULE,
}
_OWN_COLUMNS = {"code", "en", "zh_hant", "zh_hans", "valid_from", "valid_to", "source", "source_date", "confidence"}
MEMBER_OF_TERRITORY_GROUP = "territory_group_member"
PREFIX_OF_TECHNOLOGY_FIELD = "technology_field_prefix"


@dataclass(frozen=True, slots=True)
class LoadReport:
    created: int
    changed: int
    unchanged: int


def load_rows(*, actor: Actor, at: datetime, folder: Path = DATA) -> LoadReport:
    """Brings the database in step with the shipped tables. A second run changes nothing.

    Rows are found again by list, code and start of validity; what left a table is kept, because records may refer to it.
    """
    with transaction.atomic():
        known = {(r.list, r.code, r.valid_from): r for r in Row.objects.all()}
        created: list[Row] = []
        changed: list[Row] = []
        unchanged = 0
        for row in _rows(folder):
            old = known.get((row.list, row.code, row.valid_from))
            if old is None:
                created.append(row)
            elif _content(old) != _content(row):
                row.id = old.id
                changed.append(row)
            else:
                unchanged += 1
        Row.objects.bulk_create(created)
        Row.objects.bulk_update(changed, [f for f in _CONTENT_FIELDS if f != "list"])
        created_links, changed_links = _load_links(folder)
        report = LoadReport(len(created) + created_links, len(changed) + changed_links, unchanged)
        if report.created or report.changed:
            audit.record(
                actor=actor, at=at, action="reference.load_rows", target_type="reference.row", target_id="shipped",
                after={"created": report.created, "changed": report.changed},
            )  # fmt: skip
            outbox.emit(topic=ROWS_LOADED, aggregate_type="reference.row", aggregate_id="shipped", payload={}, at=at)
    process_cache.forget()
    return report


_CONTENT_FIELDS = (
    "list",
    "label_en",
    "label_zh_hant",
    "label_zh_hans",
    "position",
    "details",
    "valid_to",
    "source",
    "source_date",
    "confidence",
)


def _content(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _CONTENT_FIELDS)


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _end(last_day: str | None) -> date | None:
    """The tables name the last day of validity, as laws do; the database keeps half-open spans."""
    return date.fromisoformat(last_day) + timedelta(days=1) if last_day else None


def _rows(folder: Path) -> Iterator[Row]:
    for name, which in _TABLES.items():
        for position, line in enumerate(_table(folder / name)):
            yield Row(
                list=which.value,
                code=line["code"],
                label_en=line["en"],
                label_zh_hant=line["zh_hant"],
                label_zh_hans=line["zh_hans"],
                position=position,
                details={k: v for k, v in line.items() if k and k not in _OWN_COLUMNS and v},
                valid_from=_day(line.get("valid_from")) or SINCE,
                valid_to=_end(line.get("valid_to")),
                source=line.get("source") or "Product vocabulary",
                source_date=_day(line.get("source_date")),
                confidence=line.get("confidence") or "high",
            )


def _links(folder: Path) -> Iterator[RowLink]:
    for line in _table(folder / "territory_group_members.tsv"):
        yield RowLink(
            kind=MEMBER_OF_TERRITORY_GROUP,
            from_code=line["country"],
            to_code=line["group"],
            valid_from=_day(line.get("valid_from")) or SINCE,
            valid_to=_end(line.get("valid_to")),
        )
    for line in _table(folder / "technology_field_symbols.tsv"):
        yield RowLink(kind=PREFIX_OF_TECHNOLOGY_FIELD, from_code=line["symbol_prefix"], to_code=line["code"], valid_from=SINCE)


def _load_links(folder: Path) -> tuple[int, int]:
    """How many links are new, and how many got another end. They are found again by kind, both codes and start of validity."""
    known = {(link.kind, link.from_code, link.to_code, link.valid_from): link for link in RowLink.objects.all()}
    missing: list[RowLink] = []
    ended: list[RowLink] = []
    for link in _links(folder):
        old = known.get((link.kind, link.from_code, link.to_code, link.valid_from))
        if old is None:
            missing.append(link)
        elif old.valid_to != link.valid_to:
            old.valid_to = link.valid_to
            ended.append(old)
    RowLink.objects.bulk_create(missing)
    RowLink.objects.bulk_update(ended, ["valid_to"])
    return len(missing), len(ended)
