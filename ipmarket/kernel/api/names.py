"""Names on the wire are lowerCamelCase, names in Python are snake_case."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_UNDERSCORE: Final = re.compile(r"_+([a-zA-Z0-9])")


@lru_cache(maxsize=4096)
def to_camel(name: str) -> str:
    """Return "unit_cost_minor" as "unitCostMinor". A name without underscores stays as it is."""
    return _UNDERSCORE.sub(lambda match: match.group(1).upper(), name)
