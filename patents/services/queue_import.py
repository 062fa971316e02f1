"""The operator hands in a file; a worker imports it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.kernel import files
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import InvalidInput
from ipmarket.kernel.outbox import services as outbox
from patents.errors import PatentsError
from patents.events import IMPORT_QUEUED
from patents.ingest.registry import AUTO, importers
from patents.models import ImportBatch


def require_operator(actor: Actor) -> None:
    """Raises SignInNeeded for visitors and Forbidden for everybody else but the platform's operators."""
    require(actor, "patents.imports.queue")


def queue_import(*, actor: Actor, at: datetime, chunks: Iterable[bytes], file_name: str, source: str = AUTO) -> ImportBatch:
    """Stores the file and queues its import.

    Raises as require_operator does, InvalidInput for an unknown source, an empty file and one beyond the upload limit; nothing
    is kept then. Source `auto` lets the content decide when the import runs.
    """
    require_operator(actor)
    if source != AUTO and source not in importers():
        raise InvalidInput(
            f"There is no source called {source[:40]!r}.",
            code=PatentsError.IMPORT_SOURCE_UNKNOWN,
            params={"sources": [AUTO, *importers()]},
        )
    stored = files.store(chunks, name=file_name, folder="imports", max_bytes=settings.IMPORT_UPLOAD_LIMIT_BYTES)
    with transaction.atomic():
        hold_office(actor=actor, at=at, action="patents.imports.queue")
        batch = ImportBatch.objects.create(
            file_name=stored.name,
            file_sha256=stored.sha256,
            stored_path=stored.path,
            source=source,
            bytes_total=stored.size_bytes,
            created_by_id=actor.user_id,
            created_at=at,
        )
        audit.record(
            actor=actor, at=at, action="patents.queue_import", target_type="patents.import", target_id=batch.id,
            after={"fileName": stored.name, "fileSha256": stored.sha256, "sizeBytes": stored.size_bytes, "source": source},
        )  # fmt: skip
        outbox.emit(topic=IMPORT_QUEUED, aggregate_type="patents.import", aggregate_id=batch.id, payload={"importId": str(batch.id)}, at=at)
    return batch
