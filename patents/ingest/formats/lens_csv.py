"""Lens.org CSV exports, in the column sets of 2015 and 2021."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO

from patents.application_numbers import ApplicationNumber, try_read_application
from patents.ingest.cleaning import (
    MAX_CITATIONS,
    MAX_CLASSES,
    MAX_NAME_CHARS,
    MAX_PARTIES,
    MAX_PRIORITIES,
    MAX_TITLE_CHARS,
    clean_text,
    read_date,
    read_link,
    read_symbol,
)
from patents.ingest.lines import read_lines
from patents.ingest.port import BadRecord, BadRecordReason, ReadContext, bad_record
from patents.ingest.record import CitationMention, ClassMention, Party, PriorityClaim, SourceRecord
from patents.numbers import NumberNotRead, parse

_READER = "lens_csv/1"
_NEEDED = frozenset({"Jurisdiction", "Kind", "Publication Number", "Publication Date", "Title"})
_LIST = re.compile(r"\s*;;\s*")
# "US 201913657841 A 20190422": office, number (with blanks in some offices), kind, day.
_PRIORITY = re.compile(r"^([A-Z]{2})\s+(\S.{0,30}?)\s+([A-Z]{1,2}[0-9]?)\s+([0-9]{8})$")
_APPLICATION = re.compile(r"^([A-Z]{2})\s+(\S.{0,30}?)\s+([A-Z]{1,2}[0-9]?)$")
# Lens puts the number in the place of a title that it does not have.
_NUMBER_AS_TITLE = re.compile(r"^[A-Z]{2} [A-Z]?[0-9/]+ [A-Z][0-9]?$")


class LensCsv:
    name = "lens"
    label = "Lens.org CSV export"

    def sniff(self, head: bytes, file_name: str) -> float:
        columns = _head_columns(head)
        if columns >= _NEEDED and ("Lens ID" in columns or "Priority Numbers" in columns):
            return 0.95
        return 0.0

    def read(self, stream: BinaryIO, context: ReadContext) -> Iterator[SourceRecord | BadRecord]:
        problems: list[BadRecord] = []
        rows = csv.reader(_text_lines(stream, context, problems))
        header: list[str] = []
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield bad_record(f"line {rows.line_num}", BadRecordReason.ROW_NOT_READ, f"The row cannot be read as CSV: {error}.")
                continue
            yield from problems
            problems.clear()
            if row is None:
                return
            place = f"line {rows.line_num}"
            if not header:
                header = [name.strip().lstrip("\ufeff") for name in row]
                missing = sorted(_NEEDED - set(header))
                if missing:
                    detail = f"The columns {', '.join(missing)} are missing; this is no Lens export."
                    yield bad_record(place, BadRecordReason.COLUMNS_MISSING, detail, ",".join(row)[:200])
                    return
            elif row:
                yield _read_row(header, row, place)


IMPORTER = LensCsv()


def _head_columns(head: bytes) -> set[str]:
    first = re.split(r"[\r\n]", head[:8000].decode("utf-8", "replace").lstrip("\ufeff"), maxsplit=1)[0]
    try:
        return {name.strip() for name in next(csv.reader([first]), [])}
    except csv.Error:
        return set()


def _text_lines(stream: BinaryIO, context: ReadContext, problems: list[BadRecord]) -> Iterable[str]:
    """Lines for the CSV reader. Bytes that are not UTF-8 become surrogates, which `_read_row` notices field by field."""
    for line in read_lines(stream, context.max_record_bytes):
        if isinstance(line, BadRecord):
            problems.append(line)
        elif line.content is None:
            detail = f"The line is longer than {context.max_record_bytes:,} bytes and was passed over."
            problems.append(bad_record(f"line {line.number}", BadRecordReason.RECORD_TOO_LONG, detail, line.excerpt))
        else:
            yield line.content.decode("utf-8", "surrogateescape").replace("\x00", "") + "\n"


def _is_damaged(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _read_row(header: list[str], row: list[str], place: str) -> SourceRecord | BadRecord:
    excerpt = ",".join(row[:6]).encode("utf-8", "replace")
    if len(row) != len(header):
        detail = f"The row has {len(row)} fields where the header names {len(header)}."
        return bad_record(place, BadRecordReason.ROW_NOT_READ, detail, excerpt)
    fields = dict(zip(header, row, strict=True))
    damaged = [name for name, value in fields.items() if _is_damaged(value)]
    unusable = [name for name in ("Jurisdiction", "Kind", "Publication Number", "Title") if name in damaged]
    if unusable:
        detail = f"The field {unusable[0]} holds bytes that are not UTF-8."
        return bad_record(place, BadRecordReason.WRONG_ENCODING, detail, excerpt)
    for name in damaged:
        fields[name] = ""
    try:
        publication = parse(fields["Publication Number"])
    except NumberNotRead as error:
        detail = f"The number {fields['Publication Number'][:60]!r} cannot be read ({error.code.value})."
        return bad_record(place, BadRecordReason.NUMBER_NOT_READ, detail, excerpt)
    published = _read_day(fields["Publication Date"], fields.get("Publication Year", ""), None)
    filed = _read_day(fields.get("Application Date", ""), "", published)
    application, application_text = _application(fields.get("Application Number", ""), filed)
    title = clean_text(fields["Title"], MAX_TITLE_CHARS)
    return SourceRecord(
        source="lens",
        # The two column sets say different things about one publication; neither replaces the other.
        source_key=f"{publication.key}:{'2021' if 'Lens ID' in fields else '2015'}",
        reader=_READER,
        office=publication.office,
        number=publication.number,
        kind=publication.kind,
        publication_date=published,
        application_text=application_text,
        application_key=application.key if application else "",
        filing_date=filed,
        # Lens exports titles in English, or in the original when it has no English one, without saying which.
        titles=((_guess_language(title), title),) if title and not _NUMBER_AS_TITLE.match(title) else (),
        priorities=_priorities(fields.get("Priority Numbers", "")),
        parties=_parties(fields),
        classes=_classes(fields),
        citations=_citations(fields),
        family_hints=(),
        original_link=read_link(fields.get("URL", "")),
        remarks=tuple(f"{name}: left out, its bytes are not UTF-8" for name in damaged[:20]),
    )


def _read_day(text: str, year: str, not_after: date | None) -> date | None:
    """ISO days (2021) or day/month/two-digit year (2015); the century comes from the year column, else from the publication date."""
    iso = read_date(text)
    if iso is not None:
        return iso
    match = re.match(r"^([0-9]{2})/([0-9]{2})/([0-9]{2})$", text.strip())
    if match is None:
        return None
    day, month, short_year = (int(part) for part in match.groups())
    centuries: tuple[int, ...] = (2000, 1900, 1800)
    if year.isdigit():
        centuries = tuple(century for century in centuries if century + short_year == int(year))
    for century in centuries:
        try:
            candidate = date(century + short_year, month, day)
        except ValueError:
            continue
        if not_after is None or candidate <= not_after:
            return candidate if year.isdigit() or not_after is not None else None
    return None


def _application(text: str, filed: date | None) -> tuple[ApplicationNumber | None, str]:
    match = _APPLICATION.match(text.strip())
    if match is None:
        return None, clean_text(text, 40)
    office, number, kind = match.groups()
    return try_read_application(office, number, kind, filed=filed, form="docdb"), clean_text(text, 40)


def _priorities(text: str) -> tuple[PriorityClaim, ...]:
    found: list[PriorityClaim] = []
    for entry in _LIST.split(text)[:MAX_PRIORITIES]:
        match = _PRIORITY.match(entry.strip())
        if match is None:
            continue
        office, number, kind, day_text = match.groups()
        day = read_date(day_text)
        application = try_read_application(office, number, kind, filed=day, form="docdb")
        found.append(PriorityClaim(office, clean_text(number, 30), application.key if application else "", day))
    return tuple(dict.fromkeys(found))


def _parties(fields: dict[str, str]) -> tuple[Party, ...]:
    found: list[Party] = []
    for role, column in (("applicant", "Applicants"), ("inventor", "Inventors"), ("owner", "Owners (US)")):
        names = (clean_text(name, MAX_NAME_CHARS).strip(" ;,") for name in _LIST.split(fields.get(column, "")))
        found.extend(Party(role, name) for name in names if name)
    return tuple(dict.fromkeys(found))[:MAX_PARTIES]


def _classes(fields: dict[str, str]) -> tuple[ClassMention, ...]:
    """Lens sorts the symbols, so that none can be called the first."""
    found: dict[tuple[str, str], None] = {}
    for scheme, column in (("ipc", "IPCR Classifications"), ("cpc", "CPC Classifications")):
        for text in _LIST.split(fields.get(column, ""))[:MAX_CLASSES]:
            if symbol := read_symbol(text):
                found[scheme, symbol] = None
    return tuple(ClassMention(scheme, symbol) for scheme, symbol in found)


def _citations(fields: dict[str, str]) -> tuple[CitationMention, ...]:
    texts = (clean_text(text, 1_000) for text in _LIST.split(fields.get("NPL Citations", ""))[:MAX_CITATIONS])
    return tuple(dict.fromkeys(CitationMention(text) for text in texts if text))


def _guess_language(title: str) -> str:
    """Only what the script itself proves: kana, hangul or Cyrillic; han alone is Chinese or Japanese; the rest is taken as English."""
    if re.search(r"[\u3040-\u30ff]", title):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", title):
        return "ko"
    if re.search(r"[\u4e00-\u9fff]", title):
        return "zh-Hans"
    return "ru" if re.search(r"[\u0400-\u04ff]{3}", title) else "en"
