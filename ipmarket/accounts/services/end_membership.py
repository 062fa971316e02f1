"""What ends together with a membership. A step of removing, leaving and closing, inside their transaction and under their trace."""

from datetime import datetime, timedelta
from typing import Final

from ipmarket.accounts.enums import MandateState, MemberRole, SignatoryState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import ApiToken, Mandate, Membership, Signatory
from ipmarket.accounts.selectors.members_standing import has_another_owner
from ipmarket.accounts.states.mandate import MANDATE, MandateEvent
from ipmarket.accounts.states.signatory import SIGNATORY, SignatoryEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.states import apply

_OPEN_SIGNATORY: Final = (SignatoryState.PROPOSED, SignatoryState.CONFIRMED)
# A membership lasts, so that its end is after its start even when clocks of two machines disagree.
_SHORTEST: Final = timedelta(microseconds=1)


def require_another_owner(membership: Membership, *, at: datetime) -> None:
    """Raises Conflict ("last_owner") when nobody else owns the organisation. Call with the organisation's row locked."""
    if membership.role == MemberRole.OWNER and not has_another_owner(
        organisation_id=membership.organisation_id, at=at, beside=membership.id
    ):
        raise Conflict("An organisation keeps at least one owner. Make somebody else an owner first.", code=AccountsError.LAST_OWNER)


def end_membership(membership: Membership, *, actor: Actor, at: datetime) -> dict[str, int]:
    """End it, and with it the power to sign, the tokens bound to the organisation and the organisation's own mandate for this person.

    Returns how many of each ended, for the audit entry.
    """
    membership.ends_at = max(at, membership.starts_at + _SHORTEST)
    membership.save(update_fields=["ends_at"])
    signatories = list(Signatory.objects.select_for_update().filter(membership_id=membership.id, state__in=_OPEN_SIGNATORY).order_by("pk"))
    for signatory in signatories:
        signatory.state = apply(SIGNATORY, SignatoryState(signatory.state), SignatoryEvent.END)
        signatory.ended_at = at
        signatory.save(update_fields=["state", "ended_at"])
    theirs = ApiToken.objects.filter(user_id=membership.user_id, organisation_id=membership.organisation_id, revoked_at__isnull=True)
    tokens = theirs.update(revoked_at=at)
    return {"signatories": len(signatories), "accessTokenCount": tokens, "mandates": _end_mandates(membership, actor=actor, at=at)}


def _end_mandates(membership: Membership, *, actor: Actor, at: datetime) -> int:
    """Whoever is shown the door does not come back through an older mandate of the same organisation."""
    mandates = list(
        Mandate.objects.select_for_update()
        .filter(organisation_id=membership.organisation_id, user_id=membership.user_id, state=MandateState.ACTIVE)
        .order_by("pk")
    )
    for mandate in mandates:
        mandate.state = apply(MANDATE, MandateState(mandate.state), MandateEvent.END)
        mandate.ended_at = at
        mandate.ended_by_id = actor.user_id
        mandate.save(update_fields=["state", "ended_at", "ended_by"])
    return len(mandates)
