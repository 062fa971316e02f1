"""Somebody takes a copy of audit entries out of the house, which is itself an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import AUDIT_EXPORTED
from ipmarket.accounts.selectors.audit_trail import READ, audit_entries_for
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.audit.selectors import EntryFilter
from ipmarket.kernel.errors import Unprocessable
from ipmarket.kernel.outbox import services as outbox

MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class AuditExport:
    """What may be taken out: so many entries, none younger than ``last_id``."""

    last_id: int
    count: int


@transaction.atomic
def export_audit_entries(*, actor: Actor, at: datetime, wanted: EntryFilter, form: str) -> AuditExport:
    """Record that these entries are taken out, and return how many they are. The rows themselves are read by ``audit_export_rows``.

    Raises Unprocessable when there are more than 100,000: a copy that silently ends somewhere would be taken for the whole.
    """
    hold_office(actor=actor, at=at, action=READ)
    rows = audit_entries_for(actor, wanted)
    count = rows.values("pk")[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        raise Unprocessable(
            f"More than {MOST_ROWS:,} entries fit; choose a shorter period.",
            code=AccountsError.AUDIT_EXPORT_TOO_LARGE,
            params={"most": MOST_ROWS},
        )
    last_id = audit_entries_for(actor).aggregate(last=Max("pk"))["last"] or 0
    entry_id = audit.record(
        actor=actor,
        at=at,
        action="accounts.export_audit_entries",
        target_type="audit.entry",
        target_id="many",
        after={"filters": wanted.named(), "form": form, "entries": count, "last": last_id},
    )
    outbox.emit(
        topic=AUDIT_EXPORTED,
        aggregate_type="audit.entry",
        aggregate_id=str(entry_id),
        payload={"entries": count},
        at=at,
    )
    return AuditExport(last_id, count)
