"""Who may do what: one row for every operation of the API. An operation without a row fails; docs/authorisation.md is printed from here.

Answers are named by constants, so that a row stays short: EVERYBODY; PEOPLE (visitors are told to sign in); SIGNED_IN (visitors see
nothing there); READERS, MEMBERS_AND_STAFF, MANAGERS_AND_STAFF, MANAGERS, OWNERS of the organisation asked about (hidden from others);
NOBODY_ELSES (an own thing of somebody else, hidden from all); OPERATOR, OPERATOR_AND_AUDITOR, STAFF of the platform. Single roles are
changed by ``{**MANAGERS, Role.OPERATOR: Answer.YES}``. API tokens follow from ``scope``: with it a token is answered like its holder, the
owner's manager; an operation without a scope takes no token. What is asked for are the fields of World (authorisation_world.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from ipmarket.accounts.enums import TokenScope
from ipmarket.accounts.models import Invitation, Membership
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.services import record
from ipmarket.kernel.clock import now
from tests.factories.people import make_document
from tests.factories.records import AT
from tests.support.authorisation_bodies import (
    document,
    founding,
    logo,
    merging,
    profile,
    reason,
    suspended_organisation,
    suspended_person,
    with_file,
    with_logo,
    without_powers,
)
from tests.support.authorisation_world import OWNER_TITLE, REGISTERED_TITLE, TOKENS, Role, World

__all__ = ["MULTIPART", "OWNER_TITLE", "REGISTERED_TITLE", "ROWS", "UNKNOWN_REF", "Answer", "Answers", "Role", "Row", "World"]


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
_OF_OWNER = (Role.OWNERS_VIEWER, Role.OWNERS_MEMBER, Role.OWNERS_MANAGER, Role.OWNERS_OWNER, Role.WALLED)
EVERYBODY: Answers = answers(Answer.YES)
PEOPLE: Answers = answers(Answer.YES, signed_out=Answer.SIGN_IN)
RULE_REFUSES: Answers = answers(Answer.RULE, signed_out=Answer.SIGN_IN)
SIGNED_IN: Answers = answers(Answer.YES, signed_out=Answer.HIDDEN)
# Records: walls close, grants open.
PUBLIC_RECORD: Answers = answers(Answer.YES, hidden=[Role.WALLED])
REGISTERED_RECORD: Answers = answers(Answer.YES, signed_out=Answer.HIDDEN, hidden=[Role.WALLED])
OWNER_AND_STAFF: Answers = answers(Answer.HIDDEN, yes=[*_OF_OWNER, *_STAFF, Role.MANDATE, Role.GRANTEE], hidden=[Role.WALLED])
# Of the organisation asked about; visitors are told to sign in before anything is looked at.
READERS: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[*_OF_OWNER, *_STAFF, Role.MANDATE])
MEMBERS_AND_STAFF: Answers = answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[*_OF_OWNER, *_STAFF])
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


def _audit_entry(world: World) -> dict[str, str]:
    with transaction.atomic():
        entry = record(actor=SYSTEM, at=AT, action="example.recorded", target_type="example", target_id="1")
    return {"entry_id": str(entry.pk)}


def _message(world: World) -> dict[str, str]:
    return {"message_id": UNKNOWN_ID}


def _template(world: World) -> dict[str, str]:
    return {"app": "accounts", "name": "invitation"}


def _api_token(world: World) -> dict[str, str]:
    return {"token_id": world.token_id}


def _symbol(world: World) -> dict[str, str]:
    return {"symbol": "B29C"}


def _upload(world: World) -> dict[str, Any]:
    line = (
        b'{"id": "US10000001B2", "title": "Mould", "abstract": null, "ipc": ["B29C 45/26"], "cpc": [], "lang": "en", "source": "example"}\n'
    )
    return {"file": SimpleUploadedFile("records.jsonl", line), "source": "auto"}


def _of_owner(*names: str) -> Callable[[World], dict[str, str]]:
    """The address of something of the owner's organisation: these fields of World, under their own names."""
    return lambda world: {"organisation_id": str(world.owner_organisation_id)} | {name: getattr(world, name) for name in names}


