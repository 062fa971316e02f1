"""Clusters of records, whatever comes first: the rights and families in the database are what resolving everything at once gives."""

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from patents.enums import BatchState
from patents.ingest.record import PriorityClaim, SourceRecord
from patents.ingest.resolution import families, priority_keys, resolve
from patents.models import Family, ImportBatch, ProductionTechnology, Publication, Right, StoredRecord
from patents.services.derive_rights import derive_rights
from patents.services.store_records import store_group
from tests.factories.records import make_technology
from tests.support.depth import examples
from tests.support.source_records import record, record_sets

pytestmark = pytest.mark.django_db


def _store(order: Sequence[SourceRecord], size: int, at: datetime) -> None:
    batch = ImportBatch.objects.create(file_name="f", file_sha256="0" * 64, created_at=at, state=BatchState.RUNNING)
    for start in range(0, len(order), size):
        items = list(enumerate(order[start : start + size], start=start + 1))
        derive_rights(changed=store_group(batch=batch, items=items, at=at).changed, at=at)


def _assert_as_resolved(records: Sequence[SourceRecord]) -> None:
    """The rows are what resolving all records at once gives, and no family is kept for fewer than two rights."""
    found = {
        tuple(sorted((row.source, row.source_key) for row in right.records.all())): right
        for right in Right.objects.prefetch_related("records")
    }
    drafts = {draft.records: draft for draft in resolve(records)}
    assert found.keys() == drafts.keys()
    for names, draft in drafts.items():
        right = found[names]
        assert right.ref == (draft.main.key if draft.main else "")
        assert {p.number for p in draft.publications} == set(map(_number, Publication.objects.filter(right=right)))
        assert {(text.language, text.title) for text in draft.texts} == set(right.texts.values_list("language", "title"))
    expected = families((str(found[names].id), priority_keys(draft)) for names, draft in drafts.items())
    by_family: dict[object, list[str]] = {}
    for right in found.values():
        by_family.setdefault(right.family_id or right.id, []).append(str(right.id))
    assert sorted(tuple(sorted(members)) for members in by_family.values()) == sorted(expected)
    assert Family.objects.count() == sum(len(members) > 1 for members in expected)


@pytest.mark.soak
@settings(max_examples=examples(quick=60, full=10_000))
@given(record_sets, st.data())
def test_the_database_says_what_the_rules_say(records: list[SourceRecord], data: st.DataObject) -> None:
    """Stored in groups of any size and order, the rows are what resolving everything at once gives."""
    shuffled = data.draw(st.permutations(records))
    size = data.draw(st.integers(min_value=1, max_value=4))
    with transaction.atomic():
        _store(shuffled, size, datetime.fromisoformat("2026-11-21T04:00:00+00:00"))
        _assert_as_resolved(records)
        transaction.set_rollback(True)


def test_a_record_that_brings_nothing_but_an_application_joins_the_family_that_claims_it(at: datetime) -> None:
    """No column of the right changes by it, and the claim was there before."""
    records = [
        record("lens", "EP1000011A1", priorities=(PriorityClaim("US", "1", "US1A", None),)),
        record("lens", "US11B1"),
        record("labelled", "US11B1", application_key="US1A"),
    ]
    for order in itertools.permutations(records):
        with transaction.atomic():
            _store(order, 1, at)
            _assert_as_resolved(records)
            assert Family.objects.get().rights.count() == 2
            transaction.set_rollback(True)


def test_a_family_ends_with_the_right_that_held_it_together(at: datetime) -> None:
    """The right that claimed GB1A is found to be another one, whose office says that it claims GB2A."""
    british, other = PriorityClaim("GB", "1", "GB1A", None), PriorityClaim("GB", "2", "GB2A", None)
    records = [
        record("lens", "US11B1", priorities=(british,)),
        record("lens", "EP1000011A1", priorities=(british,)),
        record("uspto-xml", "US20310000011A1", application_key="US2A", priorities=(other,)),
        record("epo-ops", "US20310000011A1", application_key="US2A", priorities=(other,)),
        record("labelled", "US11B1", application_key="US2A"),
    ]
    _store(records[:2], 1, at)
    assert Family.objects.get().rights.count() == 2
    _store(records[2:], 1, at)
    _assert_as_resolved(records)
    assert (Right.objects.count(), Family.objects.count()) == (2, 0)


def _number(row: Publication) -> Any:
    return type(record("lens", "US11B1").publication)(row.office, row.number, row.kind)  # type: ignore[misc]  # a publication is there


def test_two_rights_that_turn_out_to_be_one_are_merged(at: datetime) -> None:
    batch = ImportBatch.objects.create(file_name="f", file_sha256="0" * 64, created_at=at, state=BatchState.RUNNING)

    def store(position: int, item: SourceRecord) -> frozenset[Any]:
        return derive_rights(changed=store_group(batch=batch, items=[(position, item)], at=at).changed, at=at)

    store(1, record("labelled", "US20310099001A1", titles=(("en", "As filed"),)))
    store(2, record("labelled", "US12999001B2", titles=(("en", "As granted"),)))
    first, second = Right.objects.order_by("created_at", "id")
    technology = make_technology()
    technology.rights.add(second)
    store(3, record("lens", "US20310099001A1", application_key="US2031999001A"))
    changed = store(4, record("lens", "US12999001B2", application_key="US2031999001A"))
    survivor = Right.objects.get()
    assert survivor.id in {first.id, second.id}
    # Both are told: one to be shown anew, the other to be taken out of the index.
    assert changed == {first.id, second.id}
    assert survivor.publications.count() == 2
    assert list(ProductionTechnology.objects.get().rights.all()) == [survivor]
    assert StoredRecord.objects.filter(right=survivor).count() == 4


def test_a_new_member_changes_its_whole_family(at: datetime) -> None:
    batch = ImportBatch.objects.create(file_name="f", file_sha256="0" * 64, created_at=at, state=BatchState.RUNNING)
    claim = (PriorityClaim("GB", "1", "GB1A", None),)

    def store(position: int, item: SourceRecord) -> frozenset[Any]:
        return derive_rights(changed=store_group(batch=batch, items=[(position, item)], at=at).changed, at=at)

    store(1, record("lens", "EP1000011A1", priorities=claim))
    assert Family.objects.count() == 0
    changed = store(2, record("lens", "US11B1", priorities=claim))
    assert len(changed) == 2
    changed = store(3, record("lens", "GB2999001A", application_key="GB1A"))
    assert len(changed) == 3
    assert Family.objects.get().rights.count() == 3
    # The claim is taken back: the right leaves the family.
    batch.file_sha256 = "1" * 64
    changed = store(4, record("lens", "US11B1"))
    assert len(changed) == 3
    assert sorted(Family.objects.get().rights.values_list("office", flat=True)) == ["EP", "GB"]
