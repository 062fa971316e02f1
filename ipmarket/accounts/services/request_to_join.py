"""A person asks to join an organisation whose mail domain is that of a proven address."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import JoinRequestState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import JOIN_REQUESTED
from ipmarket.accounts.models import JoinRequest, Organisation
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.join_offers import fitting
from ipmarket.accounts.services.admit_member import require_no_membership
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.accounts.services.tell_people import tell_join_requested
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.outbox import services as outbox

# After a refusal, or after taking a request back, the owners and managers have some rest from the same person.
ASK_AGAIN: Final = timedelta(days=7)


@transaction.atomic
def request_to_join(*, actor: Actor, at: datetime, organisation_id: UUID) -> JoinRequest:
    """Opens the request and writes to owners and managers.

    Raises SignInNeeded to visitors; NotFound for an unknown organisation and, alike, for one that stands for none of the person's domains
    or is not active and verified; Conflict "already_member", "already_asked", and "asked_too_soon" within seven days of the last one.
    """
    policies.require_person(actor)
    policies.require(actor, "accounts.join_requests.make")
    if actor.user_id is None or not Organisation.objects.filter(fitting(actor.user_id), id=organisation_id).exists():
        raise NotFound("There is no such thing, or it is not visible to you.")
    organisation = lock_organisation(organisation_id)
    require_no_membership(user_id=actor.user_id, organisation_id=organisation_id)
    _require_patience(actor.user_id, organisation_id, at=at)
    request = JoinRequest.objects.create(organisation_id=organisation_id, user_id=actor.user_id, created_at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.request_to_join",
        target_type="accounts.join_request",
        target_id=request.id,
        after={"organisationId": str(organisation_id), "state": request.state},
    )
    outbox.emit(
        topic=JOIN_REQUESTED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"joinRequestId": str(request.id)},
        at=at,
    )
    tell_join_requested(actor=actor, at=at, request=request, organisation=organisation)
    return request


def _require_patience(user_id: UUID, organisation_id: UUID, *, at: datetime) -> None:
    earlier = JoinRequest.objects.filter(user_id=user_id, organisation_id=organisation_id)
    if earlier.filter(state=JoinRequestState.OPEN).exists():
        raise Conflict("You have asked already.", code=AccountsError.ALREADY_ASKED)
    refused = earlier.filter(state__in=[JoinRequestState.DECLINED, JoinRequestState.WITHDRAWN], decided_at__gt=at - ASK_AGAIN)
    if refused.filter(decided_by__isnull=False).exists():
        raise Conflict("You asked a short while ago. Try again in some days.", code=AccountsError.ASKED_TOO_SOON)
