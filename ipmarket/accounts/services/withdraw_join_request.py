"""A person takes a request to join back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import JoinRequestState
from ipmarket.accounts.events import JOIN_REQUEST_CLOSED
from ipmarket.accounts.models import JoinRequest
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.states.join_request import JOIN_REQUEST, JoinRequestEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def withdraw_join_request(*, actor: Actor, at: datetime, request_id: UUID) -> JoinRequest:
    """Closes it. Raises SignInNeeded to visitors, NotFound for another's alike, Conflict ("transition_refused") once it is closed."""
    policies.require_person(actor)
    policies.require(actor, "accounts.join_requests.withdraw", Target("accounts.join_request", request_id, user_id=actor.user_id))
    theirs = JoinRequest.objects.select_for_update().filter(id=request_id)
    request = theirs.filter(user_id=actor.user_id).first() if actor.user_id is not None else None
    if request is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    before = request.state
    request.state = apply(JOIN_REQUEST, JoinRequestState(request.state), JoinRequestEvent.WITHDRAW)
    request.decided_at = at
    request.decided_by_id = actor.user_id
    request.save(update_fields=["state", "decided_at", "decided_by"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.withdraw_join_request",
        target_type="accounts.join_request",
        target_id=request.id,
        before={"state": before},
        after={"state": request.state},
    )
    outbox.emit(
        topic=JOIN_REQUEST_CLOSED,
        aggregate_type="accounts.organisation",
        aggregate_id=request.organisation_id,
        payload={"joinRequestId": str(request.id), "state": request.state},
        at=at,
    )
    return request
