"""Every real file that a format claims: exact counts and values. Left out plainly where the data folder is absent."""

from datetime import date
from pathlib import Path

import pytest

from patents.ingest.opening import SourceNotReadable
from patents.ingest.record import ClassMention, Party, PriorityClaim
from tests.contracts.importers.reading import read_path

LABELLED = {
    "lens-titles": 7_553,
    "patentscope-titles": 15_100,
    "us-pregrant-claim1": 841,
    "uspto-latam": 8_571,
    "uspto-latam-b": 15,
    "uspto-ppubs-biblio": 129,
    "uspto-ppubs-full": 17,
    "zh-g06f-abstracts": 35,
    "zh-titles": 7_346,
}
# File, importer, records, bad records.
FIXTURES = [
    ("uspto/go-uspto-application-v4-5-A1.xml", "uspto-xml", 1, 0),
    ("uspto/go-uspto-concatenated-documents.xml.gz", "uspto-xml", 2, 0),
    ("uspto/go-uspto-grant-v4-5-B1.xml", "uspto-xml", 1, 0),
    ("uspto/go-uspto-grant-v4-5-B2.xml", "uspto-xml", 1, 0),
    ("uspto/xml2004/US06859910.xml", "uspto-xml", 1, 0),
    ("uspto/xml2006/US07272630B2.xml.gz", "uspto-xml", 1, 0),
    ("uspto/xml2014/US08926509.xml.gz", "uspto-xml", 1, 0),
    ("uspto/xml2014/US08930553.xml", "uspto-xml", 1, 0),
    ("uspto/xmlApp2004/US20050004437A1.xml", "uspto-xml", 1, 0),
    ("epo_ops_xml/biblio_example.xml", "epo-ops", 1, 0),
    ("epo_ops_xml/biblio_example_2.xml", "epo-ops", 1, 0),
    ("epo_ops_xml/claims_example.xml", "epo-ops", 1, 0),
    ("epo_ops_xml/claims_example_2.xml", "epo-ops", 1, 0),
    ("epo_ops_xml/ep1000000_abstract_result.xml", "epo-ops", 1, 0),
    ("epo_ops_xml/ep1000000_biblio_result.xml", "epo-ops", 1, 0),
    ("epo_ops_xml/ep1000000_claims_result.xml", "epo-ops", 1, 0),
    ("epo_ops_xml/ep1000000_full_cycle_result.xml", "epo-ops", 2, 0),
    ("lens_csv/lens_export_2015_format_pizza.csv.gz", "lens", 999, 1),
    ("lens_csv/lens_export_2021_format_jet_engine.csv.gz", "lens", 3_779, 0),
]


@pytest.mark.parametrize(("name", "count"), sorted(LABELLED.items()))
def test_labelled_sets_are_read_whole(data_dir: Path, name: str, count: int) -> None:
    reading = read_path(data_dir / "labelled" / f"{name}.jsonl.gz")
    assert (reading.importer, len(reading.records), reading.bad) == ("labelled", count, [])
    assert [record.remarks for record in reading.records if record.remarks] == []
    assert all(bool(record.number) is (name != "uspto-latam-b") for record in reading.records)
    assert len({record.source_key for record in reading.records}) == count


@pytest.mark.parametrize(("name", "importer", "good", "bad"), FIXTURES)
def test_fixtures_are_read(data_dir: Path, name: str, importer: str, good: int, bad: int) -> None:
    reading = read_path(data_dir / "fixtures" / name)
    assert (reading.importer, len(reading.records), len(reading.bad)) == (importer, good, bad)


@pytest.mark.parametrize("name", ["family-family_input", "image_example", "legal-example_1", "search_example", "search_result"])
def test_replies_without_bibliography_say_so(data_dir: Path, name: str) -> None:
    reading = read_path(data_dir / "fixtures" / "epo_ops_xml" / f"{name}.xml")
    assert (reading.records, reading.reasons) == ([], ["xml_without_record"])


@pytest.mark.parametrize(
    "name",
    [
        "uspto/greenbook/US03937375.greenbook",
        "uspto/sgml/US06336130.xml",
        "uspto/go-uspto-grant-v2-5-B2.xml",
        "uspto/cpcMaster/cpcMaster.xml",
        "uspto/xml4ip/sample_XML4IP.ZIP",
        "uspto_json/odp_application.json.gz",
        "epo_docdb_xml/DE-backfile.xml",
        "epo_docdb_xml/AP-1206-A_302101161.xml",
        "espacenet_csv/espacenet_export_2003_2005.csv",
        "patentscope_xls/patentscope_resultset_2012_2015.xls",
        "cnki_xlsx/cnki_patent_list_2018_2019.xlsx",
    ],
)
def test_formats_that_are_not_read_yet_are_refused(data_dir: Path, name: str) -> None:
    with pytest.raises(SourceNotReadable):
        read_path(data_dir / "fixtures" / name)


def test_a_grant_in_detail(data_dir: Path) -> None:
    (grant,) = read_path(data_dir / "fixtures/uspto/xml2006/US07272630B2.xml.gz").records
    assert (grant.source_key, grant.publication_date, grant.filing_date) == ("US7272630B2", date(2007, 9, 18), date(2004, 11, 18))
    assert grant.application_key == "US2004991571A"
    assert grant.classes == (ClassMention("ipc", "G06F 15/13", is_first=True),)
    assert grant.citations[0].ref == "US5202982A"


def test_a_reply_in_detail(data_dir: Path) -> None:
    application, grant = read_path(data_dir / "fixtures/epo_ops_xml/ep1000000_full_cycle_result.xml").records
    assert (application.source_key, grant.source_key) == ("EP1000000A1:biblio+abstract", "EP1000000B1:biblio")
    assert [language for language, _title in application.titles] == ["de", "en", "fr"]
    assert application.application_key == grant.application_key == "EP1999203729A"
    assert application.priorities == (PriorityClaim("NL", "NL19981010536", "NL1010536A", date(1998, 11, 12)),)
    assert application.parties[0] == Party("applicant", "BEHEERMAATSCHAPPIJ DE BOER NIJMEGEN B.V", "NL")
    assert [(citation.ref, citation.category) for citation in application.citations] == [
        ("DE3546191A1", "A"),
        ("EP0680812A1", "A"),
        ("NL9400663A", "A"),
    ]


def test_claims_that_come_in_one_text_are_cut_apart(data_dir: Path) -> None:
    (record,) = read_path(data_dir / "fixtures/epo_ops_xml/claims_example_2.xml").records
    ((language, claims),) = record.claims
    assert language == "en"
    assert claims[0].startswith("1. A computer-implemented method comprising: maintaining metadata")
    assert claims[1].startswith("2. The method of claim 1")


def test_lens_in_detail(data_dir: Path) -> None:
    old = read_path(data_dir / "fixtures/lens_csv/lens_export_2015_format_pizza.csv.gz")
    assert [(bad.place, bad.reason.value) for bad in old.bad] == [("line 939", "wrong_encoding")]
    assert sum(bool(record.remarks) for record in old.records) == 10
    new = {
        record.source_key: record for record in read_path(data_dir / "fixtures/lens_csv/lens_export_2021_format_jet_engine.csv.gz").records
    }
    press = new["US8402745B2:2021"]
    assert press.priorities == (PriorityClaim("GB", "0409664", "GB20040009664A", date(2004, 4, 30)),)
    assert sum(not record.titles for record in new.values()) == 67
