"""Which organisations a person may ask to join: those that stand for the domain of one of the person's proven addresses."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import JoinRequestState, OrganisationState, VerificationState
from ipmarket.accounts.mail_addresses import small_letters
from ipmarket.accounts.models import JoinRequest, Organisation, OrganisationDomain
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.policies import Target
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language, Translated


def domains_of(user_id: UUID) -> list[str]:
    """The domains of the person's proven addresses, in small letters."""
    return sorted({small_letters(address.rpartition("@")[2]) for address in credentials.verified_addresses(user_id)})


def fitting(user_id: UUID) -> Q:
    """Organisations, active and verified, with a domain in which the person has a proven address."""
    standing_for = OrganisationDomain.objects.filter(domain__in=domains_of(user_id), removed_at__isnull=True)
    return Q(id__in=standing_for.values("organisation_id"), state=OrganisationState.ACTIVE, verification=VerificationState.VERIFIED)


def join_offers(actor: Actor) -> QuerySet[Organisation]:
    """What the person may ask to join and neither belongs to nor has asked yet. Raises SignInNeeded to visitors."""
    policies.require_person(actor)
    policies.require(actor, "accounts.join_requests.make")
    if actor.user_id is None:
        return Organisation.objects.none()
    asked = Q(join_requests__user_id=actor.user_id, join_requests__state=JoinRequestState.OPEN)
    belongs = Q(memberships__user_id=actor.user_id, memberships__ends_at__isnull=True)
    return Organisation.objects.filter(fitting(actor.user_id)).exclude(asked).exclude(belongs)


def own_join_requests(actor: Actor) -> QuerySet[JoinRequest]:
    """What the person has asked, ever. Raises SignInNeeded to visitors."""
    policies.require_person(actor)
    policies.require(actor, "accounts.join_requests.withdraw", Target("accounts.self", user_id=actor.user_id))
    if actor.user_id is None:
        return JoinRequest.objects.none()
    return JoinRequest.objects.filter(user_id=actor.user_id).select_related("organisation")


def join_requests_of(actor: Actor, organisation_id: UUID) -> QuerySet[JoinRequest]:
    """Who asks to join an organisation, for its managers. Raises NotFound to everybody else."""
    policies.require(
        actor, "accounts.join_requests.read", Target("accounts.organisation", organisation_id, organisation_id=organisation_id)
    )
    return JoinRequest.objects.filter(organisation_id=organisation_id).select_related("user")


def organisation_part(row: Organisation, *, language: Language) -> dict[str, Any]:
    """The organisation as a line of a list, its name in the reader's language."""
    names = Translated(en=row.name_en, zh_hant=row.name_zh_hant, zh_hans=row.name_zh_hans)
    return {"id": row.id, "name": names.best(language)[0]}


def own_join_request_card(row: JoinRequest, *, language: Language) -> dict[str, Any]:
    """A request as whoever made it sees it."""
    return {
        "id": row.id,
        "organisation": organisation_part(row.organisation, language=language),
        "state": row.state,
        "created_at": row.created_at,
        "decided_at": row.decided_at,
    }


def join_request_card(row: JoinRequest) -> dict[str, Any]:
    """A request as the organisation's managers see it, with the address by which it was made possible."""
    return {
        "id": row.id,
        "person": {"id": row.user_id, "name": row.user.name, "email": row.user.email},
        "state": row.state,
        "created_at": row.created_at,
        "decided_at": row.decided_at,
    }
