"""Files that are broken, absurd or made to hurt: a clear reason, the good records kept, memory and time bounded."""

import gzip
import io
import json
import resource
import time
from pathlib import Path

import pytest

from patents.ingest.opening import BoundedGzip, SourceNotReadable, open_source
from patents.ingest.port import BadRecord, ReadContext
from patents.ingest.record import SourceRecord
from patents.ingest.registry import choose_importer, importers
from tests.contracts.importers.reading import MINIATURES, read_bytes, read_path, read_stream, write_gzip

GOOD_LINE = b'{"id": "US10999001", "title": "A mould", "abstract": null, "ipc": [], "cpc": [], "lang": "en", "source": "sample"}\n'
MIB = 1024 * 1024


class Generated(io.RawIOBase):
    """A stream that is made while it is read: so many bytes of filler between two pieces."""

    def __init__(self, before: bytes, filler: bytes, filler_bytes: int, after: bytes) -> None:
        super().__init__()
        self._pieces = [(before, len(before)), (filler, filler_bytes), (after, len(after))]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants its own name for a buffer
        while self._pieces:
            piece, left = self._pieces[0]
            if left <= 0:
                self._pieces.pop(0)
                continue
            count = min(len(buffer), left)
            buffer[:count] = (piece[-left:] if len(piece) == left else piece * (count // len(piece) + 1))[:count]
            self._pieces[0] = (piece[-left:][count:] if len(piece) >= left else piece, left - count)
            return count
        return 0


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_line_of_two_gigabytes_is_passed_over() -> None:
    stream = io.BufferedReader(Generated(GOOD_LINE, b"x" * MIB, 2048 * MIB, b"\n" + GOOD_LINE))
    before = _peak_mib()
    reading = read_stream(stream, "labelled")
    assert len(reading.records) == 2
    assert [(bad.place, bad.reason.value) for bad in reading.bad] == [("line 2", "record_too_long")]
    assert _peak_mib() - before < 64


@pytest.mark.parametrize(("extra", "is_read"), [(0, True), (1, False)])
def test_a_line_at_the_bound_is_read_and_one_past_it_is_not(extra: int, is_read: bool) -> None:
    line = GOOD_LINE.strip()
    reading = read_bytes(line + b"\n", "labelled", max_record_bytes=len(line) - extra)
    assert bool(reading.records) is is_read
    assert reading.reasons == ([] if is_read else ["record_too_long"])


def test_bad_lines_leave_the_good_ones() -> None:
    content = (
        GOOD_LINE
        + b"not json\n[1, 2]\n"
        + b'{"id": "US1", "title": 7, "source": "sample"}\n'
        + b'{"id": "no number at all!", "title": "x", "source": "sample"}\n'
        + b'{"title": "x", "source": "sample"}\n'
        + b'{"id": "sample-1", "title": "", "source": "sample"}\n'
        + '{"id": "US2", "title": "Müller", "source": "sample"}\n'.encode("latin-1")
        + b"\n"
        + GOOD_LINE.replace(b"10999001", b"10999002")
    )
    reading = read_bytes(content, "labelled")
    assert [record.number for record in reading.records] == ["10999001", "10999002"]
    assert [(bad.place, bad.reason.value) for bad in reading.bad] == [
        ("line 2", "not_json"),
        ("line 3", "not_an_object"),
        ("line 4", "field_not_read"),
        ("line 5", "number_not_read"),
        ("line 6", "field_not_read"),
        ("line 7", "nothing_said"),
        ("line 8", "wrong_encoding"),
    ]


def test_control_characters_and_lone_surrogates_are_taken_out() -> None:
    line = json.dumps({"id": "US10999001", "title": "a\x00b\x1b[31m\u202e c\ud800 \t d", "source": "sample"}).encode()
    reading = read_bytes(line.replace(b"\\ud800", b""), "labelled")
    assert reading.records[0].titles == (("", "ab[31m\u202e c d"),)
    # A lone surrogate is no JSON text for a strict reader.
    assert read_bytes(line, "labelled").reasons == ["not_json"]


def test_texts_and_lists_are_cut_to_their_bounds() -> None:
    content = {
        "id": "US10999001", "title": "t" * 5_000, "abstract": "a" * 50_000, "claims": ["c" * 30_000] * 300,
        "ipc": [f"B29C {n}/00" for n in range(1, 900)], "source": "sample",
    }  # fmt: skip
    record = read_bytes(json.dumps(content).encode(), "labelled", max_record_bytes=16 * MIB).records[0]
    assert (len(record.titles[0][1]), len(record.abstracts[0][1])) == (2_000, 20_000)
    assert (len(record.claims[0][1]), len(record.claims[0][1][0]), len(record.classes)) == (200, 20_000, 500)


def test_utf_16_with_a_mark_and_utf_8_with_a_mark_are_read() -> None:
    for content in (GOOD_LINE.decode().encode("utf-16"), b"\xef\xbb\xbf" + GOOD_LINE, GOOD_LINE.replace(b"\n", b"\r") * 1):
        assert [record.number for record in read_bytes(content, "labelled").records] == ["10999001"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE us-patent-grant [<!ENTITY l0 "ha">{LAUGHS}]><us-patent-grant>&l9;</us-patent-grant>'
FETCH = '<?xml version="1.0"?><!DOCTYPE us-patent-grant [<!ENTITY x SYSTEM "file:///etc/passwd">]><us-patent-grant>&x;</us-patent-grant>'


@pytest.mark.parametrize("document", [BOMB, FETCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_at_once(document: str, encoding: str) -> None:
    started = time.monotonic()
    grants = read_bytes(document.encode(encoding), "uspto-xml")
    exchange = document.replace("us-patent-grant", "world-patent-data")
    replies = read_bytes(exchange.encode(encoding), "epo-ops")
    assert grants.reasons == replies.reasons == ["xml_entities_refused"]
    assert grants.records == replies.records == []
    assert time.monotonic() - started < 2


def test_a_bomb_between_good_documents_costs_itself_alone() -> None:
    good = (MINIATURES / "uspto_grants.xml").read_bytes()
    reading = read_bytes(good + BOMB.encode() + good.replace(b"1299900", b"1299901"), "uspto-xml")
    assert [record.number for record in reading.records] == ["12999001", "12999002", "12999011", "12999012"]
    assert [(bad.reason.value, bad.place.split(",")[0]) for bad in reading.bad] == [("xml_entities_refused", "document 3")]


def test_truncated_grants_keep_what_was_whole() -> None:
    content = (MINIATURES / "uspto_grants.xml").read_bytes()
    second = content.index(b"<?xml", 10)
    reading = read_bytes(content[:-200], "uspto-xml")
    assert [record.number for record in reading.records] == ["12999001"]
    assert [(bad.place, bad.reason.value) for bad in reading.bad] == [(f"document 2, byte {second}", "xml_not_well_formed")]


def test_truncated_reply_keeps_what_was_whole() -> None:
    content = (MINIATURES / "epo_ops.xml").read_bytes()
    reading = read_bytes(content[: content.index(b'kind="B1"') + 300], "epo-ops")
    assert [record.source_key for record in reading.records] == ["EP4999001A1:biblio+abstract"]
    assert [(bad.place.split(",")[0], bad.reason.value) for bad in reading.bad] == [("after document 1", "xml_not_well_formed")]


@pytest.mark.parametrize("source", ["uspto-xml", "epo-ops"])
def test_an_endless_document_is_passed_over(source: str) -> None:
    name = {"uspto-xml": "uspto_grants.xml", "epo-ops": "epo_ops.xml"}[source]
    content = (MINIATURES / name).read_bytes()
    cut = content.index(b"</abstract>")
    stream = io.BufferedReader(Generated(content[:cut], b"<p>and so on</p>", 256 * MIB, content[cut:]))
    before = _peak_mib()
    reading = read_stream(stream, source, max_document_bytes=2 * MIB)
    assert reading.reasons[0] == "record_too_long"
    assert [record.number for record in reading.records] == (["12999002"] if source == "uspto-xml" else [])
    assert _peak_mib() - before < 200


def test_deep_nesting_is_a_bad_record() -> None:
    deep = b'<?xml version="1.0"?><us-patent-grant>' + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</us-patent-grant>"
    assert read_bytes(deep, "uspto-xml").reasons == ["xml_not_well_formed"]


def test_a_quote_that_never_closes_does_not_swallow_the_memory() -> None:
    head, row = (MINIATURES / "lens_2021.csv").read_bytes().split(b"\r\n")[:2]
    reading = read_bytes(head + b"\r\n" + row + b'\r\n2,"' + b"open " * 40_000 + b"\r\n" + row + b"\r\n", "lens")
    assert next(record.number for record in reading.records) == "1995099901"
    assert "row_not_read" in reading.reasons


def test_a_table_without_its_columns_says_which() -> None:
    reading = read_bytes(b"#,Title\n1,A press\n", "lens")
    assert reading.reasons == ["columns_missing"]
    assert "Jurisdiction, Kind, Publication Date, Publication Number" in reading.bad[0].detail


def test_a_packed_file_that_is_cut_off_keeps_its_beginning(tmp_path: Path) -> None:
    lines = b"".join(GOOD_LINE.replace(b"10999001", str(11_000_000 + n).encode()) for n in range(20_000))
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress(lines)[:-2_000])
    reading = read_path(path)
    assert 0 < len(reading.records) < 20_000
    assert reading.reasons == ["file_damaged"]


def test_a_compression_bomb_stops_at_its_bound() -> None:
    packed = gzip.compress(GOOD_LINE + b"\n" * (8 * MIB))
    stream = io.BufferedReader(BoundedGzip(io.BytesIO(packed), max_ratio=20, allowance_bytes=MIB))
    reading = read_stream(stream, "labelled")
    assert [record.number for record in reading.records] == ["10999001"]
    assert reading.reasons == ["file_too_large"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.jsonl", b"", "empty.jsonl is empty."),
        ("sheet.csv", b"PK\x03\x04rest", "sheet.csv: This is a zip archive (or a spreadsheet). Unpack it and import the files in it."),
        ("list.csv", b"\xd0\xcf\x11\xe0rest", "list.csv: This is an old Office document. Save it as CSV and import that."),
        ("grant.xml", b"%PDF-1.7", "grant.xml: This is a PDF document, not an exchange file."),
        (
            "grant.xml",
            b"<html><body>Sign in</body></html>",
            "grant.xml is in no format that is known here (epo-ops, labelled, lens, uspto-xml).",
        ),
        ("data.bin", b"a\x00b" * 10, "data.bin is a binary file, not text."),
    ],
)
def test_a_stranger_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceNotReadable) as caught:
        read_path(path)
    assert caught.value.message == sentence


def test_a_packed_stranger_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(SourceNotReadable) as caught, open_source(write_gzip(tmp_path / "a.jsonl.gz", b"PK\x03\x04rest")):
        pass
    assert "zip archive" in caught.value.message


def test_a_missing_file_and_an_unknown_source_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(SourceNotReadable, match=r"gone\.xml cannot be opened"):
        read_path(tmp_path / "gone.xml")
    with pytest.raises(SourceNotReadable, match="There is no source called 'inpadoc'"):
        choose_importer("inpadoc", b"", "x")


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "grants.xml"
    path.write_bytes((MINIATURES / "lens_2021.csv").read_bytes())
    assert read_path(path).importer == "lens"


def test_reports_are_bounded_and_printable() -> None:
    reading = read_bytes(b"\x1b[31m" + b"x" * 10_000 + b"\n", "labelled")
    (bad,) = reading.bad
    assert len(bad.excerpt) <= 200
    assert len(bad.detail) <= 400
    assert bad.excerpt.isprintable()


def test_a_stream_twice_is_the_same_answer() -> None:
    for name, source in (("lens_2015.csv", "lens"), ("epo_ops.xml", "epo-ops")):
        content = (MINIATURES / name).read_bytes()
        items = [list(importers()[source].read(io.BytesIO(content), ReadContext())) for _ in range(2)]
        assert items[0] == items[1]
        assert all(isinstance(item, (SourceRecord, BadRecord)) for item in items[0])
