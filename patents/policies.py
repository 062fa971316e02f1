"""Who may do what with the catalogue: the rows of this app. Which records somebody sees is decided row by row in selectors.visibility."""

from ipmarket.accounts.enums import TokenScope
from ipmarket.accounts.selectors.policies import PolicyRow, Who, guard, register
from patents.selectors.visible import RECORD_KINDS

guard(*RECORD_KINDS)
register(
    PolicyRow(
        "patents.catalogue.read",
        frozenset({Who.VISITOR}),
        "Read the catalogue: what is public; signed in, also what is registered; what belongs to the organisation or was opened by a grant",
        scope=TokenScope.CATALOGUE_READ,
        is_reading=True,
    ),
    PolicyRow(
        "patents.classes.suggest",
        frozenset({Who.VISITOR}),
        "Have a text classified",
        is_reading=True,
    ),
    PolicyRow(
        "patents.imports.read",
        frozenset({Who.OPERATOR, Who.AUDITOR}),
        "See imports and the records that were held back",
        scope=TokenScope.IMPORT,
        is_hidden=False,
        is_reading=True,
    ),
    PolicyRow(
        "patents.imports.queue",
        frozenset({Who.OPERATOR}),
        "Hand in a file to import, retry it, call it off",
        scope=TokenScope.IMPORT,
        is_hidden=False,
    ),
)
