"""The class browser: sections, entries at every depth, counts of what the reader may see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.records import make_class, make_operator, make_organisation, make_right, make_symbols, make_technology, make_user

pytestmark = pytest.mark.django_db
PLACES = ("/api/v1/classes", "/api/app/classes")


@pytest.fixture
def scheme() -> None:
    make_symbols(
        ("B", "processes and transport", "PERFORMING OPERATIONS"),
        ("B29", "plastics", "WORKING OF PLASTICS"),
        ("B29B", "preparing plastics", "PREPARATION OF PLASTICS"),
        ("B29C", "shaping plastics", "SHAPING OF PLASTICS"),
        ("B29C 45/00", "", "Injection moulding"),
        ("B29C 45/17", "", "Component parts"),
        ("B29C 33/00", "", ""),
        ("H", "electricity", ""),
        ("H01", "electric elements", ""),
        ("H01M", "batteries", "BATTERIES"),
    )


@pytest.fixture
def records() -> None:
    """Three public records in B29, one of them a technology; one for signed-in people; one for its owner."""
    make_right("HK1000001A1", classes=("B29C 45/17", "B29C 45/20", "B29B"))
    make_right("HK1000002A1", classes=("B29C 33/02",))
    make_technology(classes=["B29C 45/00", "H01M"])
    make_right("HK1000003A1", classes=("B29C 45/17",), audience="registered")
    make_right("HK1000004A1", classes=("H01M",), audience="owner")


def _node(symbol: str, kind: str, label: str, title: str | None, records: int, children: int) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "kind": kind,
        "label": label,
        "title": title,
        "titleSource": "WIPO" if title else None,
        "records": records,
        "children": children,
    }


@pytest.mark.parametrize("place", PLACES)
def test_sections(place: str, client: Client, scheme: None, records: None) -> None:
    assert client.get(place).json() == {
        "scheme": "ipc",
        "version": "2026.01",
        "items": [
            _node("B", "section", "processes and transport", "Performing operations", 3, 1),
            _node("H", "section", "electricity", None, 1, 1),
        ],
    }


@pytest.mark.parametrize("place", PLACES)
def test_a_class(place: str, client: Client, scheme: None, records: None, reference_rows: None) -> None:
    assert client.get(f"{place}/B29").json() == {
        "scheme": "ipc",
        "version": "2026.01",
        "symbol": "B29",
        "kind": "class",
        "label": "plastics",
        "title": "Working of plastics",
        "attribution": "WIPO",
        "ancestors": [{"symbol": "B", "label": "processes and transport"}],
        "children": [
            _node("B29B", "subclass", "preparing plastics", "Preparation of plastics", 1, 0),
            _node("B29C", "subclass", "shaping plastics", "Shaping of plastics", 3, 2),
        ],
        "records": 3,
        "technologyFields": [],
    }


def test_a_section_counts_each_record_once(client: Client, scheme: None, records: None) -> None:
    body = client.get("/api/v1/classes/B").json()
    assert (body["records"], body["ancestors"]) == (3, [])
    assert [(c["symbol"], c["records"], c["children"]) for c in body["children"]] == [("B29", 3, 2)]


def test_a_subclass(client: Client, scheme: None, records: None, reference_rows: None) -> None:
    body = client.get("/api/v1/classes/B29C").json()
    assert (body["records"], [a["symbol"] for a in body["ancestors"]]) == (3, ["B", "B29"])
    assert [(c["symbol"], c["kind"], c["records"], c["children"]) for c in body["children"]] == [
        ("B29C 45/00", "main_group", 2, 1),
        ("B29C 33/00", "main_group", 1, 0),
    ]
    assert body["technologyFields"] == [{"code": "29", "label": "Other special machines", "sector": "Mechanical engineering"}]


def test_a_group(client: Client, scheme: None, records: None) -> None:
    body = client.get("/api/v1/classes/B29C 45/00").json()
    assert (body["kind"], body["title"], body["records"]) == ("main_group", "Injection moulding", 2)
    assert [a["symbol"] for a in body["ancestors"]] == ["B", "B29", "B29C"]
    assert [(c["symbol"], c["kind"]) for c in body["children"]] == [("B29C 45/17", "subgroup")]


@pytest.mark.parametrize(
    "notation", ["B29C 45/17", "B29C45/17", "b29c45/17", "B29C-45-17", "b29c-45-17", "B29C%2045%2F17", " B29C 45/17 ", "B29C%C2%A045/17"]
)
@pytest.mark.parametrize("place", PLACES)
def test_a_symbol_in_any_notation(place: str, notation: str, client: Client, scheme: None) -> None:
    assert client.get(f"{place}/{notation}").json()["symbol"] == "B29C 45/17"


@pytest.mark.parametrize(
    "symbol",
    [
        "Z",
        "B99",
        "B29Z",
        "B29C 99/99",
        "B29C%00",
        "%00",
        "B29C45%00/17",
        "'",
        "B" * 500,
        "../session",
        "光",
        "B29C/",
        "B29C 45/17/19",
        "%20",
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_symbols_that_the_scheme_does_not_have(place: str, symbol: str, client: Client, scheme: None) -> None:
    answer = client.get(f"{place}/{symbol}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, "application/problem+json", "not_found")


def test_everybody_counts_what_they_may_see(client: Client, scheme: None, records: None, as_person: Callable[..., Client]) -> None:
    readers = {
        "visitor": client,
        "member": as_person(make_user(organisation=make_organisation(name_en="Another"))),
        "operator": as_person(make_operator()),
    }
    counts = {
        who: [
            *(item["records"] for item in reader.get("/api/v1/classes").json()["items"]),
            reader.get("/api/v1/classes/B29C").json()["records"],
            reader.get("/api/v1/classes/B29C").json()["children"][0]["records"],
            reader.get("/api/v1/classes/H01M").json()["records"],
        ]
        for who, reader in readers.items()
    }
    assert counts == {"visitor": [3, 1, 3, 2, 1], "member": [4, 1, 4, 3, 1], "operator": [4, 2, 4, 3, 2]}


@pytest.mark.parametrize(("header", "label"), [("zh-HK", "plastics 繁"), ("zh-CN", "plastics 简"), ("en", "plastics"), ("de", "plastics")])
def test_our_label_in_the_readers_language(header: str, label: str, client: Client, scheme: None) -> None:
    body = client.get("/api/v1/classes/B29", headers={"Accept-Language": header}).json()
    assert (body["label"], body["title"]) == (label, "Working of plastics")


@pytest.mark.parametrize("place", PLACES)
def test_unknown_parameters(place: str, client: Client, scheme: None) -> None:
    for url in (place, f"{place}/B"):
        answer = client.get(url, {"depth": "2"})
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
        assert client.post(url).status_code == 405


def test_the_tag(client: Client, scheme: None, records: None) -> None:
    for url in ("/api/v1/classes", "/api/v1/classes/B29C"):
        first = client.get(url)
        assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    make_class(right=make_right("HK1000009A1", classes=()), symbol="B29C 45/17")
    assert client.get("/api/v1/classes/B29C", headers={"If-None-Match": first["ETag"]}).json()["records"] == 4


def test_the_number_of_statements_is_small_at_every_depth(client: Client, scheme: None, records: None, reference_rows: None) -> None:
    counts = {}
    for path in ("", "/B", "/B29", "/B29C", "/B29C 45/00", "/B29C 45/17"):
        client.get(f"/api/v1/classes{path}")
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/api/v1/classes{path}").status_code == 200
        counts[path] = len(statements)
    assert max(counts.values()) <= 6, counts
