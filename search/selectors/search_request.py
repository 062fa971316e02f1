"""What a search is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """``position`` is what the last page gave as ``next``; an empty ``sort`` lets the query decide."""

    text: str = ""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = ""
    limit: int = 20
    position: Sequence[Any] = ()
