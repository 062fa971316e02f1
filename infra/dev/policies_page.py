"""Writes docs/policies.md from the table of policies in which each app registers its rows."""

import argparse
import os
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipmarket.settings.test")

import django  # noqa: E402 - after the path is set

django.setup()

from ipmarket.accounts.enums import AccessLevel, MandateScope, TokenScope  # noqa: E402 - after Django is set up
from ipmarket.accounts.selectors.policies import PolicyRow, Who, registry  # noqa: E402 - after Django is set up

INTRODUCTION = """# Who may do what: the table of policies

Printed from the `policies` module of each app; `make check` compares this page. `docs/authorisation.md` shows what follows from it for
every operation of the API.

- **Who**: everybody; people who are signed in; oneself, for what is one's own; in the organisation that the thing belongs to, while
  acting for it: from this standing upwards (viewer, member, manager, owner); staff with a platform role, which sleeps until they sign in
  with a second factor or a passkey; the system itself, for jobs and loaders.
- **Mandate**: the scope that a mandate needs. **Grant**: how deep an access grant on the thing has to go. **Token**: the scope with which
  an API token of somebody who may do it can do it; without one no token can.
- **Refusal**: "hidden" is the answer for a thing that does not exist; "said" is 401 for visitors, 403 for people.
- A wall around a person or an organisation closes a thing to them whatever else would open it; only the system works behind walls.
- An auditor reads and never writes: rows that change something cannot name one.
- Members of a suspended organisation stand as viewers in it, whatever their role: they read, and whatever others of them could change is
  refused with since when it is suspended, to its owners also why. Mandates and API tokens for it rest, and so do the access grants that
  others gave to it.
- Services ask twice: before anything is locked, and again under the lock, members by their organisation (`hold_organisation`), staff by
  their platform role (`hold_office`). What ends a place or a role takes the same lock, so nothing is done by what has ended.
"""
STANDINGS = (Who.VIEWER, Who.MEMBER, Who.MANAGER, Who.OWNER)
STAFF = {Who.OPERATOR: "operator", Who.ADVISER: "adviser", Who.DESK_MANAGER: "desk manager", Who.AUDITOR: "auditor"}
APPS = {"accounts": "People and organisations", "patents": "The catalogue", "reference": "Reference rows", "search": "Search"}
HEADS = ("Action", "Words", "Who", "Mandate", "Grant", "Token", "Kind", "Refusal")


def who(row: PolicyRow) -> str:
    """The relations of a row in words."""
    words = []
    if Who.VISITOR in row.who:
        words.append("everybody")
    if Who.PERSON in row.who:
        words.append("people signed in")
    if Who.SELF in row.who:
        words.append("oneself")
    standing = next((each for each in STANDINGS if each in row.who), None)
    if standing is not None:
        words.append(f"{standing.value}{'' if standing is Who.OWNER else ' and up'}")
    words += [name for each, name in STAFF.items() if each in row.who]
    if Who.SYSTEM in row.who:
        words.append("system")
    return ", ".join(words)


def line(row: PolicyRow) -> str:
    """One row of the table."""
    cells = (
        f"`{row.action}`",
        row.words,
        who(row),
        row.mandate_scope,
        str(row.level) if Who.GRANTEE in row.who else "",
        row.scope,
        "reads" if row.is_reading else "writes",
        "hidden" if row.is_hidden else "said",
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def scopes(title: str, values: Iterable[tuple[str, str]]) -> list[str]:
    """A short list of what a kind of scope is called."""
    return [f"## {title}", "", *(f"- `{code}`: {label}" for code, label in values), ""]


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for app, rows in groupby(registry().values(), key=lambda row: row.action.partition(".")[0]):
        head = ["| " + " | ".join(HEADS) + " |", "|" + " --- |" * len(HEADS)]
        parts += [f"## {APPS.get(app, app)}", "", *head, *(line(row) for row in rows), ""]
    parts += scopes("Scopes of API tokens", TokenScope.choices)
    parts += scopes("Scopes of mandates", MandateScope.choices)
    parts += scopes("Levels of access grants, each holding the ones before it", AccessLevel.choices)
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "policies.md")
    parser.parse_args().output.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
