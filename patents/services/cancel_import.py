"""An import is called off. Records that were stored stay; the next run of the same file takes up the rest."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply
from patents.enums import BatchState
from patents.events import IMPORT_CANCELLATION_ASKED, IMPORT_ENDED
from patents.models import ImportBatch
from patents.states.import_batch import IMPORT_BATCH, BatchEvent


@transaction.atomic
def cancel_import(*, actor: Actor, at: datetime, import_id: UUID) -> ImportBatch:
    """A queued import ends at once; a running one is asked to stop and does so after the records in hand.

    Raises as queue_import does to whoever may not, NotFound, and Conflict ("transition_refused") for an import that has ended; nothing
    changes then. Asking a second time changes nothing.
    """
    hold_office(actor=actor, at=at, action="patents.imports.queue")
    batch = ImportBatch.objects.select_for_update().filter(id=import_id).first()
    if batch is None:
        raise NotFound("There is no such import.")
    after = apply(IMPORT_BATCH, BatchState(batch.state), BatchEvent.CANCEL)
    if batch.cancel_requested_at is not None:
        return batch
    before = batch.state
    batch.cancel_requested_at = at
    if before == BatchState.QUEUED:
        batch.state = after
        batch.finished_at = at
    batch.save(update_fields=["cancel_requested_at", "state", "finished_at"])
    audit.record(
        actor=actor, at=at, action="patents.cancel_import", target_type="patents.import", target_id=batch.id,
        before={"state": before}, after={"state": batch.state, "cancelRequested": True},
    )  # fmt: skip
    topic = IMPORT_ENDED if batch.state == after else IMPORT_CANCELLATION_ASKED
    outbox.emit(topic=topic, aggregate_type="patents.import", aggregate_id=batch.id, payload={"importId": str(batch.id)}, at=at)
    return batch
