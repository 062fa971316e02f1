"""Rewrites the rights that changed source records speak about. Runs inside the import's transaction, under the import lock."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from patents.ingest.record import SourceRecord
from patents.ingest.resolution import RightDraft, resolve
from patents.models import Publication, Right, StoredRecord
from patents.services.join_families import join_families
from patents.services.write_rights import WrittenRights, write_rights

# A cluster grows by following shared numbers and applications; real ones end after two or three rounds.
_MAX_ROUNDS = 50
RecordName = tuple[str, str]


def derive_rights(*, changed: Mapping[UUID, SourceRecord], at: datetime) -> frozenset[UUID]:
    """Resolve every cluster that holds a changed record and store its rights and families; returns the rights that changed."""
    if not changed:
        return frozenset()
    records, rows = _load_clusters(changed)
    drafts = resolve(records.values())
    rights_before = {(source, key): right_id for source, key, right_id in rows.values()}
    assigned = _adopt(_assign(drafts, rights_before), drafts)
    gone = {right_id for right_id in rights_before.values() if right_id} - {right_id for right_id in assigned if right_id}
    families_left = set(Right.objects.filter(id__in=gone, family__isnull=False).values_list("family_id", flat=True))
    written = write_rights(drafts=list(zip(assigned, drafts, strict=True)), gone=gone, at=at)
    _link_records(rows, drafts, written)
    # Families are found through the records' applications, so the records must know their rights first. For the same reason every right of
    # the cluster is looked at, not only the rewritten ones: a record may bring nothing but the application that others claim.
    return frozenset(written.changed | join_families(written=written, families_left=families_left, at=at))


def _load_clusters(
    changed: Mapping[UUID, SourceRecord],
) -> tuple[dict[UUID, SourceRecord], dict[UUID, tuple[str, str, UUID | None]]]:
    """All stored records that may belong together with a changed one, and for each row its name and present right."""
    records: dict[UUID, SourceRecord] = {}
    rows: dict[UUID, tuple[str, str, UUID | None]] = {}
    followed: set[tuple[str, str]] = set()
    ids = set(changed)
    for _round in range(_MAX_ROUNDS):
        news = _fetch(ids - rows.keys(), changed)
        for row, record in news:
            records[row.id], rows[row.id] = record, (row.source, row.source_key, row.right_id)
        condition = _condition(news, followed)
        if condition is None:
            break
        ids = set(StoredRecord.objects.filter(condition).values_list("id", flat=True))
        if ids <= rows.keys():
            break
    return records, rows


def _fetch(ids: Iterable[UUID], changed: Mapping[UUID, SourceRecord]) -> list[tuple[StoredRecord, SourceRecord]]:
    wanted = set(ids)
    in_hand = StoredRecord.objects.filter(id__in=wanted & changed.keys()).defer("content")
    others = StoredRecord.objects.filter(id__in=wanted - changed.keys())
    news = [(row, changed[row.id]) for row in in_hand]
    if wanted - changed.keys():
        news.extend((row, SourceRecord.from_json(row.content)) for row in others)
    return news


def _condition(news: list[tuple[StoredRecord, SourceRecord]], followed: set[tuple[str, str]]) -> Q | None:
    """Rows that share a number, an application or a right with the newly found ones; None when there is nothing new to follow."""
    numbers: dict[str, list[str]] = {}
    applications: list[str] = []
    rights: list[UUID] = []
    for row, record in news:
        for mark, is_there in (
            (("number", f"{record.office}{record.number}"), bool(record.number)),
            (("application", record.application_key), bool(record.application_key)),
            (("right", str(row.right_id)), row.right_id is not None),
        ):
            if not is_there or mark in followed:
                continue
            followed.add(mark)
            if mark[0] == "number":
                numbers.setdefault(record.office, []).append(record.number)
            elif mark[0] == "application":
                applications.append(record.application_key)
            elif row.right_id is not None:
                rights.append(row.right_id)
    if not (numbers or applications or rights):
        return None
    condition = Q(application_key__in=applications) | Q(right_id__in=rights)
    for office, values in numbers.items():
        condition |= Q(office=office, number__in=values)
    return condition


def _assign(drafts: tuple[RightDraft, ...], rights_before: Mapping[RecordName, UUID | None]) -> list[UUID | None]:
    """For each draft the right that it continues: the one that shares most records, the oldest among equals; None for a new right."""
    overlaps: dict[tuple[UUID, int], int] = {}
    for index, draft in enumerate(drafts):
        for name in draft.records:
            right_id = rights_before.get(name)
            if right_id is not None:
                overlaps[right_id, index] = overlaps.get((right_id, index), 0) + 1
    assigned: list[UUID | None] = [None] * len(drafts)
    taken: set[UUID] = set()
    for (right_id, index), _count in sorted(overlaps.items(), key=lambda entry: (-entry[1], entry[0])):
        if right_id not in taken and assigned[index] is None:
            assigned[index] = right_id
            taken.add(right_id)
    return assigned


def _adopt(assigned: list[UUID | None], drafts: tuple[RightDraft, ...]) -> list[UUID | None]:
    """A draft without a right takes one that an owner has registered under the same publication, so that no number stands twice."""
    keys = {
        (publication.number.office, publication.number.number, publication.number.kind): index
        for index, draft in enumerate(drafts)
        if assigned[index] is None
        for publication in draft.publications
    }
    condition = Q(pk__in=[])
    by_office: dict[str, list[str]] = {}
    for office, number, _kind in keys:
        by_office.setdefault(office, []).append(number)
    for office, numbers in by_office.items():
        condition |= Q(office=office, number__in=numbers)
    found = Publication.objects.filter(condition, right__owner_organisation__isnull=False, right__records__isnull=True)
    for office, number, kind, right_id in found.order_by("right_id", "kind").values_list("office", "number", "kind", "right_id"):
        index = keys.get((office, number, kind), keys.get((office, number, ""), -1))
        if index >= 0 and assigned[index] is None and right_id not in assigned:
            assigned[index] = right_id
    return assigned


def _link_records(rows: Mapping[UUID, tuple[str, str, UUID | None]], drafts: tuple[RightDraft, ...], written: WrittenRights) -> None:
    right_of = {name: right_id for right_id, draft in zip(written.ids, drafts, strict=True) for name in draft.records}
    moved = {row_id: right_of[source, key] for row_id, (source, key, right_id) in rows.items() if right_of[source, key] != right_id}
    if not moved:
        return
    # One statement for the group: a statement per row, or a CASE with a branch per row, is what a large import would wait for.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE patents_storedrecord AS record SET right_id = link.right_id"
            " FROM unnest(%s::uuid[], %s::uuid[]) AS link (id, right_id) WHERE record.id = link.id",
            [list(moved.keys()), list(moved.values())],
        )
