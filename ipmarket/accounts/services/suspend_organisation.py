"""The operator suspends an organisation: its members read, as viewers do; nobody changes anything of it, and mandates for it rest."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import OrganisationState
from ipmarket.accounts.events import ORGANISATION_SUSPENDED
from ipmarket.accounts.models import Organisation, Suspension
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.accounts.services.organisation_rows import needed_reason, save_organisation
from ipmarket.accounts.services.tell_owners import tell_owners
from ipmarket.accounts.states.organisation import ORGANISATION, OrganisationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import InvalidInput
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def suspend_organisation(*, actor: Actor, at: datetime, organisation_id: UUID, reason: str) -> Organisation:
    """Suspends it from this moment on and tells its owners why. Raises Conflict ("transition_refused") for one that is not active."""
    target = Target("accounts.organisation", id=organisation_id, organisation_id=organisation_id)
    hold_office(actor=actor, at=at, action="accounts.organisation.suspend", target=target)
    if actor.user_id is None:
        raise InvalidInput("A person suspends an organisation.")
    told = needed_reason(reason)
    organisation = lock_organisation(organisation_id)
    before = organisation.state
    organisation.state = apply(ORGANISATION, OrganisationState(before), OrganisationEvent.SUSPEND)
    save_organisation(organisation, ["state"], at=at)
    suspension = Suspension.objects.create(organisation=organisation, reason=told, starts_at=at, started_by_id=actor.user_id)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.suspend_organisation",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"state": before},
        after={"state": organisation.state, "suspensionId": str(suspension.id)},
        reason=told,
    )
    outbox.emit(
        topic=ORGANISATION_SUSPENDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id), "suspensionId": str(suspension.id)},
        at=at,
    )
    tell_owners(actor=actor, at=at, organisation=organisation, template="accounts/suspended", facts={"reason": told})
    return organisation
