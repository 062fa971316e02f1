"""Who may do what: one row for every operation of the API. An operation without a row fails; docs/authorisation.md is printed from here.

A new row goes into the module of its area in the package authorisation_rows: session_and_account (signing in, the own account, tokens,
terms), people (members, invitations, requests to join, signatories, mandates), organisations (profile, evidence, verification, domains),
platform (what is under /admin, the audit trail, mail) or catalogue (search, records, classes, imports, the public API). An address or a
body that one module alone needs stands there; what a row is made of, and the names of the answers, in authorisation_answers.py.
"""

from tests.support.authorisation_answers import MULTIPART, UNKNOWN_ID, UNKNOWN_REF, Answer, Answers, Row
from tests.support.authorisation_rows import catalogue, organisations, people, platform, session_and_account
from tests.support.authorisation_world import OWNER_TITLE, REGISTERED_TITLE, Role, World

__all__ = ["MULTIPART", "OWNER_TITLE", "REGISTERED_TITLE", "ROWS", "UNKNOWN_ID", "UNKNOWN_REF", "Answer", "Answers", "Role", "Row", "World"]

ROWS: tuple[Row, ...] = (*session_and_account.ROWS, *people.ROWS, *organisations.ROWS, *platform.ROWS, *catalogue.ROWS)
