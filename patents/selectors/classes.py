"""Classes, technology fields and other coded values with their labels, for pages of any kind of record."""

from datetime import date
from typing import Any

from ipmarket.kernel.text import Language
from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import labels_of, rows_of, technology_field_of, technology_field_prefixes
from patents.models import ClassAssignment
from patents.selectors.official_titles import readable_title
from patents.selectors.scheme import titles_of, upper_cards


def coded(code: str, which: RowList, language: Language, on: date) -> dict[str, str]:
    """A code with its label in the reader's language; the code itself where the list does not hold it on that day."""
    label = labels_of(which, on=on).get(code)
    return {"code": code, "label": label.best(language)[0] if label else code}


def class_rows(assignments: list[ClassAssignment], language: Language) -> list[dict[str, Any]]:
    """Class assignments with our label and the office's title; one query for the titles of groups."""
    cards = upper_cards()
    official = titles_of({a.symbol for a in assignments if a.symbol not in cards})
    rows = []
    for a in assignments:
        card = cards.get(a.subclass)
        rows.append(
            {
                "scheme": a.scheme,
                "symbol": a.symbol,
                "subclass": a.subclass,
                "label": card.label.best(language)[0] if card else "",
                "title": readable_title(cards[a.symbol].title if a.symbol in cards else official.get(a.symbol, "")) or None,
                "origin": a.origin,
                "score": float(a.score) if a.score is not None else None,
                "first": a.is_first,
            }
        )
    return rows


def technology_fields(symbols: list[str], language: Language, on: date) -> list[dict[str, str]]:
    """The WIPO technology fields of these symbols, each once, in the order of first mention."""
    prefixes = technology_field_prefixes(on=on)
    rows = {row.code: row for row in rows_of(RowList.TECHNOLOGY_FIELD, on=on)}
    codes = dict.fromkeys(code for symbol in symbols if (code := technology_field_of(symbol, prefixes)))
    return [
        {
            "code": code,
            "label": rows[code].label.best(language)[0],
            "sector": coded(rows[code].details.get("sector", ""), RowList.TECHNOLOGY_SECTOR, language, on)["label"],
        }
        for code in codes
        if code in rows
    ]
