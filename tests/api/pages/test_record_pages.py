"""Pages of rights, technologies and classes: canonical addresses, structured data, hostile texts, what is hidden."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client

from ipmarket.accounts.enums import Audience
from patents.enums import TextStanding
from tests.api.pages.conftest import Read
from tests.factories.records import (
    IN_FORCE,
    make_class,
    make_organisation,
    make_publication,
    make_right,
    make_symbols,
    make_technology,
    make_user,
)

pytestmark = pytest.mark.django_db

HOST = "https://market.example"


@pytest.fixture
def scheme() -> None:
    make_symbols(
        ("B", "Operations", "PERFORMING OPERATIONS; TRANSPORTING"),
        ("B29", "Plastics", "WORKING OF PLASTICS"),
        ("B29C", "Shaping plastics", "SHAPING OR JOINING OF PLASTICS"),
        ("B29C 45/00", "", "Injection moulding"),
        ("B29C 45/17", "", "Component parts, details or accessories"),
        ("H", "Electricity", "ELECTRICITY"),
    )


@pytest.fixture
def reference() -> None:
    call_command("load_reference", verbosity=0)


def test_a_right_is_readable_without_the_front_end(read: Callable[..., Read], scheme: None, reference: None) -> None:
    make_right(
        "US7272630B2",
        titles={"en": "Split clamp", "zh-Hant": "分體式夾具"},
        abstracts={"en": "A clamp in two parts."},
        inventors=["Chan Siu Ming"],
        applicants=["Sample Mould Works"],
        filing_date=date(2004, 3, 1),
        publication_date=date(2007, 9, 18),
        **IN_FORCE,
    )
    page = read("/en/patents/US7272630B2")
    assert page.title == "Split clamp · US\u00a07,272,630\u00a0B2 · IP Market".replace("\u00a0", " ")
    assert page.meta("description") == "A clamp in two parts."
    assert page.meta("og:type") == "article"
    assert page.canonical == f"{HOST}/en/patents/US7272630B2"
    facts = dict(zip(page.tree.xpath("//dt/text()"), page.tree.xpath("//dd/text()"), strict=True))
    assert facts == {
        "Number": "US 7,272,630 B2",
        "Status": "In force (source: Hong Kong register, 1\u00a0Nov\u00a02026)",
        "Filed": "1\u00a0Mar\u00a02004",
        "Published": "18\u00a0Sep\u00a02007",
        "Applicant": "Sample Mould Works",
        "Inventor": "Chan Siu Ming",
    }
    assert page.tree.xpath("//ul//a/@href") == ["/en/classes/B29C"]
    assert page.structured == [
        {
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "@id": f"{HOST}/en/patents/US7272630B2",
            "url": f"{HOST}/en/patents/US7272630B2",
            "name": "Split clamp",
            "alternateName": ["分體式夾具"],
            "genre": "Patent",
            "abstract": "A clamp in two parts.",
            "inLanguage": "en",
            "identifier": [{"@type": "PropertyValue", "propertyID": "publication number", "value": "US7272630B2"}],
            "dateCreated": "2004-03-01",
            "datePublished": "2007-09-18",
            "dateModified": "2026-11-21T04:00:00+00:00",
            "creator": [{"@type": "Person", "name": "Chan Siu Ming"}],
            "sourceOrganization": [{"@type": "Organization", "name": "Sample Mould Works"}],
            "about": [{"@type": "DefinedTerm", "termCode": "B29C 45/17", "name": "Shaping plastics", "inDefinedTermSet": "IPC"}],
        }
    ]


def test_a_text_in_another_language_is_marked(read: Callable[..., Read]) -> None:
    make_right("CN112345678A", titles={"zh-Hans": "注塑机"}, abstracts={"zh-Hans": "一种注塑机。"})
    page = read("/en/patents/CN112345678A")
    assert page.tree.xpath("//h1[@lang='zh-Hans']/text()") == ["注塑机"]
    assert page.tree.xpath("//p[@lang='zh-Hans']/text()") == ["一种注塑机。"]


def test_a_page_in_chinese_shows_the_chinese_title(read: Callable[..., Read], reference: None) -> None:
    make_right("HK30012345A", titles={"en": "Clamp", "zh-Hant": "夾具"}, standings={"zh-Hant": TextStanding.OWNER}, **IN_FORCE)
    page = read("/zh-hant/patents/HK30012345A")
    assert page.tree.xpath("string(//h1)") == "夾具"
    assert page.tree.xpath("count(//h1/@lang)") == 0
    assert "有效（來源：Hong Kong register，2026\u00a0年\u00a011\u00a0月\u00a01\u00a0日）" in page.tree.xpath("//dd/text()")


HOSTILE = "</script><script>alert('x')</script><!-- \u2028 & \"q\""


def test_hostile_texts_stay_texts(read: Callable[..., Read]) -> None:
    make_right("US7272630B2", titles={"en": HOSTILE}, abstracts={"en": HOSTILE}, inventors=[HOSTILE])
    page = read("/en/patents/US7272630B2")
    assert b"<script>alert" not in page.response.content
    assert [script.get("type") for script in page.tree.xpath("//script")] == ["module", "application/ld+json"]
    assert page.structured[0]["name"] == HOSTILE
    assert page.structured[0]["creator"] == [{"@type": "Person", "name": HOSTILE}]
    raw = page.response.content.decode().partition("application/ld+json")[2].partition("</script>")[0].partition(">")[2]
    assert not set("<>&\u2028") & set(raw)


@pytest.mark.parametrize(
    "notation", ["us7272630b2", "US 7,272,630 B2", "US.7272630.B2", "US7272630", "US07272630B2", "US7272630A1", "US7272630B2/"]
)
def test_every_other_notation_leads_to_the_canonical_address(built: Path, client: Client, notation: str) -> None:
    right = make_right("US7272630B2")
    make_publication(right, "US7272630A1")
    response = client.get(f"/zh-hans/patents/{notation}?from=list")
    assert (response.status_code, response["Location"]) == (301, "/zh-hans/patents/US7272630B2?from=list")


def test_the_id_of_a_published_right_leads_to_its_number(built: Path, client: Client) -> None:
    right = make_right("WO2020/123456A1")
    for ref in (str(right.id), "WO2020%2F123456", "WO2020/123456A1"):
        response = client.get(f"/en/patents/{ref}")
        assert (response.status_code, response["Location"]) == (301, "/en/patents/WO2020123456A1")


def test_an_unpublished_right_stands_at_its_id(read: Callable[..., Read]) -> None:
    right = make_right("", titles={"en": "Not filed anywhere yet"})
    page = read(f"/en/patents/{right.id}")
    assert page.canonical == f"{HOST}/en/patents/{right.id}"
    assert "identifier" not in page.structured[0]


@pytest.mark.parametrize(
    "ref", ["US9999999B2", "nonsense", "00000000-0000-7000-8000-000000000000", "%01", "US" + "9" * 500, "../../etc/passwd", "%ff%fe"]
)
def test_an_unknown_record_answers_404_with_the_search_box(read: Callable[..., Read], ref: str) -> None:
    page = read(f"/en/patents/{ref}", status=404)
    assert page.title == "There is no such record, or it is not public · IP Market"
    assert page.tree.xpath("count(//form[@role='search'])") == 1


def test_hidden_records_are_absent_for_visitors_and_there_for_those_who_may_see(
    read: Callable[..., Read], client: Client, built: Path
) -> None:
    owner = make_organisation()
    hidden = make_right("HK30000001A", titles={"en": "Secret clamp"}, audience=Audience.OWNER, owner_organisation=owner)
    know_how = make_technology(title_en="Secret rinse", owner=owner, audience=Audience.OWNER)
    unknown = read("/en/patents/HK30000002A", status=404)
    for path in ("/en/patents/HK30000001A", f"/en/patents/{hidden.id}", "/en/patents/HK30000001", f"/en/technologies/{know_how.id}"):
        page = read(path, status=404)
        assert "Secret" not in page.response.content.decode()
        assert page.title == unknown.title
    client.force_login(make_user(organisation=owner))
    assert read("/en/patents/HK30000001A").tree.xpath("string(//h1)") == "Secret clamp"
    assert read(f"/en/technologies/{know_how.id}").tree.xpath("string(//h1)") == "Secret rinse"


def test_a_technology_page(read: Callable[..., Read], client: Client, reference: None) -> None:
    technology = make_technology(
        title_en="Water-saving rinse", title_zh_hant="慳水漂洗", summary_en="Three rinses.", summary_zh_hant="三級漂洗。", is_demo=True
    )
    page = read(f"/zh-hant/technologies/{technology.id}")
    assert page.title == "慳水漂洗 · 知識產權市集"
    assert page.meta("description") == "三級漂洗。"
    assert page.tree.xpath("//p/text()")[:2] == ["三級漂洗。", "示範紀錄：內容為本產品而虛構。"]
    assert page.structured[0]["identifier"] == [{"@type": "PropertyValue", "propertyID": "record", "value": str(technology.id)}]
    response = client.get(f"/zh-hant/technologies/{str(technology.id).upper()}")
    assert (response.status_code, response["Location"]) == (301, f"/zh-hant/technologies/{technology.id}")
    read("/en/technologies/7", status=404)


def test_the_cost_of_a_record_page_does_not_grow_with_the_record(built: Path, client: Client, django_assert_max_num_queries: Any) -> None:
    make_right("US7272630B2")
    big = make_right("EP1234567A1", titles={"en": "a", "zh-Hans": "b", "de": "c"}, inventors=[f"Person {n}" for n in range(30)])
    for position in range(1, 40):
        make_class(right=big, symbol=f"B29C {position}/00", position=position)
    client.get("/en/patents/US7272630B2")
    with django_assert_max_num_queries(20) as small_cost:
        client.get("/en/patents/US7272630B2")
    with django_assert_max_num_queries(20) as big_cost:
        client.get("/en/patents/EP1234567A1")
    assert len(small_cost) == len(big_cost)


def test_the_class_list_shows_the_sections(read: Callable[..., Read], scheme: None) -> None:
    page = read("/zh-hant/classes")
    assert page.tree.xpath("//ul//a/text()") == ["B Operations 繁", "H Electricity 繁"]
    assert page.structured[0]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "技術分類", "item": f"{HOST}/zh-hant/classes"}
    ]


def test_a_class_shows_where_it_stands(read: Callable[..., Read], scheme: None) -> None:
    page = read("/en/classes/B29C")
    assert page.title == "B29C Shaping plastics · IP Market"
    assert page.tree.xpath("//p[@lang]") == []
    assert "SHAPING OR JOINING OF PLASTICS" in page.tree.xpath("//p/text()")
    assert [(step["name"], step["item"]) for step in page.structured[0]["itemListElement"]] == [
        ("Classes of technology", f"{HOST}/en/classes"),
        ("Operations", f"{HOST}/en/classes/B"),
        ("Plastics", f"{HOST}/en/classes/B29"),
        ("Shaping plastics", f"{HOST}/en/classes/B29C"),
    ]
    assert page.tree.xpath("//ul//a/@href") == ["/en/classes/B", "/en/classes/B29", "/en/classes/B29C%2045%2F00"]


def test_a_group_stands_at_its_quoted_symbol(read: Callable[..., Read], scheme: None) -> None:
    page = read("/zh-hans/classes/B29C%2045%2F17")
    assert page.canonical == f"{HOST}/zh-hans/classes/B29C%2045%2F17"
    assert page.tree.xpath("//p[@lang='en']/text()") == ["Component parts, details or accessories"]


@pytest.mark.parametrize(
    ("asked", "symbol"),
    [("b29c", "B29C"), ("B29C45%2F17", "B29C%2045%2F17"), ("B29C 45/17", "B29C%2045%2F17"), ("%20H", "H"), ("B29C%2F", "B29C")],
)
def test_other_spellings_of_a_class_lead_to_it(built: Path, client: Client, scheme: None, asked: str, symbol: str) -> None:
    if asked == "B29C 45/17":
        # Decoded by the server before we see it, so quoted and plain are one address.
        assert client.get(f"/en/classes/{asked}").status_code == 200
        return
    response = client.get(f"/en/classes/{asked}")
    assert (response.status_code, response["Location"]) == (301, f"/en/classes/{symbol}")


@pytest.mark.parametrize("symbol", ["A01B", "Z", "B29C 1/1", "%01", "B29C%2045%2F99", "x" * 300, "B29C 45/17\u0661"])
def test_an_unknown_class_answers_404(read: Callable[..., Read], scheme: None, symbol: str) -> None:
    assert read(f"/en/classes/{symbol}", status=404).meta("robots") == "noindex"


def test_an_import_page_does_not_tell_whether_the_import_exists(read: Callable[..., Read]) -> None:
    page = read(f"/en/imports/{UUID(int=7)}")
    assert (page.title, page.meta("robots")) == ("Imports · IP Market", "noindex")
