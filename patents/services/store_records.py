"""Keeps what sources say, record by record, and tells what is new. Runs inside the import's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from patents.ingest.port import BadRecord, BadRecordReason, bad_record
from patents.ingest.record import SourceRecord, content_hash
from patents.models import ImportBatch, QuarantinedRecord, StoredRecord

NumberedItem = tuple[int, SourceRecord | BadRecord]
_REPLACED_FIELDS = (
    *("content", "content_sha256", "application_key", "office", "number", "kind"),
    *("file_name", "file_sha256", "batch", "imported_at"),
)


@dataclass(slots=True)
class StoredGroup:
    """What became of a group of items. `changed` holds the records whose content is new or different, by their row's id."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: list[BadRecord] = field(default_factory=list)
    changed: dict[UUID, SourceRecord] = field(default_factory=dict)

    @property
    def read(self) -> int:
        return self.created + self.updated + self.unchanged + len(self.bad)


@dataclass(frozen=True, slots=True)
class _Known:
    id: UUID
    content_sha256: str
    file_sha256: str
    reader: str
    right_id: UUID | None


def store_group(*, batch: ImportBatch, items: Sequence[NumberedItem], at: datetime) -> StoredGroup:
    """Store numbered items of one file: new rows are made, different ones replaced, equal ones left alone, bad ones quarantined.

    A record that says something else under a name which the same file (by hash, and by the same reader) has already used is quarantined:
    which of the two is right cannot be known, and a second run must not flip between them.
    """
    group = StoredGroup()
    known = _known_rows(item for _position, item in items if isinstance(item, SourceRecord))
    fresh: list[StoredRecord] = []
    replaced: list[StoredRecord] = []
    quarantined: list[QuarantinedRecord] = []
    for position, item in items:
        if isinstance(item, BadRecord):
            quarantined.append(_quarantine(group, batch, position, item))
            continue
        content = item.to_json()
        digest = content_hash(content)
        before = known.get((item.source, item.source_key))
        if before is not None and before.content_sha256 == digest:
            group.unchanged += 1
            continue
        if before is not None and before.file_sha256 == batch.file_sha256 and before.reader == item.reader:
            detail = "The file has already said something else under this name; the first statement stands."
            bad = bad_record(f"record {position}", BadRecordReason.REPEATED_DIFFERENTLY, detail, item.source_key)
            quarantined.append(_quarantine(group, batch, position, bad))
            continue
        row = StoredRecord(
            source=item.source,
            source_key=item.source_key,
            office=item.office,
            number=item.number,
            kind=item.kind,
            application_key=item.application_key,
            content=content,
            content_sha256=digest,
            file_name=batch.file_name,
            file_sha256=batch.file_sha256,
            batch=batch,
            imported_at=at,
        )
        if before is None:
            fresh.append(row)
            group.created += 1
        else:
            row.id, row.right_id = before.id, before.right_id
            replaced.append(row)
            group.updated += 1
        group.changed[row.id] = item
        known[item.source, item.source_key] = _Known(row.id, digest, batch.file_sha256, item.reader, row.right_id)
    StoredRecord.objects.bulk_create(fresh)
    if replaced:
        StoredRecord.objects.bulk_update(replaced, _REPLACED_FIELDS)
    QuarantinedRecord.objects.bulk_create(quarantined)
    return group


def _quarantine(group: StoredGroup, batch: ImportBatch, position: int, bad: BadRecord) -> QuarantinedRecord:
    group.bad.append(bad)
    return QuarantinedRecord(
        batch=batch, position=position, place=bad.place[:120], reason=bad.reason.value, detail=bad.detail[:400], excerpt=bad.excerpt[:200]
    )


def _known_rows(records: Iterable[SourceRecord]) -> dict[tuple[str, str], _Known]:
    keys_by_source: dict[str, list[str]] = {}
    for record in records:
        keys_by_source.setdefault(record.source, []).append(record.source_key)
    condition = Q(pk__in=[])
    for source, keys in keys_by_source.items():
        condition |= Q(source=source, source_key__in=keys)
    rows = (
        StoredRecord.objects.filter(condition)
        .annotate(reader=KeyTextTransform("reader", "content"))
        .values_list("source", "source_key", "id", "content_sha256", "file_sha256", "reader", "right_id")
    )
    return {
        (source, key): _Known(row_id, digest, file_digest, reader, right_id)
        for source, key, row_id, digest, file_digest, reader, right_id in rows
    }
