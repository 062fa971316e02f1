"""Lists of mandates: those that an organisation gave, and those that a person holds or is offered."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import MandateState
from ipmarket.accounts.mail_addresses import small_letters
from ipmarket.accounts.models import Mandate
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.join_offers import organisation_part
from ipmarket.accounts.selectors.policies import Target
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language


def mandates_for_person(user_id: UUID, addresses: Sequence[str]) -> Q:
    """Mandates that the person has accepted, and offers to one of these proven addresses."""
    offered = Q(email__in=[small_letters(address) for address in addresses], user__isnull=True, state=MandateState.OFFERED)
    return Q(user_id=user_id) | offered


def own_mandates(actor: Actor) -> QuerySet[Mandate]:
    """What the person holds, held or is offered. Raises SignInNeeded to visitors."""
    policies.require_person(actor)
    policies.require(actor, "accounts.mandates.answer", Target("accounts.self", user_id=actor.user_id))
    if actor.user_id is None:
        return Mandate.objects.none()
    rows = Mandate.objects.filter(mandates_for_person(actor.user_id, credentials.verified_addresses(actor.user_id)))
    return rows.select_related("organisation", "user")


def mandates_of(actor: Actor, organisation_id: UUID) -> QuerySet[Mandate]:
    """What the organisation has offered and given, for its managers. Raises NotFound to everybody else."""
    policies.require(actor, "accounts.mandates.read", Target("accounts.organisation", organisation_id, organisation_id=organisation_id))
    return Mandate.objects.filter(organisation_id=organisation_id).select_related("user")


def mandate_card(row: Mandate) -> dict[str, Any]:
    """A mandate as the organisation that gave it sees it. Before an answer there is an address and no person, whoever holds it."""
    holder = row.user if row.state in (MandateState.ACTIVE, MandateState.ENDED) else None
    return {
        "id": row.id,
        "email": row.email,
        "person": None if holder is None else {"id": holder.id, "name": holder.name},
        "kind": row.kind,
        "scopes": row.scopes,
        "state": row.state,
        "starts_date": row.starts_date,
        "ends_date": row.ends_date,
        "offered_at": row.offered_at,
        "answered_at": row.answered_at,
        "ended_at": row.ended_at,
        "reason": row.reason,
    }


def own_mandate_card(row: Mandate, *, language: Language) -> dict[str, Any]:
    """The same for the person, with the organisation's name in the reader's language."""
    return {**mandate_card(row), "organisation": organisation_part(row.organisation, language=language)}
