"""How long things are kept, by the dated rules of the reference rows."""

from datetime import date, datetime, timedelta

from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import rows_of


def retention_days(code: str, *, on: date) -> int:
    """Days for which this kind of thing is kept by the rule of the day. Raises LookupError where no rule is in force."""
    for row in rows_of(RowList.RETENTION_RULE, on=on):
        if row.code == code:
            return int(row.details["days"])
    raise LookupError(f"No rule says how long {code} are kept on {on}.")


def kept_since(code: str, *, at: datetime) -> datetime:
    """The moment before which things of this kind are forgotten."""
    return at - timedelta(days=retention_days(code, on=at.date()))
