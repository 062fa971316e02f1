"""What every format must do with its own miniature, and what the miniatures say exactly. All miniatures are written by us."""

import io
from datetime import date
from pathlib import Path

import pytest

from patents.ingest.port import ReadContext
from patents.ingest.record import CitationMention, ClassMention, Party, PriorityClaim, SourceRecord
from patents.ingest.registry import importers
from tests.contracts.importers.reading import MINIATURES, read_bytes, read_path, write_gzip

EXPECTED = {
    "labelled.jsonl": ("labelled", 5, 0),
    "uspto_grants.xml": ("uspto-xml", 2, 0),
    "uspto_application.xml": ("uspto-xml", 1, 0),
    "epo_ops.xml": ("epo-ops", 2, 1),
    "lens_2015.csv": ("lens", 3, 0),
    "lens_2021.csv": ("lens", 2, 0),
}


def test_every_miniature_is_expected() -> None:
    assert {path.name for path in MINIATURES.iterdir()} == EXPECTED.keys()
    assert set(importers()) == {source for source, _good, _bad in EXPECTED.values()}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_is_recognised_and_read(name: str) -> None:
    reading = read_path(MINIATURES / name)
    assert (reading.importer, len(reading.records), len(reading.bad)) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_reads_the_same_packed_and_under_any_name(name: str, tmp_path: Path) -> None:
    content = (MINIATURES / name).read_bytes()
    packed = write_gzip(tmp_path / "something.bin", content)
    assert read_path(packed) == read_path(MINIATURES / name)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_is_claimed_by_one_format_only(name: str) -> None:
    head = (MINIATURES / name).read_bytes()
    sure = [importer.name for importer in importers().values() if importer.sniff(head, name) >= 0.5]
    assert sure == [EXPECTED[name][0]]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_records_survive_their_plain_form(name: str) -> None:
    for record in read_path(MINIATURES / name).records:
        assert SourceRecord.from_json(record.to_json()) == record
        assert SourceRecord.from_json(record.to_json()).content_sha256 == record.content_sha256


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_prefix_is_read_without_an_exception(name: str) -> None:
    """A file cut off anywhere gives the records before the cut and at most reports about the rest."""
    content, whole = (MINIATURES / name).read_bytes(), read_path(MINIATURES / name)
    for end in range(0, len(content), 37):
        reading = read_bytes(content[:end], whole.importer)
        kept = [record for record in reading.records if record in whole.records]
        assert kept == whole.records[: len(kept)]
        assert all(record.number or record.titles for record in reading.records)


@pytest.mark.parametrize("source", sorted(importers()))
@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xff\xfe\x00", b"\x00" * 5_000, b"<", b"{", b'"', b"\r\r\r", b"<?xml ", "日本".encode("shift-jis")]
)
def test_rubbish_is_no_exception(source: str, content: bytes) -> None:
    assert read_bytes(content, source).records == []


def test_reading_is_lazy() -> None:
    """The first record comes before the second is read: a format holds one record, not a file."""
    content = (MINIATURES / "labelled.jsonl").read_bytes()
    line = content.split(b"\n")[0] + b"\n"

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return line

    items = importers()["labelled"].read(Endless(), ReadContext())  # type: ignore[arg-type]  # an endless stream has no buffer methods
    assert isinstance(next(items), SourceRecord)


def test_labelled() -> None:
    grant, model, untitled, opaque, _again = read_path(MINIATURES / "labelled.jsonl").records
    assert grant == SourceRecord(
        source="labelled",
        source_key="uspto-latam:US10999001",
        reader="labelled_jsonl/1",
        office="US",
        number="10999001",
        titles=(("en", "Injection mould with interchangeable cavity inserts"),),
        abstracts=(("en", "A mould base takes cavity inserts that are changed without removing the base from the press."),),
        classes=(
            ClassMention("ipc", "B29C 45/26", is_first=True),
            ClassMention("ipc", "B29C 33/30"),
            ClassMention("cpc", "B29C 45/2673", is_first=True),
        ),
    )
    assert (model.office, model.number, model.kind) == ("CN", "298765432", "U")
    assert model.titles == (("zh-Hans", "一种便于清洗的注塑机料筒"),)
    # The symbols of this set are sorted: none of them may be called the first.
    assert model.classes == (ClassMention("ipc", "B29C"), ClassMention("ipc", "B08B"))
    assert (untitled.titles, untitled.number) == ((), "20310002345")
    assert untitled.claims == (("en", ("1. A tray of recycled sheet.", "2. The tray of claim 1, sealed in one stroke.")),)
    assert (opaque.office, opaque.number, opaque.source_key) == ("US", "", "uspto-latam-b:sample-nolabelid-00001")
    assert opaque.remarks == ("ipc: 'no symbol' is no symbol",)


