"""docs/authorisation.md, printed from the table of tests/support/authorisation_table.py and the rows in authorisation_rows/."""

from collections.abc import Iterable
from itertools import groupby

from tests.support import authorisation_answers as named
from tests.support.authorisation_answers import Answers, Row
from tests.support.authorisation_table import ROWS
from tests.support.authorisation_world import TOKENS, Role
from tests.support.sign_in_addresses import ADDRESSES

INTRODUCTION = """# Who may do what

Printed from `tests/support/authorisation_rows/`; `make check` compares this page, and
`tests/architecture/test_authorisation_matrix.py` asks the API every question in it, as each of these people.

"yes" is a success, "sign in" is 401, "no" is 403. "hidden" is 404: whoever may not know that a thing exists gets the same answer as
for a thing that does not exist. "a rule refuses" is 409 or 422: this person may, and something else forbids it.

"The owner" is the organisation that owns the things asked for. Suspended and erased people are treated as visitors. A token acts as a
manager of the owner: with the scope named in the row it is answered like that manager, without it "no"; an expired or revoked one, "sign
in". Where no scope is named, no token is taken. `docs/policies.md` is the table of rules that these answers follow from.
"""
NAMES = {
    "everybody": named.EVERYBODY,
    "people": named.PEOPLE,
    "refused by a rule": named.RULE_REFUSES,
    "signed in": named.SIGNED_IN,
    "public record": named.PUBLIC_RECORD,
    "registered record": named.REGISTERED_RECORD,
    "owner's record": named.OWNER_AND_STAFF,
    "readers": named.READERS,
    "members and staff": named.MEMBERS_AND_STAFF,
    "managers and staff": named.MANAGERS_AND_STAFF,
    "managers": named.MANAGERS,
    "owners": named.OWNERS,
    "nobody else's": named.NOBODY_ELSES,
    "operator": named.OPERATOR,
    "operator and auditor": named.OPERATOR_AND_AUDITOR,
    "staff": named.STAFF,
}
ASKING = tuple(role for role in Role if role not in TOKENS)


def grid(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table in Markdown."""
    heads = list(heads)
    return ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] * len(heads), *rows)]


def _differences(answers: Answers, name: str) -> dict[str, list[str]]:
    """Answer → the roles that get it and would get another under this name."""
    found: dict[str, list[str]] = {}
    for role in ASKING:
        if answers[role] != NAMES[name][role]:
            found.setdefault(answers[role].value, []).append(role.value)
    return found


def who(answers: Answers) -> str:
    """The set of answers by its name, or by the nearest name and what is different."""
    nearest = min(NAMES, key=lambda name: sum(map(len, _differences(answers, name).values())))
    different = _differences(answers, nearest)
    words = "; ".join(f"{', '.join(roles)}: {answer}" for answer, roles in different.items())
    return f"{nearest}, but {words}" if words else nearest


def _area(row: Row) -> str:
    parts = row.route.strip("/").split("/")
    return "the public API" if parts[1] == "v1" else parts[2]


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, "## Who is answered how", ""]
    parts += grid(["", *NAMES], [[role.value, *(NAMES[name][role].value for name in NAMES)] for role in ASKING])
    for area, rows in groupby(sorted(ROWS, key=_area), key=_area):
        lines = [
            [f"`{row.method} {row.route}`", row.what, who(row.answers), row.scope or ("any" if row.asks_nobody else "")] for row in rows
        ]
        parts += ["", f"## {area.replace('-', ' ').capitalize()}", "", *grid(["Operation", "Example", "Who", "Token"], lines)]
    signing_in = [[f"`{each.method} /{each.route}`", each.signed_out, each.signed_in] for each in ADDRESSES]
    parts += ["", "## Signing in", "", "The sign-in library's own addresses, asked with an empty body.", ""]
    parts += [*grid(["Address", "Signed out", "Signed in by password"], signing_in), ""]
    return "\n".join(parts)
