"""What a row of the authorisation table is made of: Row, the answers by their names, and the address of a thing of the owner's.

Answers are named by constants, so that a row stays short: EVERYBODY; PEOPLE (visitors are told to sign in); SIGNED_IN (visitors see
nothing there); READERS, MEMBERS_AND_STAFF, MANAGERS_AND_STAFF, MANAGERS, OWNERS of the organisation asked about (hidden from others);
NOBODY_ELSES (an own thing of somebody else, hidden from all); OPERATOR, OPERATOR_AND_AUDITOR, STAFF of the platform. Single roles are
changed by ``{**MANAGERS, Role.OPERATOR: Answer.YES}``. API tokens follow from ``scope``: with it a token is answered like its holder, the
owner's manager; an operation without a scope takes no token. What is asked for are the fields of World (authorisation_world.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.support.authorisation_world import TOKENS, Role, World


class Answer(StrEnum):
    """What the API answers, as a class of status codes. RULE: this person may, and something else forbids it now (409, 422)."""

    YES = "yes"
    SIGN_IN = "sign in"
    NO = "no"
    HIDDEN = "hidden"
    RULE = "a rule refuses"

    @classmethod
    def of(cls, status: int) -> "Answer | None":
        """The answer that a status stands for; None for one that says nothing about permission."""
        if 200 <= status < 300:
            return cls.YES
        return {401: cls.SIGN_IN, 403: cls.NO, 404: cls.HIDDEN, 409: cls.RULE, 422: cls.RULE}.get(status)


# A number that nothing has, and an id that nothing has.
UNKNOWN_REF = "US7272699B2"
UNKNOWN_ID = "00000000-0000-7000-8000-000000000000"
MULTIPART = "multipart/form-data"
Answers = Mapping[Role, Answer]
NOT_SIGNED_IN = (Role.VISITOR, Role.SUSPENDED, Role.ERASED)


def answers(usual: Answer, *, signed_out: Answer | None = None, **others: Iterable[Role]) -> Answers:
    """The usual answer; another for those who are not signed in; and ``yes=``, ``no=``, ``hidden=``, ``rule=`` for roles by name."""
    found = dict.fromkeys(Role, usual)
    if signed_out is not None:
        found |= dict.fromkeys(NOT_SIGNED_IN, signed_out)
    for name, roles in others.items():
        found |= dict.fromkeys(roles, Answer[name.upper()])
    return found


_STAFF = (Role.OPERATOR, Role.AUDITOR)
OF_OWNER = (Role.OWNERS_VIEWER, Role.OWNERS_MEMBER, Role.OWNERS_MANAGER, Role.OWNERS_OWNER, Role.WALLED)
EVERYBODY: Answers = answers(Answer.YES)
PEOPLE: Answers = answers(Answer.YES, signed_out=Answer.SIGN_IN)
RULE_REFUSES: Answers = answers(Answer.RULE, signed_out=Answer.SIGN_IN)
SIGNED_IN: Answers = answers(Answer.YES, signed_out=Answer.HIDDEN)
# Records: walls close, grants open.
PUBLIC_RECORD: Answers = answers(Answer.YES, hidden=[Role.WALLED])
REGISTERED_RECORD: Answers = answers(Answer.YES, signed_out=Answer.HIDDEN, hidden=[Role.WALLED])
OWNER_AND_STAFF: Answers = answers(Answer.HIDDEN, yes=[*OF_OWNER, *_STAFF, Role.MANDATE, Role.GRANTEE], hidden=[Role.WALLED])
# Of the organisation asked about; visitors are told to sign in before anything is looked at.
READERS: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[*OF_OWNER, *_STAFF, Role.MANDATE])
MEMBERS_AND_STAFF: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[*OF_OWNER, *_STAFF])
MANAGERS_AND_STAFF: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[Role.OWNERS_MANAGER, Role.OWNERS_OWNER, *_STAFF])
MANAGERS: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[Role.OWNERS_MANAGER, Role.OWNERS_OWNER])
OWNERS: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[Role.OWNERS_OWNER])
OWNERS_AND_OPERATOR: Answers = {**OWNERS, Role.OPERATOR: Answer.YES}
NOBODY_ELSES: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN)
# Of the platform.
OPERATOR: Answers = answers(Answer.NO, signed_out=Answer.SIGN_IN, yes=[Role.OPERATOR])
OPERATOR_AND_AUDITOR: Answers = answers(Answer.NO, signed_out=Answer.SIGN_IN, yes=_STAFF)
STAFF: Answers = answers(Answer.NO, signed_out=Answer.SIGN_IN, yes=[*_STAFF, Role.ADVISER, Role.DESK_MANAGER])


@dataclass(frozen=True, slots=True)
class Row:
    """``route`` is the path as the API description writes it; ``address`` fills in its example, ``body`` what is sent with it."""

    method: str
    route: str
    what: str
    answers: Answers
    address: Callable[[World], dict[str, str]] = lambda world: {}
    body: Callable[[World], Any] | None = None
    content_type: str = "application/json"
    query: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    asks_nobody: bool = False

    def answer(self, role: Role) -> Answer:
        """What this role is answered. A token that counts is answered like its holder, where the operation takes tokens at all.

        ``asks_nobody``: the operation looks at no session and no token.
        """
        if self.asks_nobody:
            return self.answers[role]
        if role in {Role.TOKEN_EXPIRED, Role.TOKEN_REVOKED}:
            return Answer.SIGN_IN
        if role in TOKENS:
            return self.answers[Role.OWNERS_MANAGER] if self.scope and role is Role.TOKEN else Answer.NO
        return self.answers[role]

    @property
    def operation(self) -> tuple[str, str]:
        return self.method, self.route

    @property
    def name(self) -> str:
        return f"{self.method} {self.route} ({self.what})"


def of_owner(*names: str) -> Callable[[World], dict[str, str]]:
    """The address of something of the owner's organisation: these fields of World, under their own names."""
    return lambda world: {"organisation_id": str(world.owner_organisation_id)} | {name: getattr(world, name) for name in names}
