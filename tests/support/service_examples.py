"""One runnable example of every service that writes: what it needs first, and the call. A service without one fails a test."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ipmarket.accounts.enums import MemberRole, OrganisationKind, PlatformRole
from ipmarket.accounts.services.accept_terms import accept_terms
from ipmarket.accounts.services.admit_member import admit_member
from ipmarket.accounts.services.appoint_first_operator import appoint_first_operator
from ipmarket.accounts.services.close_access import close_access
from ipmarket.accounts.services.decide_role_proposal import decide_role_proposal
from ipmarket.accounts.services.edit_account import edit_account
from ipmarket.accounts.services.end_platform_role import end_platform_role
from ipmarket.accounts.services.erase_person import erase_person
from ipmarket.accounts.services.export_audit_entries import export_audit_entries
from ipmarket.accounts.services.found_organisation import found_organisation
from ipmarket.accounts.services.grant_platform_role import grant_platform_role
from ipmarket.accounts.services.keep_retention import keep_retention
from ipmarket.accounts.services.load_terms import load_terms
from ipmarket.accounts.services.lower_wall import lower_wall
from ipmarket.accounts.services.make_data_export import make_data_export
from ipmarket.accounts.services.make_token import make_token
from ipmarket.accounts.services.note_pages_seen_as import note_pages_seen_as
from ipmarket.accounts.services.open_access import open_access
from ipmarket.accounts.services.propose_platform_role import propose_platform_role
from ipmarket.accounts.services.raise_wall import raise_wall
from ipmarket.accounts.services.record_credential_change import CredentialChange, record_credential_change
from ipmarket.accounts.services.record_sign_in import record_refused_sign_in, record_sign_in
from ipmarket.accounts.services.record_sign_out import record_sign_out
from ipmarket.accounts.services.register_person import register_person
from ipmarket.accounts.services.request_data_export import request_data_export
from ipmarket.accounts.services.retry_deliveries import retry_deliveries, retry_delivery
from ipmarket.accounts.services.revoke_token import revoke_token
from ipmarket.accounts.services.set_consents import set_consents
from ipmarket.accounts.services.switch_organisation import switch_organisation
from ipmarket.accounts.services.verify_audit_trail import verify_audit_trail
from ipmarket.accounts.services.withdraw_role_proposal import withdraw_role_proposal
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.audit.selectors import EntryFilter
from ipmarket.kernel.text import Translated
from ipmarket.reference.services.load_rows import load_rows
from patents.enums import LegalState, RightType, Stage
from patents.numbers import parse
from patents.services.cancel_import import cancel_import
from patents.services.import_patents import import_file, run_queued_import
from patents.services.load_demo import load_demo
from patents.services.load_scheme import load_scheme
from patents.services.queue_import import queue_import
from patents.services.register_right import PublicationInput, RightInput, StatusInput, register_right
from patents.services.register_technology import TechnologyInput, register_technology
from patents.services.suggest_classes import suggest_classes
from tests.factories.deliveries import make_parked
from tests.factories.records import PASSWORD, make_organisation, make_right, make_user
from tests.support import access_examples as access
from tests.support.organisation_examples import ORGANISATION_EXAMPLES
from tests.support.people_examples import PEOPLE_EXAMPLES

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
RECORD_LINE = (
    b'{"id": "US10000001B2", "title": "Mould with a heated insert", "abstract": "A mould with an insert that is heated.", '
    b'"ipc": ["B29C 45/26"], "cpc": [], "lang": "en", "source": "example"}\n'
)


@dataclass(frozen=True, slots=True)
class Example:
    """``prepare`` writes what must be there first and returns the keyword arguments of the call.

    ``goes_in_groups``: too long for one transaction; it commits group by group, its entry stands at the end, and the next run takes it up.
    """

    service: Callable[..., Any]
    prepare: Callable[[Path], dict[str, Any]]
    goes_in_groups: bool = False

    @property
    def name(self) -> str:
        return f"{self.service.__module__}.{self.service.__name__}"


def _person() -> dict[str, Any]:
    return {"actor": SYSTEM, "at": AT, "email": "new@example.test", "name": "Wong Siu Ming", "password": PASSWORD}


def _operator() -> Actor:
    user = make_user(email="operator@example.test", roles=[PlatformRole.OPERATOR])
    return Actor(kind="person", user_id=user.id, roles=frozenset({PlatformRole.OPERATOR.value}))


def _sign_in(folder: Path) -> dict[str, Any]:
    return {
        "actor": VISITOR, "at": AT, "user_id": make_user(email="member@example.test").id, "methods": ["password"],
        "browser": "Firefox on Linux", "network": "192.0.2.0/24", "is_strong": False,
    }  # fmt: skip


def _switch(folder: Path) -> dict[str, Any]:
    organisation = make_organisation()
    user = make_user(organisation=organisation)
    return {"actor": Actor(kind="person", user_id=user.id), "at": AT, "organisation_id": organisation.id}


def _membership(folder: Path) -> dict[str, Any]:
    return {"actor": SYSTEM, "at": AT, "user_id": make_user().id, "organisation_id": make_organisation().id, "role": MemberRole.MEMBER}


def _line_file(folder: Path) -> Path:
    path = folder / "records.jsonl"
    path.write_bytes(RECORD_LINE)
    return path


def _upload(folder: Path) -> dict[str, Any]:
    return {"actor": _operator(), "at": AT, "chunks": [RECORD_LINE], "file_name": "records.jsonl"}


def _queued(folder: Path) -> dict[str, Any]:
    upload = _upload(folder)
    return {"actor": upload["actor"], "import_id": queue_import(**upload).id}


def _right(folder: Path) -> dict[str, Any]:
    organisation = make_organisation()
    right = RightInput(
        right_type=RightType.PATENT,
        office="US",
        title=Translated(en="Ejector with two stages"),
        original_language="en",
        publications=[PublicationInput(parse("US10000002B2"), date(2018, 6, 19))],
        status=StatusInput(LegalState.IN_FORCE, "owner", date(2026, 1, 1)),
    )
    return {"actor": SYSTEM, "at": AT, "owner_organisation_id": organisation.id, "owner_name": organisation.name_en, "right": right}


def _technology(folder: Path) -> dict[str, Any]:
    technology = TechnologyInput(title=Translated(en="Dry cutting of brass"), original_language="en", stage=Stage.PRODUCTION)
    return {"actor": SYSTEM, "at": AT, "owner_organisation_id": make_organisation().id, "technology": technology}


def _unclassified(folder: Path) -> dict[str, Any]:
    right = make_right(titles={"en": "Lithium battery with a solid electrolyte between cathode and anode"}, classes=())
    return {"actor": SYSTEM, "at": AT, "right_id": right.id}


def _somebody() -> Actor:
    return Actor(kind="person", user_id=make_user(email="somebody@example.test").id)


def _terms(folder: Path) -> dict[str, Any]:
    load_terms(actor=SYSTEM, at=AT)
    return {"actor": _somebody(), "at": AT, "kind": "terms", "version": "2026-11", "language": "en"}


def _copy(folder: Path) -> dict[str, Any]:
    load_rows(actor=SYSTEM, at=AT)
    return {"actor": SYSTEM, "at": AT, "export_id": request_data_export(actor=_somebody(), at=AT).id}


def _due_copy(folder: Path) -> dict[str, Any]:
    make_data_export(**_copy(folder))
    return {"actor": SYSTEM, "at": AT + timedelta(days=8)}


def _parked(folder: Path) -> dict[str, Any]:
    return {"actor": _operator(), "at": AT, "delivery_id": make_parked().pk, "reason": "The mail server is back."}


def _parked_of_one(folder: Path) -> dict[str, Any]:
    make_parked(handler="mail.send")
    return {"actor": _operator(), "at": AT, "handler": "mail.send", "reason": "The mail server is back."}


EXAMPLES = (
    Example(load_terms, lambda folder: {"actor": SYSTEM, "at": AT}),
    Example(accept_terms, _terms),
    Example(set_consents, lambda folder: {"actor": _somebody(), "at": AT, "wanted": {"news": True}}),
    Example(edit_account, lambda folder: {"actor": _somebody(), "at": AT, "name": "Chan Siu Ming"}),
    Example(request_data_export, lambda folder: {"actor": _somebody(), "at": AT}),
    Example(make_data_export, _copy),
    Example(erase_person, lambda folder: {"actor": _somebody(), "at": AT, "confirmation": "somebody@example.test"}),
    Example(keep_retention, _due_copy, goes_in_groups=True),
    Example(admit_member, _membership),
    Example(
        found_organisation,
        lambda folder: {"actor": SYSTEM, "at": AT, "kind": OrganisationKind.MANUFACTURER, "name": Translated(en="Sample Plating Works")},
    ),
    Example(grant_platform_role, lambda folder: {"actor": SYSTEM, "at": AT, "user_id": make_user().id, "role": PlatformRole.AUDITOR}),
    Example(register_person, lambda folder: _person()),
    Example(record_sign_in, _sign_in),
    Example(record_refused_sign_in, lambda folder: {"actor": VISITOR, "at": AT, "address": "somebody@example.test", "reason": "password"}),
    Example(record_sign_out, lambda folder: {"actor": SYSTEM, "at": AT, "user_id": make_user().id}),
    Example(
        record_credential_change,
        lambda folder: {"actor": SYSTEM, "at": AT, "user_id": make_user().id, "change": CredentialChange.PASSWORD_CHANGED},
    ),
    Example(switch_organisation, _switch),
    Example(export_audit_entries, lambda folder: {"actor": _operator(), "at": AT, "wanted": EntryFilter(), "form": "csv"}),
    Example(verify_audit_trail, lambda folder: {"actor": _operator(), "at": AT}),
    Example(retry_delivery, _parked),
    Example(retry_deliveries, _parked_of_one),
    Example(load_rows, lambda folder: {"actor": SYSTEM, "at": AT}),
    Example(load_scheme, lambda folder: {"actor": SYSTEM, "at": AT}),
    Example(load_demo, lambda folder: {"actor": SYSTEM, "at": AT}),
    Example(queue_import, _upload),
    Example(cancel_import, lambda folder: {**_queued(folder), "at": AT}),
    Example(import_file, lambda folder: {"actor": SYSTEM, "clock": lambda: AT, "path": _line_file(folder)}, goes_in_groups=True),
    Example(run_queued_import, lambda folder: {**_queued(folder), "actor": SYSTEM, "clock": lambda: AT}, goes_in_groups=True),
    Example(register_right, _right),
    Example(register_technology, _technology),
    Example(suggest_classes, _unclassified),
    *(Example(service, prepare) for service, prepare in ORGANISATION_EXAMPLES),
    *(Example(service, prepare) for service, prepare in PEOPLE_EXAMPLES),
    Example(open_access, lambda folder: access.access()),
    Example(close_access, lambda folder: access.opened()),
    Example(raise_wall, lambda folder: access.wall()),
    Example(lower_wall, lambda folder: access.raised()),
    Example(make_token, lambda folder: access.token_order()),
    Example(revoke_token, lambda folder: access.token()),
    Example(propose_platform_role, lambda folder: access.proposal()),
    Example(decide_role_proposal, lambda folder: access.decision()),
    Example(withdraw_role_proposal, lambda folder: access.withdrawal()),
    Example(end_platform_role, lambda folder: access.role_end()),
    Example(appoint_first_operator, lambda folder: {"actor": SYSTEM, "at": AT, "user_id": make_user().id}),
    Example(note_pages_seen_as, lambda folder: access.seen_as()),
)
