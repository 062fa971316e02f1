"""Who may do what: one row for every operation of the API. An operation without a row fails; docs/authorisation.md is printed from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.records import PASSWORD


class Role(StrEnum):
    """Who asks. The owner's member acts for the organisation that owns the things asked for, the member for another one."""

    VISITOR = "visitor"
    MEMBER = "member"
    OWNERS_MEMBER = "owner's member"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    SUSPENDED = "suspended"


class Answer(StrEnum):
    """What the API answers, as a class of status codes."""

    YES = "yes"
    SIGN_IN = "sign in"
    NO = "no"
    HIDDEN = "hidden"

    @classmethod
    def of(cls, status: int) -> "Answer | None":
        """The answer that a status stands for; None for one that says nothing about permission."""
        if 200 <= status < 300:
            return cls.YES
        return {401: cls.SIGN_IN, 403: cls.NO, 404: cls.HIDDEN}.get(status)


# Titles of things that not everybody may see; no other text holds these words.
REGISTERED_TITLE = "Quartz spindle"
OWNER_TITLE = "Basalt nozzle"
# A number that nothing has.
UNKNOWN_REF = "US7272699B2"


@dataclass(frozen=True, slots=True)
class World:
    """What the examples ask for."""

    public_ref: str
    registered_ref: str
    owner_ref: str
    technology_ref: str
    import_id: UUID
    owner_organisation_id: UUID


Answers = Mapping[Role, Answer]
EVERYBODY: Answers = dict.fromkeys(Role, Answer.YES)
SIGNED_IN: Answers = {**EVERYBODY, Role.VISITOR: Answer.HIDDEN, Role.SUSPENDED: Answer.HIDDEN}
OWNER_AND_STAFF: Answers = {**SIGNED_IN, Role.MEMBER: Answer.HIDDEN}
OPERATOR: Answers = {**dict.fromkeys(Role, Answer.NO), Role.OPERATOR: Answer.YES}
OPERATOR_AND_AUDITOR: Answers = {**OPERATOR, Role.AUDITOR: Answer.YES}


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

    @property
    def operation(self) -> tuple[str, str]:
        return self.method, self.route

    @property
    def name(self) -> str:
        return f"{self.method} {self.route} ({self.what})"


def _public(world: World) -> dict[str, str]:
    return {"ref": world.public_ref}


def _registered(world: World) -> dict[str, str]:
    return {"ref": world.registered_ref}


def _owned(world: World) -> dict[str, str]:
    return {"ref": world.owner_ref}


def _technology(world: World) -> dict[str, str]:
    return {"ref": world.technology_ref}


def _import(world: World) -> dict[str, str]:
    return {"import_id": str(world.import_id)}


def _symbol(world: World) -> dict[str, str]:
    return {"symbol": "B29C"}


def _upload(world: World) -> dict[str, Any]:
    line = (
        b'{"id": "US10000001B2", "title": "Mould", "abstract": null, "ipc": ["B29C 45/26"], "cpc": [], "lang": "en", "source": "example"}\n'
    )
    return {"file": SimpleUploadedFile("records.jsonl", line), "source": "auto"}


MULTIPART = "multipart/form-data"
ROWS = (
    Row("GET", "/api/app/session", "who am I", EVERYBODY),
    Row(
        "POST",
        "/api/app/session",
        "sign in with a right password",
        EVERYBODY,
        body=lambda world: {"email": "somebody@example.test", "password": PASSWORD},
    ),
    Row(
        "POST",
        "/api/app/session",
        "sign in with a wrong password",
        dict.fromkeys(Role, Answer.SIGN_IN),
        body=lambda world: {"email": "somebody@example.test", "password": "wrong"},
    ),
    Row(
        "POST",
        "/api/app/session",
        "sign in to a suspended account",
        dict.fromkeys(Role, Answer.SIGN_IN),
        body=lambda world: {"email": "suspended@example.test", "password": PASSWORD},
    ),
    Row("DELETE", "/api/app/session", "sign out", EVERYBODY),
    Row("GET", "/api/app/home", "the home page", EVERYBODY),
    Row("GET", "/api/app/search", "search", EVERYBODY, query={"q": "mould"}),
    Row("GET", "/api/app/classes", "browse classes", EVERYBODY),
    Row("GET", "/api/app/classes/{symbol}", "one class", EVERYBODY, _symbol),
    Row("GET", "/api/app/patents/{ref}", "a public right", EVERYBODY, _public),
    Row("GET", "/api/app/patents/{ref}", "a right for signed-in people", SIGNED_IN, _registered),
    Row("GET", "/api/app/patents/{ref}", "a right that only its owner sees", OWNER_AND_STAFF, _owned),
    Row("GET", "/api/app/technologies/{ref}", "a public technology", EVERYBODY, _technology),
    Row("GET", "/api/app/patents/{ref}/similar", "what is like a public right", EVERYBODY, _public),
    Row("GET", "/api/app/patents/{ref}/similar", "what is like a right for signed-in people", SIGNED_IN, _registered),
    Row("GET", "/api/app/patents/{ref}/similar", "what is like a right that only its owner sees", OWNER_AND_STAFF, _owned),
    Row("GET", "/api/app/technologies/{ref}/similar", "what is like a public technology", EVERYBODY, _technology),
    Row(
        "POST",
        "/api/app/classification-suggestions",
        "which class is my invention",
        EVERYBODY,
        body=lambda world: {"text": "An injection mould with a heated insert and a two-stage ejector.", "language": "en"},
    ),
    Row("GET", "/api/app/imports", "list imports", OPERATOR_AND_AUDITOR),
    Row("POST", "/api/app/imports", "hand in a file", OPERATOR, body=_upload, content_type=MULTIPART),
    Row("GET", "/api/app/imports/{import_id}", "one import", OPERATOR_AND_AUDITOR, _import),
    Row("GET", "/api/app/imports/{import_id}/quarantine", "its bad records", OPERATOR_AND_AUDITOR, _import),
    Row("POST", "/api/app/imports/{import_id}/cancellation", "call it off", OPERATOR, _import),
    Row("GET", "/api/v1/patents", "list rights", EVERYBODY),
    Row("GET", "/api/v1/patents/{ref}", "a public right", EVERYBODY, _public),
    Row("GET", "/api/v1/patents/{ref}", "a right for signed-in people", SIGNED_IN, _registered),
    Row("GET", "/api/v1/patents/{ref}", "a right that only its owner sees", OWNER_AND_STAFF, _owned),
    Row("GET", "/api/v1/technologies", "list technologies", EVERYBODY),
    Row("GET", "/api/v1/technologies/{ref}", "a public technology", EVERYBODY, _technology),
    Row("GET", "/api/v1/classes", "list classes", EVERYBODY),
    Row("GET", "/api/v1/classes/{symbol}", "one class", EVERYBODY, _symbol),
    Row("GET", "/api/v1/reference/{list}", "reference rows", EVERYBODY, lambda world: {"list": "countries"}),
)
