"""Set aside records for testing so that no relative of a training record is among them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from patents.classification.training.dataset import Record

_KIND = re.compile(r"(?<=\d)[A-Z]\d?$")
_NOT_WORD = re.compile(r"[\W_]+")
_ABSTRACT_CHARACTERS = 200
HELD_OUT_PER_MILLE = 100


def relatives(record: Record) -> Iterator[str]:
    """Keys that relatives share: the number without its kind, the title, and how the abstract begins.

    Continuations and divisions of one family nearly always keep the title; the sets carry no priority numbers.
    """
    yield "number:" + _KIND.sub("", record.id)
    title = _NOT_WORD.sub("", record.title.casefold())
    if title:
        yield "title:" + title
    beginning = _NOT_WORD.sub("", record.abstract.casefold())[:_ABSTRACT_CHARACTERS]
    if beginning:
        yield "abstract:" + beginning


def groups(records: Sequence[Record]) -> list[str]:
    """For each record the name of its group of relatives: the smallest key in the group, so that order does not matter."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for record in records:
        keys = list(relatives(record))
        for key in keys[1:]:
            first, second = sorted((root(keys[0]), root(key)))
            parent[second] = first
    return [root(next(relatives(record))) for record in records]


def held_out(group: str, seed: int) -> bool:
    """Whether a group is set aside.  It depends on the group's name and the seed alone, not on the other records."""
    digest = hashlib.sha256(f"{seed}:{group}".encode()).digest()
    return int.from_bytes(digest[:8]) % 1000 < HELD_OUT_PER_MILLE
