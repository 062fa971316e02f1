"""Who may bind a company, and the lists of signatories."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts.enums import OrganisationState, SignatoryState, VerificationState
from ipmarket.accounts.models import Signatory, User
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.policies import Target
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.money import Money
from ipmarket.kernel.text import Language, Translated


def may_bind(user_id: UUID, organisation_id: UUID, amount: Money, on: datetime) -> bool:
    """True when this person may commit this organisation to this amount at this instant; one query.

    That takes a confirmed power to sign, in the amount's currency and up to a limit at least as high (or without limit, in that currency),
    an open membership of an active account, and an organisation that is active and verified. Currencies are never converted.
    """
    reaches = Q(limit_minor__isnull=True) | Q(limit_minor__gte=amount.amount_minor)
    still_member = Q(membership__starts_at__lte=on) & (Q(membership__ends_at__isnull=True) | Q(membership__ends_at__gt=on))
    return Signatory.objects.filter(
        reaches,
        still_member,
        state=SignatoryState.CONFIRMED,
        currency=amount.currency,
        decided_at__lte=on,
        membership__user_id=user_id,
        membership__user__is_active=True,
        membership__organisation_id=organisation_id,
        membership__organisation__state=OrganisationState.ACTIVE,
        membership__organisation__verification=VerificationState.VERIFIED,
    ).exists()


def signatories_of(actor: Actor, organisation_id: UUID) -> QuerySet[Signatory]:
    """Who may bind the organisation, and who was proposed, for its members. Raises NotFound to everybody else."""
    policies.require(actor, "accounts.signatories.read", Target("accounts.organisation", organisation_id, organisation_id=organisation_id))
    return Signatory.objects.filter(membership__organisation_id=organisation_id).select_related("membership__user", "document")


def signatory_queue(actor: Actor, *, state: str = "") -> QuerySet[Signatory]:
    """All of them, or those in a state, for operators and auditors. Raises Forbidden to everybody else."""
    policies.require(actor, "accounts.signatories.read_queue")
    rows = Signatory.objects.filter(state=state) if state else Signatory.objects.all()
    return rows.select_related("membership__user", "membership__organisation", "document", "proposed_by")


def signatory_card(actor: Actor, row: Signatory) -> dict[str, Any]:
    """One of them as the pages show it. The mail address is there for managers and those who read all organisations."""
    organisation_id = row.membership.organisation_id
    target = Target("accounts.organisation", organisation_id, organisation_id=organisation_id)
    shows_address = policies.can(actor, "accounts.members.read_addresses", target)
    return {
        "id": row.id,
        "membership_id": row.membership_id,
        "person": _person(row.membership.user, shows_address=shows_address),
        "document_id": row.document_id,
        "document_name": row.document.name,
        "state": row.state,
        "limit_minor": row.limit_minor,
        "currency": row.currency,
        "proposed_at": row.proposed_at,
        "decided_at": row.decided_at,
        "ended_at": row.ended_at,
        "reason": row.reason,
    }


def queued_card(actor: Actor, row: Signatory, *, language: Language) -> dict[str, Any]:
    """The same with the organisation and with whoever proposed it, for the queue."""
    organisation = row.membership.organisation
    names = Translated(en=organisation.name_en, zh_hant=organisation.name_zh_hant, zh_hans=organisation.name_zh_hans)
    return {
        **signatory_card(actor, row),
        "organisation": {"id": organisation.id, "name": names.best(language)[0]},
        "proposed_by": _person(row.proposed_by, shows_address=True),
    }


def _person(user: User, *, shows_address: bool) -> dict[str, Any]:
    return {"id": user.id, "name": user.name, "email": user.email if shows_address else None}
