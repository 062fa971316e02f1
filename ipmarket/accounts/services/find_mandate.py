"""Finding a mandate with the organisation and the row locked. Steps of the services on mandates."""

from uuid import UUID

from ipmarket.accounts import credentials
from ipmarket.accounts.models import Mandate, Organisation, User
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.mandates_listed import mandates_for_person
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound


def missing() -> NotFound:
    """What everybody hears about a mandate that is not theirs, or that there is not."""
    return NotFound("There is no such thing, or it is not visible to you.")


def hold_for_organisation(*, organisation_id: UUID, mandate_id: UUID) -> Mandate:
    """The mandate that this organisation gave, locked. Raises NotFound, alike for another organisation's."""
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("user", "offered_by")
    mandate = rows.filter(id=mandate_id, organisation_id=organisation_id).first()
    if mandate is None:
        raise missing()
    return mandate


def hold_for_person(*, actor: Actor, mandate_id: UUID, action: str) -> tuple[Organisation, Mandate, User]:
    """The organisation, the mandate, both locked, and the person to whom it is offered or who holds it.

    Raises SignInNeeded to visitors, NotFound for a mandate that is neither held by the person nor offered to a proven address of theirs.
    """
    policies.require_person(actor)
    policies.require(actor, action, Target("accounts.mandate", mandate_id, user_id=actor.user_id))
    if actor.user_id is None:
        raise missing()
    organisation_id = _organisation_of(actor.user_id, mandate_id)
    if organisation_id is None:
        raise missing()
    organisation = lock_organisation(organisation_id)
    # Once more: the address may have gone with the account while this waited.
    if _organisation_of(actor.user_id, mandate_id) != organisation_id:
        raise missing()
    mandate = hold_for_organisation(organisation_id=organisation_id, mandate_id=mandate_id)
    return organisation, mandate, User.objects.get(id=actor.user_id)


def _organisation_of(user_id: UUID, mandate_id: UUID) -> UUID | None:
    theirs = mandates_for_person(user_id, credentials.verified_addresses(user_id))
    return Mandate.objects.filter(theirs, id=mandate_id).values_list("organisation_id", flat=True).first()
