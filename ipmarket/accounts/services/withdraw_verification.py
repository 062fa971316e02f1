"""An organisation takes its request to be verified back, or gives a verification up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import VERIFICATION_WITHDRAWN
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.organisation_rows import save_organisation
from ipmarket.accounts.services.unverify_organisation import take_verification_back
from ipmarket.accounts.states.verification import VerificationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def withdraw_verification(*, actor: Actor, at: datetime, organisation_id: UUID) -> Organisation:
    """Brings the organisation back to unverified. Raises Conflict ("transition_refused") when there is nothing to take back."""
    organisation = hold_organisation(
        actor=actor, at=at, organisation_id=organisation_id, action="accounts.verification.withdraw"
    ).organisation
    before = organisation.verification
    save_organisation(organisation, take_verification_back(organisation, VerificationEvent.WITHDRAW), at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.withdraw_verification",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"verification": before},
        after={"verification": organisation.verification},
    )
    outbox.emit(
        topic=VERIFICATION_WITHDRAWN,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    return organisation