def _sent_before(world: World) -> None:
    """The invitation was sent longer ago than one has to wait before it is sent again."""
    Invitation.objects.filter(id=world.invitation_id).update(expires_at=now() + timedelta(days=1))


def _signatory(world: World) -> dict[str, Any]:
    membership = Membership.objects.get(organisation_id=world.owner_organisation_id, role="owner", user__email="founder@example.test")
    document = make_document(membership.organisation)
    return {"membershipId": str(membership.id), "documentId": str(document.id), "limitMinor": 100, "currency": "HKD"}


def _mandate(world: World) -> dict[str, Any]:
    return {"email": "agent@example.test", "kind": "patent_agent", "scopes": ["read"], "startsDate": "2026-12-01", "endsDate": None}


def _token(world: World) -> dict[str, str]:
    return {"token": world.invitation_token}


def _other(world: World) -> dict[str, str]:
    return {"organisation_id": world.other_organisation_id}


def _person(world: World) -> dict[str, str]:
    return {"user_id": world.person_id}


MULTIPART = "multipart/form-data"
CATALOGUE, IMPORT = TokenScope.CATALOGUE_READ, TokenScope.IMPORT
ROWS = (
    Row("GET", "/api/app/session", "who am I", EVERYBODY),
    Row("GET", "/api/app/account", "the own account", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("PATCH", "/api/app/account", "change the own name", PEOPLE, body=lambda world: {"name": "Chan Siu Ming"}),
    Row("GET", "/api/app/account/consents", "what I agree to", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("PUT", "/api/app/account/consents", "agree to news", PEOPLE, body=lambda world: {"news": True}),
    Row("GET", "/api/app/account/terms", "what I accepted", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("POST", "/api/app/account/terms", "accept the terms", PEOPLE, body=lambda world: {"kind": "terms", "version": "2026-11"}),
    Row("GET", "/api/app/account/exports", "copies of my data", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("POST", "/api/app/account/exports", "ask for a copy of my data", PEOPLE),
    Row("GET", "/api/app/account/exports/{export_id}/file", "somebody else's copy", NOBODY_ELSES, lambda world: {"export_id": UNKNOWN_ID}),
    Row("GET", "/api/app/account/erasure", "what erasing would do", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row(
        "POST",
        "/api/app/account/erasure",
        "erase an account by a slip",
        answers(Answer.RULE, signed_out=Answer.SIGN_IN),
        body=lambda world: {"confirm": "somebody-else@example.test"},
    ),
    Row("GET", "/api/app/terms/{kind}", "the terms of use", EVERYBODY, lambda world: {"kind": "terms"}, scope=TokenScope.ACCOUNT_READ),
    Row(
        "PUT",
        "/api/app/session/organisation",
        "act for the owner's organisation",
        answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[*_OF_OWNER, Role.MANDATE, Role.MANDATE_ELSE]),
        body=lambda world: {"organisationId": str(world.owner_organisation_id)},
    ),
    Row(
        "POST",
        "/api/app/demo-session",
        "sign in as a demo person, outside the demo",
        answers(Answer.HIDDEN),
        body=lambda world: {"email": "somebody@example.test"},
    ),
    Row(
        "GET",
        "/api/app/organisations/{organisation_id}/members",
        "who belongs to the organisation",
        READERS,
        _of_owner(),
        scope=TokenScope.ORGANISATION_READ,
    ),
    Row(
        "PATCH",
        "/api/app/organisations/{organisation_id}/members/{membership_id}",
        "change a role",
        MANAGERS,
        _of_owner("membership_id"),
        body=lambda world: {"role": "viewer"},
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/members/{membership_id}",
        "remove a member",
        MANAGERS,
        _of_owner("membership_id"),
    ),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/ownership",
        "hand the organisation over",
        OWNERS,
        _of_owner(),
        body=lambda world: {"userId": world.person_id},
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/invitations", "the invitations sent", MANAGERS_AND_STAFF, _of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/invitations",
        "invite somebody",
        MANAGERS,
        _of_owner(),
        body=lambda world: {"email": "new@example.test", "role": "member"},
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/invitations/{invitation_id}",
        "revoke an invitation",
        MANAGERS,
        _of_owner("invitation_id"),
    ),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/invitations/{invitation_id}/resend",
        "send an invitation again",
        MANAGERS,
        _of_owner("invitation_id"),
        body=_sent_before,
    ),
    Row("GET", "/api/app/invitations/{token}", "an invitation by its link", EVERYBODY, _token),
    Row(
        "POST",
        "/api/app/invitations/{token}/acceptance",
        "take up another's invitation",
        answers(Answer.NO, signed_out=Answer.SIGN_IN),
        _token,
    ),
    Row(
        "POST", "/api/app/invitations/{token}/refusal", "refuse another's invitation", answers(Answer.NO, signed_out=Answer.SIGN_IN), _token
    ),
    Row("GET", "/api/app/join-offers", "what I may ask to join", PEOPLE),
    Row("GET", "/api/app/join-requests", "what I asked to join", PEOPLE),
    Row(
        "POST",
        "/api/app/join-requests",
        "ask to join where no domain fits",
        NOBODY_ELSES,
        body=lambda world: {"organisationId": str(world.owner_organisation_id)},
    ),
    Row(
        "DELETE",
        "/api/app/join-requests/{request_id}",
        "take another's request back",
        NOBODY_ELSES,
        lambda world: {"request_id": world.join_request_id},
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/join-requests", "who asks to join", MANAGERS_AND_STAFF, _of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/join-requests/{request_id}/decision",
        "decide who joins",
        MANAGERS,
        lambda world: {**_of_owner()(world), "request_id": world.join_request_id},
        body=lambda world: {"accept": False},
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/signatories", "who may bind the company", MEMBERS_AND_STAFF, _of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/signatories",
        "propose who may bind the company",
        OWNERS,
        _of_owner(),
        body=_signatory,
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/signatories/{signatory_id}",
        "end a power to sign",
        MANAGERS,
        _of_owner("signatory_id"),
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/mandates", "the mandates given", MANAGERS_AND_STAFF, _of_owner()),
    Row("POST", "/api/app/organisations/{organisation_id}/mandates", "offer a mandate", MANAGERS, _of_owner(), body=_mandate),
    Row(
        "DELETE", "/api/app/organisations/{organisation_id}/mandates/{mandate_id}", "withdraw a mandate", MANAGERS, _of_owner("mandate_id")
    ),
    Row("GET", "/api/app/mandates", "the mandates that I hold", PEOPLE),
    Row(
        "DELETE",
        "/api/app/mandates/{mandate_id}",
        "lay another's mandate down",
        NOBODY_ELSES,
        lambda world: {"mandate_id": world.mandate_id},
    ),
    Row(
        "POST",
        "/api/app/mandates/{mandate_id}/acceptance",
        "accept another's mandate",
        NOBODY_ELSES,
        lambda world: {"mandate_id": world.mandate_id},
    ),
    Row(
        "POST",
        "/api/app/mandates/{mandate_id}/refusal",
        "refuse another's mandate",
        NOBODY_ELSES,
        lambda world: {"mandate_id": world.mandate_id},
        body=lambda world: {},
    ),
    Row("GET", "/api/app/admin/signatories", "proposals of who may sign", OPERATOR_AND_AUDITOR),
    Row(
        "POST",
        "/api/app/admin/signatories/{signatory_id}/decision",
        "decide who may bind a company",
        OPERATOR,
        lambda world: {"signatory_id": world.signatory_id},
        body=lambda world: {"decision": "confirm"},
    ),
    Row("GET", "/api/app/account/tokens", "my tokens", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("GET", "/api/app/account/token-scopes", "what a token may be made for", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row(
        "POST",
        "/api/app/account/tokens",
        "make a token",
        PEOPLE,
        body=lambda world: {"name": "Catalogue reader", "scopes": ["catalogue.read"], "expiresInDays": 30},
    ),
    Row(
        "POST",
        "/api/app/account/tokens",
        "make a token that imports",
        answers(Answer.RULE, signed_out=Answer.SIGN_IN, yes=[Role.OPERATOR]),
        body=lambda world: {"name": "Importer", "scopes": ["import"], "expiresInDays": 30},
    ),
    Row(
        "POST",
        "/api/app/account/tokens",
        "make a token for the organisation",
        answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=_OF_OWNER),
        body=lambda world: {
            "name": "Reader of ours",
            "scopes": ["organisation.read"],
            "expiresInDays": 30,
            "organisationId": str(world.owner_organisation_id),
        },
    ),
    Row("DELETE", "/api/app/account/tokens/{token_id}", "revoke somebody else's token", NOBODY_ELSES, _api_token),
    Row("GET", "/api/app/admin/roles", "who has a platform role", OPERATOR_AND_AUDITOR),
    Row(
        "DELETE",
        "/api/app/admin/roles/{grant_id}",
        "end a platform role",
        OPERATOR,
        lambda world: {"grant_id": world.role_grant_id},
        body=lambda world: {"reason": "No longer needed."},
    ),
    Row("GET", "/api/app/admin/role-proposals", "who is proposed for a platform role", OPERATOR_AND_AUDITOR),
    Row(
        "POST",
        "/api/app/admin/role-proposals",
        "propose a platform role",
        OPERATOR,
        body=lambda world: {"userId": world.person_id, "role": "auditor", "reason": "Needed."},
    ),
    Row(
        "POST",
        "/api/app/admin/role-proposals/{proposal_id}/decision",
        "grant a platform role as the second person",
        OPERATOR,
        lambda world: {"proposal_id": world.proposal_id},
        body=lambda world: {"decision": "grant", "reason": "Known to us."},
    ),
    Row(
        "DELETE",
        "/api/app/admin/role-proposals/{proposal_id}",
        "take back what another operator proposed",
        answers(Answer.NO, signed_out=Answer.SIGN_IN),
        lambda world: {"proposal_id": world.proposal_id},
    ),
    Row("GET", "/api/app/home", "the home page", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/app/search", "search", EVERYBODY, query={"q": "mould"}, scope=CATALOGUE),
    Row("GET", "/api/app/classes", "browse classes", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/app/classes/{symbol}", "one class", EVERYBODY, _symbol, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}", "a public right", PUBLIC_RECORD, _public, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}", "a right for signed-in people", REGISTERED_RECORD, _registered, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}", "a right that only its owner sees", OWNER_AND_STAFF, _owned, scope=CATALOGUE),
    Row("GET", "/api/app/technologies/{ref}", "a public technology", PUBLIC_RECORD, _technology, scope=CATALOGUE),
    Row("GET", "/api/app/patents/{ref}/similar", "what is like a public right", PUBLIC_RECORD, _public, scope=CATALOGUE),
    Row(
        "GET",
        "/api/app/patents/{ref}/similar",
        "what is like a right for signed-in people",
        REGISTERED_RECORD,
        _registered,
        scope=CATALOGUE,
    ),
    Row(
        "GET",
        "/api/app/patents/{ref}/similar",
        "what is like a right that only its owner sees",
        OWNER_AND_STAFF,
        _owned,
        scope=CATALOGUE,
    ),
    Row(
        "GET",
        "/api/app/technologies/{ref}/similar",
        "what is like a public technology",
        PUBLIC_RECORD,
        _technology,
        scope=CATALOGUE,
    ),
    Row(
        "POST",
        "/api/app/classification-suggestions",
        "which class is my invention",
        EVERYBODY,
        body=lambda world: {"text": "An injection mould with a heated insert and a two-stage ejector.", "language": "en"},
        asks_nobody=True,
    ),
    Row("GET", "/api/app/audit-entries", "look through the audit trail", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/audit-entries/export", "take audit entries out", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/audit-entries/{entry_id}", "one audit entry", OPERATOR_AND_AUDITOR, _audit_entry),
    Row("GET", "/api/app/audit-chain", "how the audit chain stands", OPERATOR_AND_AUDITOR),
    Row("POST", "/api/app/audit-chain/verifications", "have the audit trail verified", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/looks", "who looked at a thing", OPERATOR_AND_AUDITOR, query={"objectType": "accounts.document", "objectId": "1"}),
    Row("GET", "/api/app/mailbox", "the mailbox, outside the demo", answers(Answer.HIDDEN)),
    Row("GET", "/api/app/mailbox/{message_id}", "a message, outside the demo", answers(Answer.HIDDEN), _message),
    Row("GET", "/api/app/mailbox/{message_id}/page", "a message as it looks, outside the demo", answers(Answer.HIDDEN), _message),
    Row("GET", "/api/app/mail-templates", "list mail templates", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/mail-templates/{app}/{name}", "preview a mail template", OPERATOR_AND_AUDITOR, _template),
    Row("GET", "/api/app/mail-templates/{app}/{name}/page", "a mail template as it looks", OPERATOR_AND_AUDITOR, _template),
    Row("GET", "/api/app/organisations", "my organisations", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("POST", "/api/app/organisations", "found an organisation", PEOPLE, body=founding),
    Row("GET", "/api/app/organisations/{organisation_id}", "an organisation", EVERYBODY, _of_owner(), scope=TokenScope.ORGANISATION_READ),
    Row(
        "PATCH",
        "/api/app/organisations/{organisation_id}",
        "change its profile",
        MANAGERS,
        _of_owner(),
        body=profile,
        headers={"If-Match": "*"},
        scope=TokenScope.ORGANISATION_WRITE,
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/logo", "its logo", EVERYBODY, _of_owner(), body=with_logo, scope=CATALOGUE),
    Row(
        "PUT",
        "/api/app/organisations/{organisation_id}/logo",
        "show a logo",
        MANAGERS,
        _of_owner(),
        body=logo,
        content_type=MULTIPART,
        scope=TokenScope.ORGANISATION_WRITE,
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/logo",
        "take the logo away",
        MANAGERS,
        _of_owner(),
        body=with_logo,
        scope=TokenScope.ORGANISATION_WRITE,
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/closure", "what closing would end", OWNERS_AND_OPERATOR, _of_owner()),
    Row("POST", "/api/app/organisations/{organisation_id}/closure", "close it", OWNERS_AND_OPERATOR, _of_owner(), body=reason),
    Row("GET", "/api/app/organisations/{organisation_id}/documents", "its evidence", MANAGERS_AND_STAFF, _of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/documents",
        "hand in evidence",
        MANAGERS,
        _of_owner(),
        body=document,
        content_type=MULTIPART,
    ),
    Row(
        "GET",
        "/api/app/organisations/{organisation_id}/documents/{document_id}",
        "fetch evidence",
        MANAGERS_AND_STAFF,
        _of_owner("document_id"),
        body=with_file,
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/documents/{document_id}",
        "take evidence back",
        MANAGERS,
        _of_owner("document_id"),
        body=without_powers,
    ),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/verification",
        "ask to be verified while a request waits",
        answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, rule=[Role.OWNERS_MANAGER, Role.OWNERS_OWNER]),
        _of_owner(),
        body=lambda world: {"documentIds": [world.document_id]},
    ),
    Row("DELETE", "/api/app/organisations/{organisation_id}/verification", "take the request back", MANAGERS, _of_owner()),
    Row("GET", "/api/app/organisations/{organisation_id}/verification-cases", "how verification went", MANAGERS_AND_STAFF, _of_owner()),
    Row("GET", "/api/app/organisations/{organisation_id}/domains", "its mail domains", MANAGERS_AND_STAFF, _of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/domains",
        "add a domain before being verified",
        answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, rule=[Role.OWNERS_OWNER]),
        _of_owner(),
        body=lambda world: {"domain": "owner-works.example"},
    ),
    Row("DELETE", "/api/app/organisations/{organisation_id}/domains/{domain_id}", "remove a domain", OWNERS, _of_owner("domain_id")),
    Row("GET", "/api/app/admin/organisations", "all organisations", OPERATOR_AND_AUDITOR, query={"q": "works"}),
    Row("GET", "/api/app/admin/organisations/{organisation_id}", "one organisation, for staff", OPERATOR_AND_AUDITOR, _of_owner()),
    Row(
        "POST",
        "/api/app/admin/organisations/{organisation_id}/verification-decision",
        "verify it",
        OPERATOR,
        _of_owner(),
        body=lambda world: {"decision": "verify"},
    ),
    Row("POST", "/api/app/admin/organisations/{organisation_id}/suspension", "suspend it", OPERATOR, _of_owner(), body=reason),
    Row(
        "DELETE",
        "/api/app/admin/organisations/{organisation_id}/suspension",
        "lift its suspension",
        OPERATOR,
        _other,
        body=suspended_organisation,
    ),
    Row("POST", "/api/app/admin/organisations/{organisation_id}/merge", "merge it into another", OPERATOR, _of_owner(), body=merging),
    Row("GET", "/api/app/admin/verification-cases", "requests to be verified", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/admin/people", "all people", OPERATOR_AND_AUDITOR, query={"q": "lau"}),
    Row("GET", "/api/app/admin/people/{user_id}", "one person, for staff", OPERATOR_AND_AUDITOR, _person),
    Row("POST", "/api/app/admin/people/{user_id}/suspension", "suspend a person", OPERATOR, _person, body=reason),
    Row("DELETE", "/api/app/admin/people/{user_id}/suspension", "lift it", OPERATOR, _person, body=suspended_person),
    Row("GET", "/api/app/imports", "list imports", OPERATOR_AND_AUDITOR, scope=IMPORT),
    Row("POST", "/api/app/imports", "hand in a file", OPERATOR, body=_upload, content_type=MULTIPART, scope=IMPORT),
    Row("GET", "/api/app/imports/{import_id}", "one import", OPERATOR_AND_AUDITOR, _import, scope=IMPORT),
    Row("GET", "/api/app/imports/{import_id}/quarantine", "its bad records", OPERATOR_AND_AUDITOR, _import, scope=IMPORT),
    Row("POST", "/api/app/imports/{import_id}/cancellation", "call it off", OPERATOR, _import, scope=IMPORT),
    Row("GET", "/api/v1/patents", "list rights", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/v1/patents/{ref}", "a public right", PUBLIC_RECORD, _public, scope=CATALOGUE),
    Row("GET", "/api/v1/patents/{ref}", "a right for signed-in people", REGISTERED_RECORD, _registered, scope=CATALOGUE),
    Row("GET", "/api/v1/patents/{ref}", "a right that only its owner sees", OWNER_AND_STAFF, _owned, scope=CATALOGUE),
    Row("GET", "/api/v1/technologies", "list technologies", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/v1/technologies/{ref}", "a public technology", PUBLIC_RECORD, _technology, scope=CATALOGUE),
    Row("GET", "/api/v1/classes", "list classes", EVERYBODY, scope=CATALOGUE),
    Row("GET", "/api/v1/classes/{symbol}", "one class", EVERYBODY, _symbol, scope=CATALOGUE),
    Row("GET", "/api/v1/reference/{list}", "reference rows", EVERYBODY, lambda world: {"list": "countries"}, scope=CATALOGUE),
)
