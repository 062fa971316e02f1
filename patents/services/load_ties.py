"""Invitations, mandates, a signatory and a request to join among demo people: a step of loading the demo data, in its transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.errors import TooManyAttempts
from ipmarket.accounts.selectors.mandates_open import day_of
from ipmarket.accounts.selectors.members_listed import membership_id_of
from ipmarket.accounts.services.accept_mandate import accept_mandate
from ipmarket.accounts.services.add_document import add_document
from ipmarket.accounts.services.decide_signatory import decide_signatory
from ipmarket.accounts.services.invite_member import invite_member
from ipmarket.accounts.services.offer_mandate import offer_mandate
from ipmarket.accounts.services.propose_signatory import propose_signatory
from ipmarket.accounts.services.request_to_join import request_to_join
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict, Forbidden, NotFound
from patents.demo.evidence import certificate
from patents.demo.reading import entries


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who there is: ids by the keys of the data set, and each person's role in their organisation."""

    at: datetime
    organisations: Mapping[str, UUID]
    people: Mapping[str, UUID]
    standings: Mapping[str, str]

    def member(self, entry: dict[str, Any]) -> Actor:
        return Actor(
            kind="person",
            user_id=self.people[entry["by"]],
            organisation_id=self.organisations[entry["organisation"]],
            standing=self.standings[entry["by"]],
        )

    def person(self, key: str, *roles: str) -> Actor:
        return Actor(kind="person", user_id=self.people[key], roles=frozenset(roles))


def load_ties(*, at: datetime, organisations: Mapping[str, UUID], people: Mapping[str, UUID], standings: Mapping[str, str]) -> int:
    """Make each tie through the same services as everybody, and return how many were made.

    What is there already, or what somebody who plays with the demo has made impossible since, is passed over.
    """
    cast = _Cast(at, organisations, people, standings)
    return sum(_was_made(entry, cast) for entry in entries("ties.yaml"))


def _was_made(entry: dict[str, Any], cast: _Cast) -> bool:
    try:
        with transaction.atomic():
            _MAKERS[entry["kind"]](entry, cast)
    except (Conflict, Forbidden, NotFound, TooManyAttempts):
        return False
    return True


def _invitation(entry: dict[str, Any], cast: _Cast) -> None:
    actor = cast.member(entry)
    organisation_id = cast.organisations[entry["organisation"]]
    invite_member(
        actor=actor, at=cast.at, organisation_id=organisation_id, email=entry["email"], role=entry["role"], language=entry["language"]
    )


def _mandate(entry: dict[str, Any], cast: _Cast) -> None:
    starts = day_of(cast.at)
    mandate = offer_mandate(
        actor=cast.member(entry),
        at=cast.at,
        organisation_id=cast.organisations[entry["organisation"]],
        email=_address(entry["to"]),
        kind=entry["as"],
        scopes=entry["scopes"],
        starts_date=starts,
        ends_date=starts + timedelta(days=entry["days"]),
    )
    if entry["is_accepted"]:
        accept_mandate(actor=cast.person(entry["to"]), at=cast.at, mandate_id=mandate.id)


def _signatory(entry: dict[str, Any], cast: _Cast) -> None:
    organisation_id = cast.organisations[entry["organisation"]]
    membership_id = membership_id_of(user_id=cast.people[entry["of"]], organisation_id=organisation_id)
    if membership_id is None:
        return
    actor = cast.member(entry)
    lines = ["Resolution of the board (invented)", "May sign for the company.", "Made up to show the product. Of no effect."]
    document = add_document(
        actor=actor, at=cast.at, organisation_id=organisation_id, kind="signatory", chunks=[certificate(lines)], name="resolution.pdf"
    )
    signatory = propose_signatory(
        actor=actor,
        at=cast.at,
        organisation_id=organisation_id,
        membership_id=membership_id,
        document_id=document.id,
        limit_minor=entry["limit_minor"],
        currency=entry["currency"],
    )
    decide_signatory(actor=cast.person(entry["decided_by"], "operator"), at=cast.at, signatory_id=signatory.id, is_confirmed=True)


def _join_request(entry: dict[str, Any], cast: _Cast) -> None:
    request_to_join(actor=cast.person(entry["by"]), at=cast.at, organisation_id=cast.organisations[entry["organisation"]])


def _address(key: str) -> str:
    return next(str(person["email"]) for person in entries("people.yaml") if person["key"] == key)


_MAKERS: Mapping[str, Callable[[dict[str, Any], _Cast], None]] = {
    "invitation": _invitation,
    "mandate": _mandate,
    "signatory": _signatory,
    "join_request": _join_request,
}
