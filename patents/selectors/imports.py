"""Imports and their quarantined records, for operators."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from patents.enums import BatchState
from patents.models import ImportBatch, QuarantinedRecord


def imports_for(actor: Actor) -> QuerySet[ImportBatch]:
    """All imports. Raises SignInNeeded for visitors and Forbidden for everybody else but operators and auditors."""
    require(actor, "patents.imports.read")
    return ImportBatch.objects.select_related("created_by")


def import_for(actor: Actor, import_id: UUID) -> ImportBatch:
    """One import. Raises as above, and NotFound."""
    batch = imports_for(actor).filter(id=import_id).first()
    if batch is None:
        raise NotFound("There is no such import.")
    return batch


def quarantine_of(actor: Actor, import_id: UUID) -> QuerySet[QuarantinedRecord]:
    """The records of an import that could not be read, in the order of the file."""
    return QuarantinedRecord.objects.filter(batch=import_for(actor, import_id))


def import_card(batch: ImportBatch, *, at: datetime) -> dict[str, Any]:
    """An import as the API shows it; `progress` is the part of the file that was read, from 0 to 1."""
    ended = batch.finished_at or at
    seconds = max(0.0, (ended - batch.started_at).total_seconds()) if batch.started_at else 0.0
    whole = batch.state == BatchState.FINISHED
    return {
        "id": batch.id,
        "file_name": batch.file_name,
        "source": batch.source,
        "state": batch.state,
        "read": batch.read_count,
        "created": batch.created_count,
        "updated": batch.updated_count,
        "unchanged": batch.unchanged_count,
        "quarantined": batch.quarantined_count,
        "seconds": round(seconds, 1),
        "progress": 1.0 if whole else round(min(1.0, batch.bytes_read / batch.bytes_total), 3) if batch.bytes_total else 0.0,
        "cancel_requested": batch.cancel_requested_at is not None,
        "message": batch.message or None,
        "created_at": batch.created_at,
        "finished_at": batch.finished_at,
        "by": batch.created_by.name if batch.created_by else batch.created_by_label,
    }
