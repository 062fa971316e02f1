"""A row of the catalogue → the fields of a document. Pure."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from hashlib import blake2b
from uuid import UUID

import orjson

from patents.selectors.search_rows import RecordRow
from search.documents.mapping import SCHEMA_VERSION
from search.documents.text_fields import text_fields
from search.language.readings import number_keys

UNKNOWN_YEAR = "unknown"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Later than any day that counts; newest-first keys count down from it, and four digits in base 36 hold it.
_LAST_DAY = 1_600_000
_UNKNOWN_DAY = "ZZZZ"
_AFTER_EVERY_NUMBER = "~"

_COLUMNS = tuple(each.name for each in fields(RecordRow))

Fields = dict[str, str | Sequence[str]]


def fields_of(row: RecordRow) -> Fields:
    """What the index holds of a record. A value that no source gives is absent, or "unknown" where a facet shows it."""
    day = row.on_date or (row.entered_date if row.type == "technology" else None)
    subclasses = sorted({symbol[:4] for symbol in row.symbols})
    document: Fields = {
        **text_fields(titles=row.titles, bodies=row.bodies, names=row.names),
        "type": row.type,
        "section": sorted({symbol[:1] for symbol in subclasses}),
        "class": sorted({symbol[:3] for symbol in subclasses}),
        "subclass": subclasses,
        "symbol": sorted({key for symbol in row.symbols for key in (symbol, symbol.partition("/")[0])}),
        "office": row.office,
        "status": row.state,
        "measure": sorted(set(row.measures)),
        "language": list(row.languages),
        "number": _number_keys(row),
        "by_newest": f"{_days_before_the_last(day)}{_spread(row.id)}{row.id}",
        "by_oldest": f"{_base36(day.toordinal()) if day else _UNKNOWN_DAY}{_spread(row.id)}{row.id}",
        "by_number": f"{_number_order(row)}{row.id}",
    }
    if row.type == "patent":
        document["year"] = str(row.on_date.year) if row.on_date else UNKNOWN_YEAR
    return {name: value for name, value in document.items() if value}


def digest_of(row: RecordRow) -> int:
    """A number that changes with anything that the document is made of, and with the schema; it fits a signed 64-bit column.

    The document follows from the row and the schema version alone, so comparing digests compares documents without making them.
    """
    values = [[each.key for each in row.numbers] if name == "numbers" else getattr(row, name) for name in _COLUMNS]
    content = orjson.dumps([SCHEMA_VERSION, values])
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big") >> 1


def _number_keys(row: RecordRow) -> list[str]:
    keys = [key for number in row.numbers for key in number_keys(number)]
    application = "".join(each for each in row.application_number.upper() if each.isalnum())
    if application:
        keys += [application, f"#{application.lstrip('0')}", f"{row.office}{application}"]
    return sorted(set(keys))


def _base36(number: int) -> str:
    digits = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _days_before_the_last(day: date | None) -> str:
    return _base36(_LAST_DAY - day.toordinal()) if day else _UNKNOWN_DAY


def _spread(id_: UUID) -> str:
    """Six characters that scatter the documents of one day, so that a page deep in a long day begins where the last one ended."""
    number = int.from_bytes(blake2b(id_.bytes, digest_size=4).digest(), "big")
    low, high = number % 36**2, number // 36**2
    return f"{_base36(high % 36**4)}{_DIGITS[low // 36]}{_DIGITS[low % 36]}"


def _number_order(row: RecordRow) -> str:
    """Office, prefix letters, then the digits by their value: shorter numbers first."""
    if not row.numbers:
        return _AFTER_EVERY_NUMBER
    number = max(row.numbers, key=lambda each: each.sort_key)
    office, prefix, value, _, kind = number.sort_key
    digits = str(value)
    return f"{office}{prefix}{_DIGITS[min(len(digits), 35)]}{digits}{kind}"
