"""The operator lifts the suspension of an organisation."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import OrganisationState
from ipmarket.accounts.events import ORGANISATION_REACTIVATED
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.accounts.services.lift_suspension import lift_suspension
from ipmarket.accounts.services.organisation_rows import needed_reason, save_organisation
from ipmarket.accounts.services.tell_owners import tell_owners
from ipmarket.accounts.states.organisation import ORGANISATION, OrganisationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def reactivate_organisation(*, actor: Actor, at: datetime, organisation_id: UUID, reason: str) -> Organisation:
    """Lets its members act again from this moment on. Raises Conflict ("transition_refused") for one that is not suspended."""
    target = Target("accounts.organisation", id=organisation_id, organisation_id=organisation_id)
    hold_office(actor=actor, at=at, action="accounts.organisation.suspend", target=target)
    told = needed_reason(reason)
    organisation = lock_organisation(organisation_id)
    before = organisation.state
    organisation.state = apply(ORGANISATION, OrganisationState(before), OrganisationEvent.REACTIVATE)
    save_organisation(organisation, ["state"], at=at)
    lift_suspension(actor=actor, at=at, reason=told, whose=organisation.id)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.reactivate_organisation",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"state": before},
        after={"state": organisation.state},
        reason=told,
    )
    outbox.emit(
        topic=ORGANISATION_REACTIVATED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    tell_owners(actor=actor, at=at, organisation=organisation, template="accounts/reactivated")
    return organisation
