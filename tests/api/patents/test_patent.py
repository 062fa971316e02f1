"""One right: the exact body, every notation of its number, and what is hidden."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.models import User
from patents.models import Citation, Family, ImportBatch, PartyMention, Priority, Right, StatusAssertion, StoredRecord
from tests.factories.records import (
    AT,
    IN_FORCE,
    make_class,
    make_organisation,
    make_publication,
    make_right,
    make_right_text,
    make_symbols,
    make_technology,
    make_user,
)
from tests.support.wire import as_wired

pytestmark = pytest.mark.django_db
COUNTED = {"X-Request-ID", "RateLimit-Remaining", "RateLimit-Reset"}
SOURCE_LABEL = "Labelled records (JSON lines)"
PLACES = ("/api/v1/patents/", "/api/app/patents/")


def make_full() -> tuple[Right, dict[str, Any]]:
    """A right with something in every part, and how it reads in English."""
    make_symbols(("B", "processes", "PERFORMING OPERATIONS"), ("B29", "plastics", ""), ("B29C", "shaping plastics", "SHAPING OF PLASTICS"))
    owner, family = make_organisation(), Family.objects.create()
    batch = ImportBatch.objects.create(file_name="a.jsonl", file_sha256="0" * 64, created_at=AT)
    right = make_right(
        "US7272630B2",
        titles={"en": "Split clamp", "zh-Hant": "分體式夾具"},
        abstracts={"en": "A clamp in two halves."},
        standings={"zh-Hant": "machine"},
        classes=(),
        applicants=["Sample Mould Works"],
        inventors=["CHAN Tai-man"],
        application_number="US10/123456",
        filing_date=date(2004, 3, 2),
        publication_date=date(2007, 9, 18),
        grant_date=date(2007, 9, 18),
        expiry_date=date(2024, 3, 2),
        owner_organisation=owner,
        owner_name="SAMPLE MOULD WORKS LTD",
        original_link="https://example.test/US7272630",
        claims=["1. A clamp."],
        measures=["product_design_capability"],
        family=family,
        is_demo=True,
        **IN_FORCE,
    )
    make_publication(right, "US20050001234A1", publication_date=date(2005, 1, 6))
    make_class(right=right, symbol="B29C 45/17")
    make_class(right=right, symbol="B29C", position=0, origin="suggested", score="0.7000")
    PartyMention.objects.filter(role="inventor").update(country="HK")
    Priority.objects.create(right=right, office="CN", number="200310100001", priority_date=date(2003, 10, 1))
    StatusAssertion.objects.create(
        right=right, state="in_force", source="Hong Kong register", as_of_date=date(2026, 11, 1), note="fee paid"
    )
    make_right("EP1234567A1", titles={"en": "Known clamp"}, classes=())
    Citation.objects.create(right=right, position=0, text="EP 1 234 567 A1", ref="EP1234567A1", category="X")
    Citation.objects.create(right=right, position=1, text="JP H05-123456 A", ref="JPH05123456A")
    Citation.objects.create(right=right, position=2, text="A book, page 3")
    relative = make_right(
        "EP7654321B1", titles={"zh-Hant": "夾具"}, classes=(), family=family, filing_date=date(2004, 5, 6), original_language="zh-Hant"
    )
    StoredRecord.objects.create(
        source="labelled", source_key="k", office="US", number="7272630", content={}, content_sha256="0" * 64, file_name="a.jsonl",
        file_sha256="0" * 64, batch=batch, right=right, imported_at=AT,
    )  # fmt: skip
    technology = make_technology(title_en="Clamping in two halves", owner=owner, rights=[right])
    clamp = {"text": "Split clamp", "lang": "en", "standing": "original"}
    status = {"state": "in_force", "source": "Hong Kong register", "asOf": "2026-11-01"}
    united_states = {"code": "US", "name": "United States"}
    first = {"scheme": "ipc", "symbol": "B29C 45/17", "subclass": "B29C", "label": "shaping plastics", "title": None, "first": True}
    return right, {
        "id": str(right.id),
        "ref": "US7272630B2",
        "rightType": {"code": "patent", "label": "Patent"},
        "number": "US 7,272,630 B2",
        "office": united_states,
        "isDemo": True,
        "updatedAt": as_wired(AT),
        "version": 1,
        "title": clamp,
        "otherTitles": [{"text": "分體式夾具", "lang": "zh-Hant", "standing": "machine"}],
        "abstract": {"text": "A clamp in two halves.", "lang": "en", "standing": "original"},
        "otherAbstracts": [],
        "applicationNumber": "US10/123456",
        "filingDate": "2004-03-02",
        "publicationDate": "2007-09-18",
        "grantDate": "2007-09-18",
        "expiryDate": "2024-03-02",
        "status": status,
        "statusHistory": [{**status, "note": "fee paid"}],
        "parties": [
            {"role": "applicant", "name": "Sample Mould Works", "country": None},
            {"role": "inventor", "name": "CHAN Tai-man", "country": "HK"},
        ],
        "owner": {"id": str(owner.id), "name": "Sample Mould Works"},
        "ownerName": "SAMPLE MOULD WORKS LTD",
        "publications": [
            {"number": "US 2005/0001234 A1", "ref": "US20050001234A1", "kind": "A1", "date": "2005-01-06"},
            {"number": "US 7,272,630 B2", "ref": "US7272630B2", "kind": "B2", "date": "2007-09-18"},
        ],
        "priorities": [{"number": "CN 200310100001", "date": "2003-10-01"}],
        "family": [
            {
                "id": str(right.id),
                "ref": "US7272630B2",
                "number": "US 7,272,630 B2",
                "office": united_states,
                "title": clamp,
                "status": status,
                "filingDate": "2004-03-02",
                "isThis": True,
            },
            {
                "id": str(relative.id),
                "ref": "EP7654321B1",
                "number": "EP 7 654 321 B1",
                "office": {"code": "EP", "name": "European Patent Office"},
                "title": {"text": "夾具", "lang": "zh-Hant", "standing": "original"},
                "status": {"state": "unknown", "source": None, "asOf": None},
                "filingDate": "2004-05-06",
                "isThis": False,
            },
        ],
        "classes": [
            {**first, "origin": "office", "score": None},
            {**first, "symbol": "B29C", "title": "Shaping of plastics", "origin": "suggested", "score": 0.7},
        ],
        "technologyFields": [{"code": "29", "label": "Other special machines", "sector": "Mechanical engineering"}],
        "citations": [
            {"text": "EP 1 234 567 A1", "ref": "EP1234567A1", "category": "X"},
            {"text": "JP H05-123456 A", "ref": None, "category": None},
            {"text": "A book, page 3", "ref": None, "category": None},
        ],
        "claims": ["1. A clamp."],
        "sources": [
            {"source": "labelled", "label": SOURCE_LABEL, "fileName": "a.jsonl", "importedAt": as_wired(AT)},
        ],
        "originalLink": "https://example.test/US7272630",
        "technologies": [{"id": str(technology.id), "title": {"text": "Clamping in two halves", "lang": "en", "standing": "original"}}],
        "measures": [{"code": "product_design_capability", "label": "Product design capability"}],
    }


@pytest.mark.parametrize("place", PLACES)
def test_the_whole_body(place: str, client: Client, reference_rows: None) -> None:
    right, body = make_full()
    answer = client.get(f"{place}{right.ref}")
    assert answer.status_code == 200
    assert answer.json() == body


def test_a_right_of_which_little_is_known(client: Client, reference_rows: None) -> None:
    right = make_right("", titles={}, classes=(), right_type="unknown", original_language="")
    body = client.get(f"/api/v1/patents/{right.id}").json()
    assert (body["ref"], body["number"], body["title"]["text"], body["abstract"]) == (str(right.id), None, "", None)
    assert body["status"] == {"state": "unknown", "source": None, "asOf": None}
    assert body["rightType"]["code"] == "unknown"
    nothing = ("filingDate", "publicationDate", "grantDate", "expiryDate", "applicationNumber", "originalLink", "owner", "ownerName")
    assert [body[name] for name in nothing] == [None] * 8
    lists = ("publications", "priorities", "family", "classes", "technologyFields", "citations", "claims", "sources", "technologies")
    assert [body[name] for name in lists] == [[]] * 9


@pytest.mark.parametrize(
    "notation",
    [
        "US7272630B2", "us7272630b2", "US 7,272,630 B2", "US 7272630", "US.7272630.B2", "US07272630B2", "US-7272630-B2", "US 7 272 630 B2",
        "US%207%2C272%2C630%20B2", "ＵＳ７２７２６３０Ｂ２", "{id}", "{ID}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", PLACES)
def test_lookup_by_any_notation(notation: str, place: str, client: Client) -> None:
    right = make_right("US7272630B2")
    make_right("US7272631B2")
    given = notation.format(id=right.id, ID=str(right.id).upper())
    answer = client.get(f"{place}{given}")
    assert answer.status_code == 200, answer.content
    assert answer.json()["id"] == str(right.id)


@pytest.mark.parametrize(
    ("number", "notations"),
    [
        ("WO2020123456A1", ["WO2020123456A1", "WO 2020/123456", "WO2020/123456A1", "wo20/123456"]),
        ("EP1234567A1", ["EP1234567A1", "EP 1 234 567 A1", "EP.1234567.A1", "EP 1234567"]),
        ("CN112345678A", ["CN112345678A", "CN 112345678 A", "CN.112345678.A"]),
        ("HK30012345A2", ["HK30012345A2", "HK 30012345 A2", "HK30012345"]),
        ("JPH05123456A", ["JPH05123456A", "JP H05-123456 A"]),
        ("US20190012345A1", ["US2019/0012345A1", "US20190012345A1", "US2019012345A1"]),
    ],
)
def test_lookup_by_the_notations_of_offices(number: str, notations: list[str], client: Client) -> None:
    right = make_right(number)
    found = {notation: client.get(f"/api/v1/patents/{notation}").json().get("id") for notation in notations}
    assert found == dict.fromkeys(notations, str(right.id))


def test_a_number_without_kind_finds_the_earliest_right_and_a_wrong_kind_none(client: Client) -> None:
    first = make_right("HK1000001A1")
    make_right("HK1000001B1")
    unkinded = make_right("HK1000002")
    assert client.get("/api/v1/patents/HK1000001").json()["id"] == str(first.id)
    assert client.get("/api/v1/patents/HK1000001C").status_code == 404
    # A source gave this number without its kind; then that publication is meant.
    assert client.get("/api/v1/patents/HK1000002A").json()["id"] == str(unkinded.id)


@pytest.mark.parametrize(
    "ref", ["nonsense", "US", "99", "US%00", "%20", "..", "a" * 300, "US7272630B2%0d%0aX", "<script>", "'%20OR%201=1", "%F0%9F%98%80"]
)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_number_is_not_found(ref: str, place: str, client: Client) -> None:
    answer = client.get(f"{place}{ref}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, "application/problem+json", "not_found")


VIEWERS: dict[str, dict[str, int]] = {
    "visitor": {"registered": 404, "owner": 404},
    "member of the owner": {"registered": 200, "owner": 200},
    "member of another": {"registered": 200, "owner": 404},
    "operator": {"registered": 200, "owner": 200},
    "auditor": {"registered": 200, "owner": 200},
    "adviser": {"registered": 200, "owner": 404},
    "inactive member of the owner": {"registered": 404, "owner": 404},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", VIEWERS)
def test_a_hidden_right_answers_like_an_absent_one(who: str, place: str, client: Client, as_person: Callable[[User], Client]) -> None:
    owner = make_organisation()
    rights = {
        audience: make_right(number, audience=audience, owner_organisation=owner)
        for audience, number in (("registered", "HK1000001A1"), ("owner", "HK1000002A1"))
    }
    if who != "visitor":
        organisation = {"member of another": make_organisation(name_en="Another")}.get(who, owner if who.endswith("the owner") else None)
        roles = (who,) if who in {"operator", "auditor", "adviser"} else ()
        user = make_user(organisation=organisation, roles=roles)
        client = as_person(user)
        User.objects.filter(id=user.id).update(is_active=not who.startswith("inactive"))
    for audience, right in rights.items():
        for ref, absent in ((str(right.id), str(uuid4())), (right.ref, "HK1999999A1")):
            answer = client.get(f"{place}{ref}")
            assert answer.status_code == VIEWERS[who][audience]
            if answer.status_code == 404:
                nothing = client.get(f"{place}{absent}")
                assert answer.content.replace(ref.encode(), b"") == nothing.content.replace(absent.encode(), b"")
                assert {k: v for k, v in answer.headers.items() if k not in COUNTED} == {
                    k: v for k, v in nothing.headers.items() if k not in COUNTED
                }


def test_a_hidden_relative_citation_or_technology_is_not_mentioned(client: Client) -> None:
    family = Family.objects.create()
    shown = make_right("HK1000001A1", family=family, classes=())
    hidden = make_right("HK1000002A1", family=family, classes=(), audience="owner", titles={"en": "Hidden title"})
    Citation.objects.create(right=shown, position=0, text="HK 1000002 A1", ref="HK1000002A1")
    make_technology(title_en="Hidden know-how", audience="registered", rights=[shown, hidden])
    answer = client.get("/api/v1/patents/HK1000001A1")
    body = answer.json()
    assert [m["id"] for m in body["family"]] == [str(shown.id)]
    assert body["citations"] == [{"text": "HK 1000002 A1", "ref": None, "category": None}]
    assert body["technologies"] == []
    for secret in (str(hidden.id), "Hidden title", "Hidden know-how"):
        assert secret.encode() not in answer.content


@pytest.mark.parametrize(
    ("header", "title", "office", "language"),
    [
        ("zh-HK,en;q=0.5", "夾具", "歐洲專利局", "zh-Hant"),
        ("zh-CN", "夹具", "欧洲专利局", "zh-Hans"),
        ("en-GB", "Clamp", "European Patent Office", "en"),
        ("fr", "Clamp", "European Patent Office", "en"),
        ("", "Clamp", "European Patent Office", "en"),
        ("en;q=0.1, zh-TW;q=0.9", "夾具", "歐洲專利局", "zh-Hant"),
    ],
)
def test_the_reader_chooses_the_language(header: str, title: str, office: str, language: str, client: Client, reference_rows: None) -> None:
    make_right("EP1234567A1", titles={"en": "Clamp", "zh-Hant": "夾具", "zh-Hans": "夹具"}, classes=())
    answer = client.get("/api/v1/patents/EP1234567A1", headers={"Accept-Language": header})
    assert (answer.json()["title"]["text"], answer.json()["office"]["name"]) == (title, office)
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]


def test_a_missing_language_falls_back_to_the_nearest_with_its_own_name(client: Client) -> None:
    right = make_right("EP1234567A1", titles={"en": "Clamp", "zh-Hans": "夹具", "de": "Klemme"}, classes=())
    make_right_text(right, "fr", title="Pince")
    body = client.get("/api/v1/patents/EP1234567A1", headers={"Accept-Language": "zh-Hant"}).json()
    assert [t["lang"] for t in (body["title"], *body["otherTitles"])] == ["zh-Hans", "en", "de", "fr"]


def test_the_tag_changes_with_the_record_and_its_language(client: Client) -> None:
    right = make_right("EP1234567A1", titles={"en": "Clamp", "zh-Hant": "夾具"})
    url = "/api/v1/patents/EP1234567A1"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(url, headers={"If-None-Match": first["ETag"], "Accept-Language": "zh-Hant"}).status_code == 200
    Right.objects.filter(id=right.id).update(version=2)
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize("place", PLACES)
def test_unknown_parameters_and_methods(place: str, client: Client) -> None:
    make_right("EP1234567A1")
    assert client.get(f"{place}EP1234567A1", {"expand": "all"}).json()["code"] == "unknown_parameter"
    assert client.get(f"{place}EP1234567A1?" + "x" * 8001).json()["code"] == "invalid_parameter"
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"{place}EP1234567A1")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_the_number_of_statements_does_not_grow_with_the_record(client: Client, reference_rows: None) -> None:
    right, _ = make_full()
    small = make_right("CN112345678A")
    for n in range(30):
        make_class(right=right, symbol=f"B29C 45/{n + 20}", position=n + 1)
        Citation.objects.create(right=right, position=n + 3, text="a", ref=f"EP2{n:06}A1")
        make_right(f"EP3{n:06}A1", family=right.family, classes=())
    counts = []
    for ref in (small.ref, right.ref, right.ref, right.ref):
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/api/v1/patents/{ref}").status_code == 200
        counts.append(len(statements))
        if len(counts) == 3:
            Citation.objects.filter(position__gt=2).delete()
            Right.objects.filter(ref__startswith="EP3").update(family=None)
    # The first two fill the memory of labels; what is asked only where a part is not empty comes once, however much it holds.
    assert counts[2] == counts[3] == 15


def test_rate_limit_headers(client: Client) -> None:
    make_right("EP1234567A1")
    answer = client.get("/api/v1/patents/EP1234567A1")
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"], answer["RateLimit-Policy"]) == ("300", "299", "300;w=60")
