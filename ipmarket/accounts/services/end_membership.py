"""What ends together with a membership. A step of removing, leaving and closing, inside their transaction and under their trace."""

from datetime import datetime, timedelta
from typing import Final

from ipmarket.accounts.enums import MandateState, MemberRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import MEMBERSHIP_ENDED
from ipmarket.accounts.models import ApiToken, Mandate, Membership, Organisation, Signatory
from ipmarket.accounts.selectors.members_standing import has_another_owner
from ipmarket.accounts.services.end_powers import OPEN_SIGNATORY, end_open_mandate, end_power
from ipmarket.accounts.services.tell_people import tell_membership_ended
from ipmarket.accounts.states.mandate import MandateEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.outbox import services as outbox

# A membership lasts, so that its end is after its start even when clocks of two machines disagree.
SHORTEST: Final = timedelta(microseconds=1)


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
    membership.ends_at = max(at, membership.starts_at + SHORTEST)
    membership.save(update_fields=["ends_at"])
    signatories = list(Signatory.objects.select_for_update().filter(membership_id=membership.id, state__in=OPEN_SIGNATORY).order_by("pk"))
    for signatory in signatories:
        end_power(signatory, at=at)
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
        end_open_mandate(mandate, MandateEvent.END, actor=actor, at=at)
    return len(mandates)


def tell_of_end(membership: Membership, *, actor: Actor, at: datetime, organisation: Organisation) -> None:
    """The event of an ended membership, and the letter to whoever it was."""
    outbox.emit(
        topic=MEMBERSHIP_ENDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"membershipId": str(membership.id), "userId": str(membership.user_id)},
        at=at,
    )
    tell_membership_ended(actor=actor, at=at, membership=membership, organisation=organisation)
