"""What closing an organisation would bring with it. Other apps say here what they keep for an organisation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from ipmarket.accounts.enums import InvitationState, MandateState, OrganisationState
from ipmarket.accounts.models import ApiToken, Invitation, Mandate, Membership, Organisation
from ipmarket.accounts.selectors.members_standing import open_at
from ipmarket.accounts.selectors.organisations_seen import organisation_for
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.kernel.actor import Actor

CountOf = Callable[[UUID], int]
_holdings: dict[str, CountOf] = {}


def holdings(name: str) -> Callable[[CountOf], CountOf]:
    """Register how many things of this name an app keeps for an organisation. Raises ValueError for a name that is taken."""

    def decorate(function: CountOf) -> CountOf:
        if _holdings.setdefault(name, function) is not function:
            raise ValueError(f"{name} is counted already.")
        return function

    return decorate


def closure_of(actor: Actor, organisation_id: UUID, *, at: datetime) -> dict[str, Any]:
    """What would end with the organisation, and what stands in the way. For those who may close it; NotFound for everybody else."""
    require(actor, "accounts.organisation.close", Target("accounts.organisation", id=organisation_id, organisation_id=organisation_id))
    organisation = organisation_for(actor, organisation_id)
    today = at.date()
    mandates = Mandate.objects.filter(
        Q(ends_date__isnull=True) | Q(ends_date__gt=today),
        organisation_id=organisation_id,
        state__in=[MandateState.OFFERED, MandateState.ACTIVE],
    )
    invitations = Invitation.objects.filter(organisation_id=organisation_id, state=InvitationState.OPEN, expires_at__gt=at)
    return {
        "members": Membership.objects.filter(open_at(at), organisation_id=organisation_id).count(),
        "open_invitations": invitations.count(),
        "mandates": mandates.count(),
        "tokens": ApiToken.objects.filter(organisation_id=organisation_id, revoked_at__isnull=True, expires_at__gt=at).count(),
        "assets": sum(count(organisation_id) for count in _holdings.values()),
        "blocks": _blocks(organisation),
    }


def _blocks(organisation: Organisation) -> list[dict[str, str]]:
    if organisation.state in {OrganisationState.ACTIVE, OrganisationState.SUSPENDED}:
        return []
    return [{"code": "organisation_not_active", "detail": "The organisation is closed or merged already."}]
