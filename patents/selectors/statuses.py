"""A legal status as it is shown: never without who says so and on which day."""

from datetime import date
from typing import Any

from ipmarket.kernel.text import Language
from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import labels_of
from patents.models import Right


def shown_source(source: str, language: Language, on: date) -> str | None:
    """The register's name in the reader's language; a source that the list does not hold is shown as it was written."""
    label = labels_of(RowList.STATUS_SOURCE, on=on).get(source)
    return (label.best(language)[0] if label else source) or None


def shown_status(right: Right, language: Language, on: date) -> dict[str, Any]:
    """State, source and day of a right's present status, with snake_case keys."""
    return {"state": right.status, "source": shown_source(right.status_source, language, on), "as_of": right.status_as_of_date}
