"""Ids → writes: draws the versions, reads the rows as they are now, and says for each audience what its index shall hold."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from ipmarket.accounts.enums import Audience
from ipmarket.accounts.selectors.visibility import index_audiences_of
from patents.selectors.search_rows import RecordType, rows_for_index
from search.documents.records import digest_of, fields_of
from search.engines.port import Write
from search.indexing.versions import draw_versions

INDEXED_AUDIENCES = (Audience.PUBLIC, Audience.REGISTERED)


def writes_for(wanted: Mapping[RecordType, Collection[UUID]], *, with_deletions: bool, is_page: bool = False) -> dict[str, list[Write]]:
    """The writes of each audience. What an audience may not see is a deletion there, or nothing when an index is new.

    A document is made once and is the same for every audience that may see it.
    """
    writes: dict[str, list[Write]] = {audience.value: [] for audience in INDEXED_AUDIENCES}
    for which, ids in wanted.items():
        ordered = sorted(ids)
        versions = dict(zip(ordered, draw_versions(len(ordered)), strict=True))
        rows = rows_for_index(which, ordered, is_page=is_page)
        for id_, version in versions.items():
            row = rows.get(id_)
            audiences = index_audiences_of(row.audience) if row else ()
            document = Write(str(id_), version, fields_of(row), digest_of(row)) if row and audiences else None
            for audience in INDEXED_AUDIENCES:
                if document is not None and audience in audiences:
                    writes[audience.value].append(document)
                elif with_deletions:
                    writes[audience.value].append(Write(str(id_), version, None))
    return writes


def expected_digests(which: RecordType, ids: Collection[UUID], *, is_page: bool = False) -> Iterator[tuple[str, str, int]]:
    """(audience, id, digest) of every document that an index has to hold."""
    for row in rows_for_index(which, ids, is_page=is_page).values():
        audiences = index_audiences_of(row.audience)
        if audiences:
            digest = digest_of(row)
            for audience in audiences:
                yield audience.value, str(row.id), digest


def grouped(pairs: Collection[tuple[RecordType, UUID]]) -> dict[RecordType, set[UUID]]:
    found: dict[RecordType, set[UUID]] = defaultdict(set)
    for which, id_ in pairs:
        found[which].add(id_)
    return found
