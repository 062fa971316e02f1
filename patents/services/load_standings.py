"""How far the demo organisations are with being verified. A step of loading the demo data, in its transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ipmarket.accounts.selectors.organisations import OrganisationProgress, progress_of
from ipmarket.accounts.services.add_document import add_document
from ipmarket.accounts.services.add_domain import add_domain
from ipmarket.accounts.services.decide_verification import decide_verification
from ipmarket.accounts.services.submit_verification import submit_verification
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.kernel.actor import Actor
from patents.demo.evidence import certificate
from patents.demo.reading import entries

_DECISIONS = {"verified": "verify", "refused": "refuse"}


def load_standings(*, at: datetime, organisations: Mapping[str, UUID], people: Mapping[str, UUID], standings: Mapping[str, str]) -> int:
    """Bring each named organisation as far as it should be, through the same services as everybody; how many were moved.

    ``standings`` gives each person's role in their organisation. Whatever has been moved on since, by somebody who plays with the demo, is
    left as it is.
    """
    wanted = list(entries("standings.yaml"))
    known = progress_of([organisations[entry["organisation"]] for entry in wanted])
    return sum(_move(entry, known[organisations[entry["organisation"]]], at, people, standings) for entry in wanted)


def _move(entry: dict[str, Any], now: OrganisationProgress, at: datetime, people: Mapping[str, UUID], standings: Mapping[str, str]) -> int:
    if now.state != "active":
        return 0
    if entry.get("suspended_by"):
        staff = _staff(people[entry["suspended_by"]])
        if not now.was_suspended:
            suspend_organisation(actor=staff, at=at, organisation_id=now.id, reason=entry["reason"])
        return int(not now.was_suspended)
    if now.verification != "unverified" or now.has_cases:
        return 0
    member = Actor(kind="person", user_id=people[entry["by"]], organisation_id=now.id, standing=standings[entry["by"]])
    lines = ["Certificate (invented)", now.name.en, f"Registration {now.registration_number}", "Made up to show the product. Of no effect."]
    document = add_document(
        actor=member, at=at, organisation_id=now.id, kind="registration", chunks=[certificate(lines)], name="certificate.pdf"
    )
    submit_verification(actor=member, at=at, organisation_id=now.id, document_ids=[document.id])
    if entry["verification"] in _DECISIONS:
        decide_verification(
            actor=_staff(people[entry["decided_by"]]),
            at=at,
            organisation_id=now.id,
            decision=_DECISIONS[entry["verification"]],
            reason=entry.get("reason") or "",
        )
    if entry.get("domain"):
        add_domain(actor=member, at=at, organisation_id=now.id, domain=entry["domain"])
    return 1


def _staff(user_id: UUID) -> Actor:
    return Actor(kind="person", user_id=user_id, roles=frozenset({"operator"}))
