"""Makes the copy of personal data that a person has asked for."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.data_copy import write_copy
from ipmarket.accounts.enums import JobState
from ipmarket.accounts.events import DATA_EXPORT_READY
from ipmarket.accounts.models import DataExport
from ipmarket.accounts.selectors.copy_words import copy_words
from ipmarket.accounts.selectors.personal_sections import everything_about
from ipmarket.accounts.selectors.retention import retention_days
from ipmarket.accounts.states.data_export import DATA_EXPORT, JobEvent
from ipmarket.kernel import files
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.mail.links import page_address
from ipmarket.kernel.mail.services.queue_mail import queue_mail
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply

FOLDER = "exports"
MAX_BYTES = 200 * 1024 * 1024


@transaction.atomic
def make_data_export(*, actor: Actor, at: datetime, export_id: UUID) -> DataExport | None:
    """Write the file, keep where it lies, tell the person by mail. None when there is nothing to do any more: made already, or erased."""
    export = DataExport.objects.select_for_update(of=("self",)).select_related("user").filter(id=export_id, state=JobState.QUEUED).first()
    if export is None or not export.user.is_active:
        return None
    user = export.user
    content = write_copy(everything_about(user.id), at=at, language=user.language, words=copy_words(user.language))
    stored = files.store([content], name="copy.zip", folder=FOLDER, max_bytes=MAX_BYTES)
    export.state = apply(DATA_EXPORT, JobState(export.state), JobEvent.FINISH)
    export.path, export.size_bytes, export.ready_at = stored.path, stored.size_bytes, at
    export.expires_at = at + timedelta(days=retention_days("data_exports", on=at.date()))
    export.save()
    audit.record(
        actor=actor, at=at, action="accounts.make_data_export", target_type="accounts.user", target_id=user.id,
        after={"exportId": str(export.id), "sizeBytes": export.size_bytes},
    )  # fmt: skip
    outbox.emit(topic=DATA_EXPORT_READY, aggregate_type="accounts.data_export", aggregate_id=export.id, payload={}, at=at)
    queue_mail(
        actor=actor, at=at, template="accounts/data_export_ready", to=user.email, language=user.language, time_zone=user.time_zone,
        user_id=user.id,
        values={
            "name": user.name,
            "expires_at": export.expires_at.isoformat(),
            "url": page_address("account/data", language=user.language),
        },
    )  # fmt: skip
    return export
