"""docs/authorisation.md, printed from the table of tests/support/authorisation_table.py."""

from tests.support.authorisation_table import ROWS, Role

INTRODUCTION = """# Who may do what

Printed from `tests/support/authorisation_table.py`; `make check` compares this page, and
`tests/architecture/test_authorisation_matrix.py` asks the API every question in it.

"yes" is a success, "sign in" is 401, "no" is 403. "hidden" is 404: whoever may not know that a thing exists gets the same answer as
for a thing that does not exist. The owner's member acts for the organisation that owns the things asked for, the member for another
one. A suspended person is treated as a visitor.
"""


def page() -> str:
    heads = ["Operation", "Example", *(role.value for role in Role)]
    rows = [[f"`{row.method} {row.route}`", row.what, *(row.answers[role].value for role in Role)] for row in ROWS]
    table = ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([INTRODUCTION, *table, ""])
