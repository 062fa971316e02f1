"""Imports one file: streaming, in groups of a few hundred records a transaction, resumable, idempotent.

Each transaction stores a group of records, derives the rights that they speak about, counts, and moves the batch's position; so whatever
breaks, what is in the database is whole, and the next run of the same file goes on where this one stopped.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from ipmarket.kernel import files
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply
from patents.enums import BatchState
from patents.errors import PatentsError
from patents.events import IMPORT_ENDED, RIGHT_CHANGED
from patents.ingest.opening import OpenedSource, SourceNotReadable, open_source
from patents.ingest.port import BadRecord, ReadContext
from patents.ingest.registry import AUTO, choose_importer
from patents.models import ImportBatch, StoredRecord
from patents.services.derive_rights import derive_rights
from patents.services.store_records import NumberedItem, StoredGroup, store_group
from patents.states.import_batch import IMPORT_BATCH, BatchEvent

RECORDS_PER_TRANSACTION = 250
# One import writes at a time: two that meet the same patent would otherwise both make a right for it.
_IMPORT_LOCK = (0x49504D, 2)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: bytes of the file as it lies on disk, and the counters so far. `bad` are this group's."""

    bytes_read: int
    bytes_total: int
    batch: ImportBatch
    bad: tuple[BadRecord, ...]


OnProgress = Callable[[Progress], None]


def import_file(*, actor: Actor, clock: Clock, path: Path, source: str = AUTO, on_progress: OnProgress | None = None) -> ImportBatch:
    """Import a file that lies on this machine; an unfinished import of the same content is taken up where it stopped.

    Raises `SourceNotReadable` with one sentence when the file is none of the known formats; no row is written then. Returns the batch:
    finished, failed when not one record could be read, or cancelled.
    """
    with open_source(path) as opened:
        importer = choose_importer(source, opened.head, opened.file_name)
        batch = _take_up(actor=actor, at=clock(), opened=opened, source=importer.name)
        return _run(actor=actor, clock=clock, batch_id=batch.id, opened=opened, source=importer.name, on_progress=on_progress)


def run_queued_import(*, actor: Actor, clock: Clock, import_id: UUID, on_progress: OnProgress | None = None) -> ImportBatch:
    """Run an import whose file was uploaded. A batch that has ended is returned as it is; an unreadable file ends it as failed.

    Raises NotFound for an unknown import.
    """
    batch = ImportBatch.objects.filter(id=import_id).first()
    if batch is None:
        raise NotFound("There is no such import.")
    if IMPORT_BATCH.is_final(BatchState(batch.state)):
        return batch
    _begin(batch_id=batch.id, at=clock(), source=batch.source)
    try:
        with _local_copy(batch) as path, open_source(path) as opened:
            importer = choose_importer(batch.source or AUTO, opened.head, batch.file_name)
            return _run(actor=actor, clock=clock, batch_id=batch.id, opened=opened, source=importer.name, on_progress=on_progress)
    except SourceNotReadable as error:
        return _end(actor=actor, at=clock(), batch_id=batch.id, event=BatchEvent.FAIL, message=error.message)


