"""Audit entries as CSV or as JSON lines, written out while they are read."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from ipmarket.kernel.api.names import to_camel
from ipmarket.kernel.api.renderers import render_json
from ipmarket.kernel.canonical import canonical_json
from ipmarket.kernel.text import Language, Translated

Row = tuple[dict[str, Any], str | None, Translated | None]
COLUMNS = (
    "id", "at", "sequence", "actor_kind", "actor_id", "actor_name", "actor_label", "mandate_id", "organisation_id", "organisation_name",
    "action", "target_type", "target_id", "before", "after", "reason", "request_id", "personal", "is_personal_erased",
    "digest", "previous_hash", "hash",
)  # fmt: skip
# What a spreadsheet takes for the beginning of a formula, in half and in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Spreadsheets read Chinese by this mark.
_MARK = "\ufeff"


def _values(row: Row, language: Language) -> dict[str, Any]:
    card, person, organisation = row
    named = {**card, "actor_name": person, "organisation_name": None if organisation is None else organisation.best(language)[0]}
    return {name: named[name] for name in COLUMNS}


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet runs: what looks like a formula is led by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        text = canonical_json(value).decode()
    elif hasattr(value, "isoformat"):
        text = value.isoformat()
    else:
        text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int) else text


def csv_lines(rows: Iterable[Row], language: Language) -> Iterator[bytes]:
    """RFC 4180, with a head row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(_MARK)
    writer.writerow([to_camel(name) for name in COLUMNS])
    for row in rows:
        writer.writerow([safe_cell(value) for value in _values(row, language).values()])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def json_lines(rows: Iterable[Row], language: Language) -> Iterator[bytes]:
    """One object a line. The keys inside before, after and personal stay as they were recorded."""
    for row in rows:
        yield render_json({to_camel(name): value for name, value in _values(row, language).items()}) + b"\n"
