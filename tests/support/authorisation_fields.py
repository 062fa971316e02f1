"""Which role reads which field: every place in every answer that is read has a line in authorisation_fields.txt, which people review.

A new field fails until it is written there, and so does a field that somebody else reads than the line says. The file is written by
`IPMARKET_WRITE_FIELDS=1 pytest tests/architecture/test_authorisation_matrix.py`; what changed is read in the diff before it is committed.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.http import HttpResponse

from tests.support.authorisation_table import Answer, Row
from tests.support.authorisation_world import TOKENS, Role

FILE = Path(__file__).with_suffix(".txt")
_OWNERS = {Role.OWNERS_VIEWER, Role.OWNERS_MEMBER, Role.OWNERS_MANAGER, Role.OWNERS_OWNER, Role.WALLED}
_MANAGERS = {Role.OWNERS_MANAGER, Role.OWNERS_OWNER}
_STAFF = {Role.OPERATOR, Role.AUDITOR}
_SIGNED_OUT = {Role.VISITOR, Role.SUSPENDED, Role.ERASED}
# Sets of people that get names; tokens are left out, since they read what their holder reads or nothing.
_NAMES: Mapping[str, set[Role]] = {
    "people": set(Role) - set(TOKENS) - _SIGNED_OUT,
    "the owner's people": _OWNERS,
    "the owner's people and staff": _OWNERS | _STAFF,
    "the owner's people, mandate to read": _OWNERS | {Role.MANDATE},
    "the owner's people, mandate to read and staff": _OWNERS | {Role.MANDATE} | _STAFF,
    "managers": _MANAGERS,
    "managers and staff": _MANAGERS | _STAFF,
    "staff": _STAFF,
}


def paths(value: Any, before: str = "") -> Iterator[str]:
    """Every place in a JSON value that holds something: names joined by dots, rows as brackets. Null and empty count as not there."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, f"{before}.{name}" if before else name)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{before}[]")
    elif value not in (None, ""):
        yield before


def is_read(row: Row, response: HttpResponse) -> bool:
    """True for the answers whose fields count: JSON that somebody may read."""
    kind = response.headers.get("Content-Type", "")
    return row.method == "GET" and Answer.of(response.status_code) is Answer.YES and kind.startswith("application/json")


def fields_in(response: HttpResponse) -> set[str]:
    """The places of one answer."""
    return set(paths(orjson.loads(response.content)))


def _named(roles: set[Role], readers: set[Role]) -> str:
    if roles == readers:
        return "all who may read it"
    for name, members in _NAMES.items():
        if roles == members & readers:
            return name
    others = readers - roles
    if len(others) < len(roles):
        return "all who may read it but " + ", ".join(role.value for role in Role if role in others)
    return ", ".join(role.value for role in Role if role in roles)


def section_of(row: Row, read: Mapping[Role, set[str]]) -> list[str]:
    """The lines of one row: who reads, and what. ``read``: role → the places of its answer."""
    readers = {role for role in read if role not in TOKENS}
    by_readers: dict[str, list[str]] = {}
    for name in sorted(set().union(*(read[role] for role in readers))):
        who = _named({role for role in readers if name in read[role]}, readers)
        by_readers.setdefault(who, []).append(name)
    return [f"  {who}: {' '.join(names)}" for who, names in by_readers.items()]


@cache
def reviewed() -> dict[str, list[str]]:
    """The file: row's name → its lines."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []:
        if line.startswith("  "):
            lines.append(line)
        elif line:
            lines = found.setdefault(line, [])
    return found


def write(sections: Mapping[str, list[str]]) -> None:
    """Write the file anew."""
    text = "\n".join("".join(f"{line}\n" for line in [name, *lines]) for name, lines in sections.items())
    FILE.write_text(text, encoding="utf-8")