def test_uspto_grants() -> None:
    grant, second = read_path(MINIATURES / "uspto_grants.xml").records
    assert (grant.source_key, second.source_key) == ("US12999001B2", "US12999002B1")
    assert (grant.publication_date, grant.filing_date) == (date(2032, 1, 6), date(2031, 3, 1))
    assert (grant.application_text, grant.application_key) == ("18999001", "US2031999001A")
    assert grant.original_language == "en"
    assert grant.titles == (("en", "Valve gate with delayed opening"),)
    assert grant.abstracts == (("en", "A gate valve2 opens after packing — and closes before ejection. Second paragraph."),)
    assert grant.claims == (("en", ("1. A mould comprising: a gate; and a valve.",)),)
    assert grant.priorities == (
        PriorityClaim("GB", "3007777", "GB20300007777A", date(2030, 4, 2)),
        PriorityClaim("US", "63111222", "US2030111222P", date(2030, 1, 5)),
    )
    assert grant.parties == (
        Party("applicant", "Sample Mould Works Ltd", "HK"),
        Party("inventor", "Example, Ada", "HK"),
        Party("owner", "Sample Holding Ltd", "HK"),
    )
    assert grant.classes == (ClassMention("ipc", "B29C 45/28", is_first=True), ClassMention("cpc", "B29C 45/2806", is_first=True))
    assert grant.citations == (
        CitationMention("US 2029/0001234 A1", "US20290001234A1"),
        CitationMention("Handbook of invented moulds, 2028."),
    )


def test_uspto_application() -> None:
    (application,) = read_path(MINIATURES / "uspto_application.xml").records
    assert application.source_key == "US20310099001A1"
    # The grant of the same filing has the same key: that is what joins the two publications into one right.
    assert application.application_key == "US2031999001A"


def test_epo_ops() -> None:
    reading = read_path(MINIATURES / "epo_ops.xml")
    application, grant = reading.records
    assert (application.source_key, grant.source_key) == ("EP4999001A1:biblio+abstract", "EP4999001B1:biblio")
    assert application.titles == (("de", "Nadelverschluss mit verzögerter Öffnung"), ("en", "Valve gate with delayed opening"))
    assert application.abstracts == (("en", "A gate valve opens after packing."),)
    assert (application.application_key, application.filing_date) == ("EP2031199001A", date(2031, 3, 5))
    assert application.priorities == (PriorityClaim("GB", "GB20300007777", "GB20300007777A", date(2030, 4, 2)),)
    assert application.parties == (Party("applicant", "Sample Mould Works Ltd", "HK"),)
    assert application.classes == (ClassMention("ipc", "B29C 45/28"), ClassMention("cpc", "B29C 45/2806"))
    assert application.citations == (CitationMention("DE3999001A1", "DE3999001A1", "X"),)
    assert application.family_hints == ("epo:99000001",)
    assert [(bad.place, bad.reason.value) for bad in reading.bad] == [("document 3, line 28", "xml_without_record")]


def test_lens_2015_with_classic_mac_line_ends() -> None:
    tray, press, carton = read_path(MINIATURES / "lens_2015.csv").records
    assert (tray.source_key, tray.publication_date, tray.filing_date) == ("US20130999001A1:2015", date(2013, 4, 25), date(2012, 10, 22))
    assert tray.titles == (("en", "Tray, folded from one blank"),)
    assert tray.priorities == (PriorityClaim("US", "201161999001", "US2011999001P", date(2011, 10, 24)),)
    assert tray.parties == (Party("applicant", "SAMPLE BOX LTD"), Party("inventor", "EXAMPLE BO"), Party("inventor", "EXAMPLE CY"))
    assert tray.original_link == "https://www.example.test/lens/US_2013_0999001_A1"
    # Two digits of a year: the century comes from the publication.
    assert (press.publication_date, press.filing_date) == (date(1976, 9, 21), date(1971, 8, 24))
    assert [claim.key for claim in press.priorities] == ["US1971174999A", "US1969880999A"]
    # Bytes that are no UTF-8 cost their field, not the record.
    assert carton.titles == (("en", "Carton"),)
    assert carton.parties == (Party("inventor", "EXAMPLE EL"),)
    assert carton.remarks == ("Applicants: left out, its bytes are not UTF-8",)


def test_lens_2021() -> None:
    press, untitled = read_path(MINIATURES / "lens_2021.csv").records
    assert (press.source_key, press.application_key) == ("WO1995099901A1:2021", "US1995004999W")
    assert press.citations == (CitationMention('Handbook of invented presses, vol. "B", p. 3'),)
    # Lens prints the number where it has no title.
    assert untitled.titles == ()
    assert untitled.parties[-1] == Party("owner", "EXAMPLE OWNER INC")
