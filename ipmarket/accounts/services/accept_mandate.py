"""A person accepts a mandate."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import MandateState, MemberRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import MANDATE_ANSWERED
from ipmarket.accounts.models import Mandate, Organisation
from ipmarket.accounts.selectors.mandates_open import day_of
from ipmarket.accounts.selectors.members_standing import role_in, standing_at
from ipmarket.accounts.services.admit_member import require_no_membership
from ipmarket.accounts.services.find_mandate import hold_for_person
from ipmarket.accounts.services.tell_people import tell_mandate_answered
from ipmarket.accounts.states.mandate import MANDATE, MandateEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def accept_mandate(*, actor: Actor, at: datetime, mandate_id: UUID) -> Mandate:
    """From now on the person may act for the organisation, on the days and within the scopes of the mandate.

    Raises SignInNeeded to visitors, NotFound for a mandate offered to somebody else; Conflict "transition_refused" once it was answered,
    "mandate_over", "offer_no_longer_stands" when whoever offered it may not any more, "mandate_open" while the person holds another one of
    the organisation, "already_member". Nobody learns by it that an organisation is suspended: nobody may offer anything there.
    """
    organisation, mandate, holder = hold_for_person(actor=actor, mandate_id=mandate_id, action="accounts.mandates.answer")
    before = mandate.state
    mandate.state = apply(MANDATE, MandateState(mandate.state), MandateEvent.ACCEPT)
    _require_offer(mandate, organisation, at=at)
    require_no_membership(user_id=holder.id, organisation_id=organisation.id)
    if Mandate.objects.filter(organisation_id=organisation.id, user_id=holder.id, state=MandateState.ACTIVE).exists():
        raise Conflict("You hold another mandate of this organisation. End it first.", code=AccountsError.MANDATE_OPEN)
    mandate.user = holder
    mandate.answered_at = at
    mandate.save(update_fields=["state", "user", "answered_at"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.accept_mandate",
        target_type="accounts.mandate",
        target_id=mandate.id,
        before={"state": before},
        after={"state": mandate.state, "organisationId": str(organisation.id), "userId": str(holder.id)},
    )
    outbox.emit(
        topic=MANDATE_ANSWERED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"mandateId": str(mandate.id), "state": mandate.state},
        at=at,
    )
    tell_mandate_answered(actor=actor, at=at, mandate=mandate, organisation=organisation, holder=holder)
    return mandate


def _require_offer(mandate: Mandate, organisation: Organisation, *, at: datetime) -> None:
    if mandate.ends_date is not None and mandate.ends_date <= day_of(at):
        raise Conflict("The days of this mandate are over.", code=AccountsError.MANDATE_OVER)
    standing = role_in(user_id=mandate.offered_by_id, organisation_id=mandate.organisation_id, at=at)
    if standing_at(standing, organisation.state) not in (MemberRole.OWNER, MemberRole.MANAGER):
        raise Conflict("Whoever offered this mandate cannot do so any more.", code=AccountsError.OFFER_NO_LONGER_STANDS)
