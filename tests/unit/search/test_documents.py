"""Rows → documents, and the guard that a changed document has a new schema version."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from patents.numbers import parse
from patents.selectors.search_rows import RecordRow
from search.analysis.folding import folded_characters
from search.analysis.stemming import stems
from search.documents.mapping import MAPPING, SCHEMA_VERSION
from search.documents.records import digest_of, fields_of
from search.documents.text_fields import text_fields

# The digest of what a document is under each version. A change of fields, folding, cutting, stemming or keys changes it: raise
# SCHEMA_VERSION and write the new pair here; running systems then rebuild.
_DIGESTS = {2: "1f17d09d74940a10"}

_ROW = RecordRow(
    id=UUID("0197a000-0000-7000-8000-000000000001"),
    type="patent",
    audience="public",
    titles=("Cooling of moulds", "模具冷卻"),
    bodies=("A mould is cooled by water.",),
    names=("Harbour Machines Limited",),
    languages=("en", "zh-Hant"),
    numbers=(parse("US7272630B2"),),
    application_number="10/123,456",
    office="US",
    state="in_force",
    on_date=date(2007, 9, 18),
    entered_date=date(2026, 11, 21),
    symbols=("B29C 45/17", "B29C 45/00", "H01M"),
    measures=("green",),
)


def test_a_document() -> None:
    fields = fields_of(_ROW)
    assert {name: value for name, value in fields.items() if not name.startswith("by_")} == {
        "title": "¶ cooling of moulds ¶ 模具 具冷 冷却",
        "title_stem": "¶ cool of mold ¶ 模具 具冷 冷却",
        "text": "¶ cooling of moulds ¶ 模具 具冷 冷却 ¶ a mould is cooled by water",
        "text_stem": "¶ cool of mold ¶ 模具 具冷 冷却 ¶ a mold is cool by water",
        "names": "¶ harbour machines limited",
        "characters": "¶ 具 冷 却 模",
        "type": "patent",
        "section": ["B", "H"],
        "class": ["B29", "H01"],
        "subclass": ["B29C", "H01M"],
        "symbol": ["B29C 45", "B29C 45/00", "B29C 45/17", "H01M"],
        "office": "US",
        "status": "in_force",
        "measure": ["green"],
        "language": ["en", "zh-Hant"],
        "year": "2007",
        "number": ["#10123456", "#7272630", "10123456", "US10123456", "US7272630", "US7272630B2"],
    }


def test_sort_keys_order_by_day_then_id() -> None:
    later = replace(_ROW, on_date=date(2007, 9, 19))
    unknown = replace(_ROW, on_date=None)
    newest = [str(fields_of(row)["by_newest"]) for row in (later, _ROW, unknown)]
    oldest = [str(fields_of(row)["by_oldest"]) for row in (_ROW, later, unknown)]
    assert newest == sorted(newest)
    assert oldest == sorted(oldest)
    assert newest[0].endswith(str(_ROW.id))
    assert fields_of(unknown)["year"] == "unknown"


def test_numbers_order_by_value() -> None:
    numbers = ["CN112345678A", "US9999A", "US10000A", "US7272630B2", "USD123S"]
    keys = [str(fields_of(replace(_ROW, numbers=(parse(number),)))["by_number"]) for number in numbers]
    assert keys == sorted(keys)
    assert str(fields_of(replace(_ROW, numbers=()))["by_number"]).startswith("~")


def test_the_digest_sees_every_change() -> None:
    assert digest_of(_ROW) == digest_of(replace(_ROW))
    changed = [
        replace(_ROW, measures=()),
        replace(_ROW, titles=("Cooling of moulds", "模具冷却")),
        replace(_ROW, numbers=(parse("US7272630B1"),)),
        replace(_ROW, on_date=None),
        replace(_ROW, state="lapsed"),
    ]
    assert len({digest_of(row) for row in (_ROW, *changed)}) == 6
    assert all(0 <= digest_of(row) < 2**63 for row in (_ROW, *changed))


def test_empty_texts_still_count() -> None:
    assert set(text_fields(titles=[]).values()) == {"¶"}


def test_a_changed_schema_has_a_new_version() -> None:
    sample = fields_of(_ROW)
    content = [
        [[each.name, each.kind.value] for each in MAPPING.fields],
        sorted(sample.items()),
        list(folded_characters()),
        stems(["optimisation", "colouring", "batteries", "résumé", "analysis"]),
        digest_of(_ROW),
    ]
    digest = sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]
    assert _DIGESTS.get(SCHEMA_VERSION) == digest, f"what is indexed changed: raise SCHEMA_VERSION and note its digest {digest}"
