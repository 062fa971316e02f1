"""An operator or auditor has the trail verified now, instead of waiting for the night."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from ipmarket.accounts.events import AUDIT_VERIFIED
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox

# A few seconds' work; a day has fewer. What is left the next verification reads.
MOST_LINKS: Final = 500_000


@transaction.atomic
def verify_audit_trail(*, actor: Actor, at: datetime) -> Any:
    """Verify what came since the last sound verification and return the stored result. A fault stands in the result; it does not raise."""
    hold_office(actor=actor, at=at, action="accounts.audit.verify")
    found = audit.check_chain(actor=actor, at=at, limit=MOST_LINKS)
    outbox.emit(
        topic=AUDIT_VERIFIED,
        aggregate_type="audit.verification",
        aggregate_id=str(found.pk),
        payload={"sound": found.is_sound},
        at=at,
    )
    return found
