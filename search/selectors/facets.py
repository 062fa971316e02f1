"""Facets: counts of the engine with labels in the reader's language, in an order that a reader expects."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ipmarket.kernel.text import Language, Translated
from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import labels_of
from patents.selectors.scheme import class_labels
from search.documents.mapping import FACET_FIELDS
from search.documents.records import UNKNOWN_YEAR

SHOWN_OPTIONS = 12
_ROW_LISTS = {"office": RowList.COUNTRY, "status": RowList.LEGAL_STATE, "measure": RowList.MEASURE}
_WORDS: dict[str, dict[str, Translated]] = {
    "type": {
        "patent": Translated(en="Patents", zh_hant="專利", zh_hans="专利"),
        "technology": Translated(en="Production technologies", zh_hant="生產技術", zh_hans="生产技术"),
    },
    "language": {
        "en": Translated(en="English", zh_hant="英文", zh_hans="英文"),
        "zh-Hant": Translated(en="Traditional Chinese", zh_hant="繁體中文", zh_hans="繁体中文"),
        "zh-Hans": Translated(en="Simplified Chinese", zh_hant="簡體中文", zh_hans="简体中文"),
        "other": Translated(en="Other languages", zh_hant="其他語言", zh_hans="其他语言"),
    },
    "year": {UNKNOWN_YEAR: Translated(en="Unknown", zh_hant="未知", zh_hans="未知")},
}


def labelled_facets(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, Sequence[str]], language: Language, on: date
) -> list[dict[str, Any]]:
    """Every facet with its best options; a chosen value is always among them, even when it counts nothing."""
    return [_facet(name, counts.get(name, {}), list(chosen.get(name, ())), language, on) for name in FACET_FIELDS if name in counts]


def _facet(name: str, counts: Mapping[str, int], chosen: list[str], language: Language, on: date) -> dict[str, Any]:
    label = _labeller(name, language, on)
    shown = sorted(counts, key=_order(name, counts))[:SHOWN_OPTIONS]
    shown += [value for value in chosen if value not in shown]
    options = [{"value": value, "label": label(value), "count": counts.get(value, 0), "selected": value in chosen} for value in shown]
    return {"name": name, "options": options, "others": sum(1 for value in counts if value not in shown)}


def _order(name: str, counts: Mapping[str, int]) -> Callable[[str], tuple[Any, ...]]:
    if name == "year":
        return lambda value: (value == UNKNOWN_YEAR, -int(value) if value.isdigit() else 0)
    if name == "section":
        return lambda value: (value,)
    return lambda value: (-counts[value], value)


def _labeller(name: str, language: Language, on: date) -> Callable[[str], str]:
    if name in {"section", "class", "subclass"}:
        labels: Mapping[str, Translated] = class_labels()
    elif name in _ROW_LISTS:
        labels = labels_of(_ROW_LISTS[name], on=on)
    else:
        labels = _WORDS.get(name, {})

    def label(value: str) -> str:
        found = labels.get(value)
        return found.best(language)[0] if found else value

    return label
