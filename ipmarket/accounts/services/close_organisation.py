"""An organisation is closed for good."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import OrganisationState, VerificationState
from ipmarket.accounts.events import ORGANISATION_CLOSED
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.services.end_places import end_places
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.lift_suspension import lift_suspension
from ipmarket.accounts.services.organisation_rows import needed_reason, save_organisation
from ipmarket.accounts.services.tell_owners import members_of, tell_each
from ipmarket.accounts.services.unverify_organisation import take_verification_back
from ipmarket.accounts.states.organisation import ORGANISATION, OrganisationEvent
from ipmarket.accounts.states.verification import VerificationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def close_organisation(*, actor: Actor, at: datetime, organisation_id: UUID, reason: str) -> Organisation:
    """Ends memberships, invitations, mandates, tokens and domains, and tells the members. Nothing reopens it.

    What other apps keep for it stays, and by the event nobody but its owner's organisation sees it, which is nobody any more. Only the
    operator closes a suspended organisation. Raises NotFound to everybody but owners and operators.
    """
    held = hold_organisation(
        actor=actor, at=at, organisation_id=organisation_id, action="accounts.organisation.close", may_be_suspended=True
    )
    told = needed_reason(reason)
    organisation = held.organisation
    before = organisation.state
    organisation.state = apply(ORGANISATION, OrganisationState(before), OrganisationEvent.CLOSE)
    changed = ["state"]
    if organisation.verification == VerificationState.SUBMITTED:
        changed += take_verification_back(organisation, VerificationEvent.WITHDRAW)
    told_people = members_of(organisation)
    counts = end_places(actor=actor, at=at, organisation=organisation)
    lift_suspension(actor=actor, at=at, reason=told, whose=organisation.id)
    save_organisation(organisation, changed, at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.close_organisation",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"state": before},
        after={"state": organisation.state, **counts},
        reason=told,
    )
    outbox.emit(
        topic=ORGANISATION_CLOSED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    tell_each(told_people, actor=actor, at=at, organisation=organisation, template="accounts/organisation_closed", facts={"reason": told})
    return organisation
