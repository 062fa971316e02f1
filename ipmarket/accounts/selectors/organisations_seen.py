"""Organisations as an actor may see them: the whole card for those who belong to one and for staff, a public card for everybody else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts.enums import OrganisationState, VerificationState
from ipmarket.accounts.models import Organisation, VerificationCase
from ipmarket.accounts.selectors.actors import MANDATE, Place, standings_of
from ipmarket.accounts.selectors.members_standing import role_in, standing_at
from ipmarket.accounts.selectors.organisation_rules import sector_label, size_of
from ipmarket.accounts.selectors.policies import Target, allowed_actions, can, require
from ipmarket.accounts.selectors.suspensions import Told, suspensions_told
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Language

ORGANISATION: Final = "accounts.organisation"
READ: Final = "accounts.organisation.read"
# Actions about an organisation stand under these names in the table of policies.
_PROFILE_AREAS: Final = frozenset({"organisation", "ownership", "documents", "verification", "domains"})
_PEOPLE_AREAS: Final = frozenset({"members", "invitations", "join_requests", "signatories", "mandates"})


def target_of(organisation_id: UUID) -> Target:
    """The organisation as the target of an action."""
    return Target(ORGANISATION, id=organisation_id, organisation_id=organisation_id)


def organisation_for(actor: Actor, organisation_id: UUID, *, at: datetime | None = None) -> Organisation:
    """The organisation. Raises NotFound for an unknown one, and for a suspended one to everybody but its members and staff."""
    organisation = Organisation.objects.filter(id=organisation_id).first()
    if organisation is None or (organisation.state == OrganisationState.SUSPENDED and not _sees_inside(actor, organisation, at)):
        raise NotFound("There is no such thing, or it is not visible to you.")
    return organisation


def standing_in(actor: Actor, organisation: Organisation, *, at: datetime | None) -> str:
    """How the actor stands in the organisation, whether or not they act for it at the moment; "" for a stranger."""
    if actor.organisation_id == organisation.id:
        return actor.standing
    if actor.user_id is None or at is None or (actor.scopes is not None and actor.mandate_id is None):
        return ""
    return standing_at(role_in(user_id=actor.user_id, organisation_id=organisation.id, at=at), organisation.state)


def _sees_inside(actor: Actor, organisation: Organisation, at: datetime | None) -> bool:
    if can(actor, READ, target_of(organisation.id)):
        return True
    standing = standing_in(actor, organisation, at=at)
    return bool(standing) and standing != MANDATE


def card_of(actor: Actor, organisation_id: UUID, *, at: datetime, language: Language) -> dict[str, Any]:
    """The card as this actor may see it. Raises NotFound."""
    if not can(actor, READ, target_of(organisation_id)):
        require(actor, "accounts.organisation.read_card")
    organisation = organisation_for(actor, organisation_id, at=at)
    if not _sees_inside(actor, organisation, at):
        return public_card(organisation, language=language, on=at.date())
    standing = standing_in(actor, organisation, at=at)
    told = suspensions_of(actor, [organisation]).get(organisation.id)
    return full_card(
        organisation, actor=actor, standing=standing, language=language, on=at.date(), reason=_refusal(organisation), told=told
    )


def public_card(organisation: Organisation, *, language: Language, on: date) -> dict[str, Any]:
    """What everybody may see. A merged organisation is a pointer to the one that stayed."""
    label = sector_label(organisation.sector, on=on) if organisation.sector else None
    return {
        "id": organisation.id,
        "kind": organisation.kind,
        "name": {"en": organisation.name_en, "zh_hant": organisation.name_zh_hant, "zh_hans": organisation.name_zh_hans},
        "state": organisation.state,
        "merged_into": organisation.merged_into_id,
        "country": organisation.country,
        # A matter of public registers.
        "registration_kind": organisation.registration_kind,
        "registration_number": organisation.registration_number,
        "district": organisation.district,
        "sector": {"code": organisation.sector, "label": label.best(language)[0]} if label else None,
        "website": organisation.website,
        "logo": logo_address(organisation),
        "verification": {"state": shown_verification(organisation.verification)},
        "is_demo": organisation.is_demo,
    }


def shown_verification(state: str) -> str:
    """Others learn whether an organisation is verified, and nothing about requests and refusals."""
    return state if state == VerificationState.VERIFIED else VerificationState.UNVERIFIED.value


def full_card(
    organisation: Organisation, *, actor: Actor, standing: str, language: Language, on: date, reason: str | None, told: Told | None
) -> dict[str, Any]:
    """Everything, with what this actor may do to it now; ``told`` is what ``suspensions_of`` says of it."""
    size = size_of(country=organisation.country, sector=organisation.sector, employees=organisation.employees, on=on)
    return {
        **public_card(organisation, language=language, on=on),
        "employees": organisation.employees,
        "size": size.card(language),
        "address": organisation.address,
        "verification": {"state": organisation.verification, "verified_at": organisation.verified_at, "reason": reason},
        "version": organisation.version,
        "created_at": organisation.created_at,
        "allowed": allowed_here(actor, organisation.id),
        "standing": standing,
        "suspension": {"since": told.since, "reason": told.reason} if told is not None else None,
    }


def suspensions_of(actor: Actor, organisations: Sequence[Organisation]) -> Mapping[UUID, Told]:
    """What the actor may know of the suspensions of those among these that are suspended: one statement, none where none is."""
    suspended = [organisation.id for organisation in organisations if organisation.state == OrganisationState.SUSPENDED]
    return suspensions_told(user_id=actor.user_id, organisation_ids=suspended) if suspended else {}


def allowed_here(actor: Actor, organisation_id: UUID) -> list[str]:
    """The actions that the actor may do to the organisation while acting as they do now."""
    names = allowed_actions(actor, target_of(organisation_id), prefix="accounts.")
    return [name for name in names if name.split(".")[1] in _PROFILE_AREAS | _PEOPLE_AREAS]


def logo_address(organisation: Organisation) -> str | None:
    """Where the logo is; the address changes with the image, so that it may be kept for long."""
    if not organisation.logo_path:
        return None
    return f"/api/app/organisations/{organisation.id}/logo?v={organisation.logo_path[-16:]}"


def _refusal(organisation: Organisation) -> str | None:
    """Why the last request was refused, while that is how it stands."""
    if organisation.verification != VerificationState.REFUSED:
        return None
    cases = VerificationCase.objects.filter(organisation_id=organisation.id, state=VerificationState.REFUSED)
    return cases.order_by("-decided_at").values_list("reason", flat=True).first()


def organisations_of(actor: Actor, *, at: datetime) -> tuple[QuerySet[Organisation], Mapping[UUID, Place]]:
    """The organisations in which the actor has a place, as member or by a mandate, with that place; nothing for anybody else."""
    places = {place.organisation_id: place for place in standings_of(actor.user_id, at)} if actor.user_id is not None else {}
    living = Q(state__in=[OrganisationState.ACTIVE, OrganisationState.SUSPENDED])
    return Organisation.objects.filter(living, id__in=list(places)), places


def own_card(
    organisation: Organisation, *, actor: Actor, place: Place | None, told: Told | None, language: Language, on: date
) -> dict[str, Any]:
    """The card of an organisation in the actor's own list. The reason of a refusal stands on the organisation's page only."""
    if place is None or not place.can_act or (place.mandate_id is not None and "read" not in (place.scopes or ())):
        return {**public_card(organisation, language=language, on=on), "standing": MANDATE if place else ""}
    return full_card(organisation, actor=actor, standing=place.standing, language=language, on=on, reason=None, told=told)


def logo_of(actor: Actor, organisation_id: UUID, *, at: datetime) -> str:
    """Where the logo lies in the store. Raises NotFound where there is none, alike for an organisation that is not to be seen."""
    if not can(actor, READ, target_of(organisation_id)):
        require(actor, "accounts.organisation.read_card")
    path = organisation_for(actor, organisation_id, at=at).logo_path
    if not path:
        raise NotFound("There is no such thing, or it is not visible to you.")
    return path
