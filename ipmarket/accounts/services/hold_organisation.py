"""The first step of whatever changes an organisation's people: the policy, the organisation's row, and a second look once it is held."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ipmarket.accounts.enums import OrganisationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.mandates_open import open_mandates
from ipmarket.accounts.selectors.members_standing import role_in, standing_at
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Held:
    """The organisation, locked, and the actor with the standing that was read under the lock."""

    organisation: Organisation
    actor: Actor


def lock_organisation(organisation_id: UUID) -> Organisation:
    """Lock the row until the end of the transaction. Raises NotFound. All changes of one organisation's people go one after the other."""
    organisation = Organisation.objects.select_for_update(no_key=True).filter(id=organisation_id).first()
    if organisation is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    return organisation


def require_active(organisation: Organisation) -> None:
    """Raises Conflict ("organisation_not_active") for an organisation that is suspended, closed or merged; tells which.

    For whoever belongs to it and for staff alone: nobody else learns of a suspension.
    """
    if organisation.state != OrganisationState.ACTIVE:
        raise Conflict(
            "The organisation is not active at present.",
            code=AccountsError.ORGANISATION_NOT_ACTIVE,
            params={"state": organisation.state},
        )


def _as_of_now(actor: Actor, organisation: Organisation, at: datetime) -> Actor:
    """The standing said who asked when the request began; somebody may have been removed since, by a request that held the row before."""
    if actor.kind != "person" or actor.user_id is None or actor.organisation_id != organisation.id:
        return actor
    if actor.mandate_id is not None:
        still_open = any(mandate.id == actor.mandate_id for mandate in open_mandates(actor.user_id, at))
        return actor if still_open else replace(actor, standing="")
    role = role_in(user_id=actor.user_id, organisation_id=organisation.id, at=at)
    return replace(actor, standing=standing_at(role, organisation.state))


def hold_organisation(*, actor: Actor, at: datetime, organisation_id: UUID, action: str, may_be_suspended: bool = False) -> Held:
    """Check the policy, lock the organisation and check again with the standing of this moment.

    Raises what ``policies.require`` raises, to members of a suspended organisation a sentence that it is; and Conflict
    ("organisation_not_active") unless the organisation is active; with ``may_be_suspended`` a suspended one will do.
    """
    target = Target("accounts.organisation", id=organisation_id, organisation_id=organisation_id)
    opened = hold_office(actor=actor, at=at, action=action, target=target)
    organisation = lock_organisation(organisation_id)
    current = _as_of_now(opened, organisation, at)
    policies.require(current, action, target)
    if not (may_be_suspended and organisation.state == OrganisationState.SUSPENDED):
        require_active(organisation)
    return Held(organisation, current)
