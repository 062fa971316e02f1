"""One runnable example of every service that writes: what it needs first, and the call. A service without one fails a test."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from ipmarket.accounts.enums import MemberRole, OrganisationKind, PlatformRole
from ipmarket.accounts.services.admit_member import admit_member
from ipmarket.accounts.services.found_organisation import found_organisation
from ipmarket.accounts.services.grant_platform_role import grant_platform_role
from ipmarket.accounts.services.register_person import register_person
from ipmarket.accounts.services.start_session import end_session, start_session
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
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
from tests.factories.records import PASSWORD, make_organisation, make_right, make_user

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


def _request() -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    return request


def _person() -> dict[str, Any]:
    return {"actor": SYSTEM, "at": AT, "email": "new@example.test", "name": "Wong Siu Ming", "password": PASSWORD}


def _operator() -> Actor:
    user = make_user(email="operator@example.test", roles=[PlatformRole.OPERATOR])
    return Actor(kind="person", user_id=user.id, roles=frozenset({PlatformRole.OPERATOR.value}))


def _sign_in(folder: Path) -> dict[str, Any]:
    make_user(email="member@example.test")
    return {"actor": VISITOR, "at": AT, "request": _request(), "email": "member@example.test", "password": PASSWORD}


def _sign_out(folder: Path) -> dict[str, Any]:
    request = _request()
    return {"actor": start_session(**{**_sign_in(folder), "request": request}), "at": AT, "request": request}


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


EXAMPLES = (
    Example(admit_member, _membership),
    Example(
        found_organisation,
        lambda folder: {"actor": SYSTEM, "at": AT, "kind": OrganisationKind.MANUFACTURER, "name": Translated(en="Sample Plating Works")},
    ),
    Example(grant_platform_role, lambda folder: {"actor": SYSTEM, "at": AT, "user_id": make_user().id, "role": PlatformRole.AUDITOR}),
    Example(register_person, lambda folder: _person()),
    Example(start_session, _sign_in),
    Example(end_session, _sign_out),
    Example(load_rows, lambda folder: {"actor": SYSTEM, "at": AT}),
    Example(load_scheme, lambda folder: {"actor": SYSTEM, "at": AT}),
    Example(load_demo, lambda folder: {"actor": SYSTEM, "at": AT}),
    Example(queue_import, _upload),
    Example(cancel_import, lambda folder: {**_queued(folder), "at": AT}),
    Example(import_file, lambda folder: {"actor": SYSTEM, "clock": lambda: AT, "path": _line_file(folder)}, goes_in_groups=True),
    Example(run_queued_import, lambda folder: {**_queued(folder), "clock": lambda: AT}, goes_in_groups=True),
    Example(register_right, _right),
    Example(register_technology, _technology),
    Example(suggest_classes, _unclassified),
)
