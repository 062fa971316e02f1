"""A copy of personal data as one ZIP file: everything as JSON for programs, and as a page without script for people. Pure."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any
from uuid import UUID

# One fixed moment for all files in the archive: the same data give the same bytes.
_FILE_TIME = (2026, 1, 1, 0, 0, 0)
Sections = Mapping[str, Sequence[Mapping[str, Any]]]


def write_copy(sections: Sections, *, at: datetime, language: str, words: Mapping[str, str]) -> bytes:
    """The ZIP file with ``data.json`` and ``index.html``. ``words`` holds the page's texts and the headings of sections by name."""
    plain = {name: [dict(row) for row in rows] for name, rows in sections.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("data.json", json.dumps({"madeAt": at.isoformat(), **plain}, default=_plain, ensure_ascii=False, indent=2)),
            ("index.html", _page(plain, at=at, language=language, words=words)),
        ):
            archive.writestr(zipfile.ZipInfo(name, _FILE_TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a copy of personal data.")


def _page(sections: Mapping[str, list[dict[str, Any]]], *, at: datetime, language: str, words: Mapping[str, str]) -> str:
    parts = [
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(words['title'])}</title><style>{_STYLE}</style></head><body><h1>{escape(words['title'])}</h1>",
        f"<p>{escape(words['made'])} {escape(at.isoformat(timespec='minutes'))}</p>",
    ]
    for name, rows in sections.items():
        parts.append(f"<h2>{escape(words.get(name, name))} <small>{len(rows)}</small></h2>")
        parts.extend(_table(rows) if rows else [f"<p>{escape(words['nothing'])}</p>"])
    parts.append("</body></html>")
    return "".join(parts)


def _table(rows: list[dict[str, Any]]) -> list[str]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = ['<div class="wide"><table><thead><tr>', *(f"<th>{escape(column)}</th>" for column in columns), "</tr></thead><tbody>"]
    for row in rows:
        lines += ["<tr>", *(f"<td>{escape(_cell(row.get(column)))}</td>" for column in columns), "</tr>"]
    lines.append("</tbody></table></div>")
    return lines


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int):
        return str(value)
    return json.dumps(value, default=_plain, ensure_ascii=False).strip('"')


_STYLE = (
    "body{font:16px/1.6 sans-serif;margin:24px;color:#14201b}h1{font-size:26px}h2{font-size:20px;margin-top:32px}"
    "small{color:#4f5d57}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:14px}"
    "th,td{border:1px solid #d8e0dc;padding:4px 8px;text-align:left;vertical-align:top}"
)
