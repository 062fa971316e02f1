from django.db import models

from ipmarket.kernel.ids import new_id
from ipmarket.kernel.states import state_constraint
from patents.models.right import Right
from patents.states.import_batch import IMPORT_BATCH


class ImportBatch(models.Model):
    """One file handed to the importer: what it was, how far it got, what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    # Where the uploaded bytes lie under MEDIA_ROOT; empty for files that a command read in place.
    stored_path = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default=IMPORT_BATCH.initial.value)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    # Records consumed so far; a resumed run skips this many.
    position = models.PositiveBigIntegerField(default=0)
    bytes_read = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    read_count = models.PositiveBigIntegerField(default=0)
    created_count = models.PositiveBigIntegerField(default=0)
    updated_count = models.PositiveBigIntegerField(default=0)
    unchanged_count = models.PositiveBigIntegerField(default=0)
    quarantined_count = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_by_label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            state_constraint(IMPORT_BATCH, field="state", name="import_state_known"),
            models.CheckConstraint(
                condition=models.Q(
                    read_count=models.F("created_count")
                    + models.F("updated_count")
                    + models.F("unchanged_count")
                    + models.F("quarantined_count")
                ),
                name="import_counts_add_up",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="import_newest_first")]

    def __str__(self) -> str:
        return str(self.id)


class StoredRecord(models.Model):
    """What one source said about one publication, as read. Rights are derived from these rows; nothing is shown that is not here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=40)
    source_key = models.CharField(max_length=120)
    office = models.CharField(max_length=2)
    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=3, blank=True)
    # Canonical application number (office, number, kind), "" where the source gives none: joins publications into rights and families.
    application_key = models.CharField(max_length=40, blank=True)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="records")
    # Null only inside the transaction that stores and resolves a group of records.
    right = models.ForeignKey(Right, null=True, on_delete=models.SET_NULL, related_name="records")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_key"], name="stored_record_once_per_source")]
        indexes = [
            models.Index(fields=["office", "number"], name="stored_record_by_number"),
            models.Index(fields=["application_key"], condition=~models.Q(application_key=""), name="stored_record_by_application"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_key}"


class QuarantinedRecord(models.Model):
    """A record that could not be read: where it stands in the file and why, while the rest went on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="quarantine")
    position = models.PositiveBigIntegerField()
    place = models.CharField(max_length=120)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=400)
    excerpt = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="quarantine_position_unique")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.place}"