@contextmanager
def _local_copy(batch: ImportBatch) -> Iterator[Path]:
    """The uploaded file as a path with its own name, wherever the store keeps it."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder, files.open_stored(batch.stored_path) as stored:
        path = Path(folder) / Path(batch.file_name).name
        with path.open("wb") as copy:
            for chunk in files.chunks_of(stored):
                copy.write(chunk)
        yield path


def _take_up(*, actor: Actor, at: datetime, opened: OpenedSource, source: str) -> ImportBatch:
    with transaction.atomic():
        _lock()
        batch = (
            ImportBatch.objects.select_for_update()
            .filter(file_sha256=opened.sha256, source=source, state=BatchState.RUNNING, stored_path="", cancel_requested_at=None)
            .order_by("-created_at")
            .first()
        )
        if batch is not None:
            batch.state = apply(IMPORT_BATCH, BatchState(batch.state), BatchEvent.RESUME)
            batch.save(update_fields=["state"])
            return batch
        batch = ImportBatch(
            file_name=opened.file_name[:255],
            file_sha256=opened.sha256,
            source=source,
            bytes_total=opened.size_bytes,
            created_by_id=actor.user_id,
            created_by_label=actor.label[:120],
            created_at=at,
            started_at=at,
        )
        batch.state = apply(IMPORT_BATCH, BatchState(batch.state), BatchEvent.START)
        batch.save(force_insert=True)
        return batch


def _begin(*, batch_id: UUID, at: datetime, source: str) -> None:
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(id=batch_id)
        event = BatchEvent.START if batch.state == BatchState.QUEUED else BatchEvent.RESUME
        batch.state = apply(IMPORT_BATCH, BatchState(batch.state), event)
        batch.started_at = batch.started_at or at
        batch.save(update_fields=["state", "started_at"])


def _run(*, actor: Actor, clock: Clock, batch_id: UUID, opened: OpenedSource, source: str, on_progress: OnProgress | None) -> ImportBatch:
    importer = choose_importer(source, opened.head, opened.file_name)
    batch = ImportBatch.objects.get(id=batch_id)
    items = enumerate(importer.read(opened.stream, ReadContext(file_name=batch.file_name)), start=1)
    numbered = islice(items, batch.position, None)
    while group_items := list(islice(numbered, RECORDS_PER_TRANSACTION)):
        batch, group = _store(batch_id=batch_id, source=source, items=group_items, opened=opened, at=clock())
        if batch.cancel_requested_at is not None:
            return _end(actor=actor, at=clock(), batch_id=batch_id, event=BatchEvent.CANCEL, message="Called off; what was stored stays.")
        if on_progress is not None:
            on_progress(Progress(opened.bytes_consumed, opened.size_bytes, batch, tuple(group.bad)))
    if batch.read_count == batch.quarantined_count:
        return _end(actor=actor, at=clock(), batch_id=batch_id, event=BatchEvent.FAIL, message=_nothing_read(batch))
    return _end(actor=actor, at=clock(), batch_id=batch_id, event=BatchEvent.FINISH, message="")


def _nothing_read(batch: ImportBatch) -> str:
    first = batch.quarantine.order_by("position").first()
    reason = f" {first.place}: {first.detail}" if first is not None else " It holds no records."
    return f"Nothing could be read from {batch.file_name}.{reason}"[:400]


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", list(_IMPORT_LOCK))


@transaction.atomic
def _store(
    *, batch_id: UUID, source: str, items: list[NumberedItem], opened: OpenedSource, at: datetime
) -> tuple[ImportBatch, StoredGroup]:
    """One group in one transaction. Raises Conflict when another process has moved this batch on meanwhile."""
    _lock()
    batch = ImportBatch.objects.select_for_update().get(id=batch_id)
    if batch.state != BatchState.RUNNING or batch.position != items[0][0] - 1:
        raise Conflict("Another process is running this import.", code=PatentsError.IMPORT_RUNS_ELSEWHERE)
    group = StoredGroup()
    if batch.cancel_requested_at is not None:
        return batch, group
    group = store_group(batch=batch, items=items, at=at)
    changed = sorted(derive_rights(changed=group.changed, at=at))
    outbox.emit_many(topic=RIGHT_CHANGED, aggregate_type="patents.right", aggregate_ids=changed, payload={}, at=at)
    batch.source = source
    batch.position = items[-1][0]
    batch.bytes_read = opened.bytes_consumed
    batch.read_count += group.read
    batch.created_count += group.created
    batch.updated_count += group.updated
    batch.unchanged_count += group.unchanged
    batch.quarantined_count += len(group.bad)
    batch.save()
    return batch, group


@transaction.atomic
def _end(*, actor: Actor, at: datetime, batch_id: UUID, event: BatchEvent, message: str) -> ImportBatch:
    """End the batch with its one audit entry, which carries a digest over every record that it wrote."""
    batch = ImportBatch.objects.select_for_update().get(id=batch_id)
    batch.state = apply(IMPORT_BATCH, BatchState(batch.state), event)
    batch.finished_at = at
    batch.message = message[:400]
    if event is BatchEvent.FINISH:
        batch.bytes_read = batch.bytes_total
    batch.save(update_fields=["state", "finished_at", "message", "bytes_read"])
    audit.record(
        actor=actor, at=at, action="patents.import", target_type="patents.import", target_id=batch.id,
        after={
            "fileName": batch.file_name, "fileSha256": batch.file_sha256, "source": batch.source, "state": str(batch.state),
            "read": batch.read_count, "created": batch.created_count, "updated": batch.updated_count,
            "unchanged": batch.unchanged_count, "quarantined": batch.quarantined_count, "recordsSha256": _records_digest(batch),
        },
    )  # fmt: skip
    outbox.emit(topic=IMPORT_ENDED, aggregate_type="patents.import", aggregate_id=batch.id, payload={"importId": str(batch.id)}, at=at)
    return batch


def _records_digest(batch: ImportBatch) -> str:
    """SHA-256 over name and content hash of every record that this batch made or replaced, in the order of their names."""
    digest = sha256()
    rows = StoredRecord.objects.filter(batch=batch).order_by("source", "source_key").values_list("source", "source_key", "content_sha256")
    for source, source_key, content_sha256 in rows.iterator(chunk_size=5_000):
        digest.update(f"{source}\t{source_key}\t{content_sha256}\n".encode())
    return digest.hexdigest()
