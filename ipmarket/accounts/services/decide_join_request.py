"""An owner or manager decides whether somebody may join."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import JoinRequestState, MemberRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import JOIN_REQUEST_CLOSED
from ipmarket.accounts.models import JoinRequest, Organisation
from ipmarket.accounts.selectors.join_offers import fitting
from ipmarket.accounts.services.admit_member import admit_member, require_no_membership
from ipmarket.accounts.services.find_member import known_role, require_handles
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.tell_people import tell_join_decided
from ipmarket.accounts.states.join_request import JOIN_REQUEST, JoinRequestEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def decide_join_request(
    *, actor: Actor, at: datetime, organisation_id: UUID, request_id: UUID, is_accepted: bool, role: str = MemberRole.MEMBER
) -> JoinRequest:
    """Closes the request, opens the membership when it is accepted, and writes to whoever asked.

    Raises NotFound to strangers and for a request to another organisation, InvalidInput and Forbidden ("role_not_yours_to_give") about the
    role, Conflict: "transition_refused" once it is closed, "join_no_longer_fits" when the address or the domain has gone since,
    "already_member", "organisation_not_active".
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.join_requests.decide")
    rows = JoinRequest.objects.select_for_update(of=("self",)).select_related("user")
    request = rows.filter(id=request_id, organisation_id=organisation_id).first()
    if request is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    before = request.state
    event = JoinRequestEvent.ACCEPT if is_accepted else JoinRequestEvent.DECLINE
    request.state = apply(JOIN_REQUEST, JoinRequestState(request.state), event)
    request.decided_at = at
    request.decided_by_id = actor.user_id
    after = {"state": request.state, "userId": str(request.user_id)}
    if is_accepted:
        wanted = known_role(role)
        require_handles(held.actor, wanted)
        _require_fit(request)
        require_no_membership(user_id=request.user_id, organisation_id=organisation_id)
        after["role"] = wanted
    request.save(update_fields=["state", "decided_at", "decided_by"])
    if is_accepted:
        admit_member(actor=actor, at=at, user_id=request.user_id, organisation_id=organisation_id, role=wanted)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.decide_join_request",
        target_type="accounts.join_request",
        target_id=request.id,
        before={"state": before},
        after=after,
    )
    outbox.emit(
        topic=JOIN_REQUEST_CLOSED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"joinRequestId": str(request.id), "state": request.state},
        at=at,
    )
    tell_join_decided(actor=actor, at=at, request=request, organisation=held.organisation, is_accepted=is_accepted)
    return request


def _require_fit(request: JoinRequest) -> None:
    """What made the request possible has to hold when it is granted: an active account, a proven address in a domain that still counts."""
    fits = Organisation.objects.filter(fitting(request.user_id), id=request.organisation_id).exists()
    if not (request.user.is_active and fits):
        raise Conflict("This person has no proven address in the organisation's domain any more.", code=AccountsError.JOIN_NO_LONGER_FITS)
