"""One way to write a JSON value as bytes, for hashes and for columns whose text is hashed: sorted keys, no blanks, UTF-8."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical JSON form.")


def canonical_json(value: Any) -> bytes:
    """Return the one canonical form. Dates, instants, UUIDs and enums are written by orjson; decimals as their exact text.

    Raises TypeError for anything else, for keys that are not strings and for lone surrogates.
    """
    return orjson.dumps(value, default=_plain, option=_OPTIONS)
