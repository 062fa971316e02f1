"""What hangs on an organisation ends. Steps of closing and merging, in their transactions and under their trace."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from ipmarket.accounts.enums import InvitationState, JoinRequestState
from ipmarket.accounts.models import ApiToken, Invitation, JoinRequest, Mandate, Membership, Organisation, OrganisationDomain
from ipmarket.accounts.services.close_invitation import close_invitation
from ipmarket.accounts.services.end_membership import end_membership
from ipmarket.accounts.services.end_powers import BY_ORGANISATION, OPEN_MANDATE, end_open_mandate
from ipmarket.accounts.states.invitation import InvitationEvent
from ipmarket.accounts.states.join_request import JOIN_REQUEST, JoinRequestEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.states import apply

_Row = TypeVar("_Row", bound=Model)


def close_join_request(request: JoinRequest, *, actor: Actor, at: datetime) -> None:
    """Decline it: the organisation that was asked is no more."""
    request.state = apply(JOIN_REQUEST, JoinRequestState(request.state), JoinRequestEvent.DECLINE)
    request.decided_at, request.decided_by_id = at, actor.user_id
    request.save(update_fields=["state", "decided_at", "decided_by"])


def end_places(*, actor: Actor, at: datetime, organisation: Organisation) -> dict[str, int]:
    """End everything that lets somebody act for the organisation and return how many of each, for the audit entry."""
    memberships = _open(Membership, organisation, ends_at__isnull=True)
    with_them = [end_membership(membership, actor=actor, at=at) for membership in memberships]
    invitations = _open(Invitation, organisation, state=InvitationState.OPEN)
    for invitation in invitations:
        close_invitation(invitation, InvitationEvent.REVOKE, at=at)
    requests = _open(JoinRequest, organisation, state=JoinRequestState.OPEN)
    for request in requests:
        close_join_request(request, actor=actor, at=at)
    mandates = _open(Mandate, organisation, state__in=OPEN_MANDATE)
    for mandate in mandates:
        end_open_mandate(mandate, BY_ORGANISATION[mandate.state], actor=actor, at=at)
    tokens = ApiToken.objects.filter(organisation=organisation, revoked_at__isnull=True).update(revoked_at=at)
    domains = OrganisationDomain.objects.filter(organisation=organisation, removed_at__isnull=True).update(removed_at=at)
    return {
        "memberships": len(memberships),
        "invitations": len(invitations),
        "joinRequests": len(requests),
        "mandates": len(mandates),
        "accessTokenCount": tokens + sum(ended["accessTokenCount"] for ended in with_them),
        "domains": domains,
    }


def _open(model: type[_Row], organisation: Organisation, **state: Any) -> list[_Row]:
    """The rows of the organisation that are in this state, locked in order."""
    return list(model._default_manager.select_for_update().filter(organisation=organisation, **state).order_by("pk"))
