"""The addresses of search: shapes, cursors, and refusals with stable codes."""

from typing import Any

import pytest
from django.test import Client

from patents.models import ProductionTechnology, Right
from search.engines.port import Engine
from search.indexing.rebuild import rebuild
from tests.factories.records import AT, make_user

pytestmark = pytest.mark.django_db

Catalogue = dict[str, Right | ProductionTechnology]


@pytest.fixture(autouse=True)
def _built(engine: Engine, catalogue: Catalogue) -> None:
    rebuild(engine=engine, at=AT)


def _get(client: Client, path: str, status: int = 200, **parameters: Any) -> dict[str, Any]:
    answer = client.get(path, parameters)
    assert answer.status_code == status, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_a_page(client: Client) -> None:
    body = _get(client, "/api/app/search", q="注塑机", type="patent")
    assert set(body) == {"query", "total", "totalIsExact", "engine", "items", "facets", "next", "limitReached"}
    assert body["query"] == {
        "text": "注塑机",
        "readings": [{"numeral": 10, "kind": "words", "value": "注塑机", "unsure": False, "text": "注塑机"}],
    }
    assert (body["total"], body["totalIsExact"], body["next"], body["limitReached"]) == (1, True, None, False)
    assert body["engine"] == {"name": "tantivy", "degraded": False, "notApplied": []}
    assert set(body["items"][0]) == {
        "id", "type", "ref", "number", "title", "titleParts", "summaryParts", "summaryLang", "owner", "status", "classes", "office", "year",
        "measures", "familyId", "familySize", "familyOffices", "isDemo", "stage",
    }  # fmt: skip
    assert body["items"][0]["ref"] == "US7272630B2"
    chosen = next(facet for facet in body["facets"] if facet["name"] == "type")
    assert chosen["options"] == [{"value": "patent", "label": "Patents", "count": 1, "selected": True}]


def test_labels_in_the_reader_s_language(client: Client) -> None:
    answer = client.get("/api/app/search", {"q": ""}, headers={"Accept-Language": "zh-HK"}).json()
    types = next(facet for facet in answer["facets"] if facet["name"] == "type")
    assert [option["label"] for option in types["options"]] == ["專利", "生產技術"]
    machine = next(item for item in answer["items"] if item["ref"] == "US7272630B2")
    assert machine["title"] == {"text": "具分離式鎖模的注塑機", "lang": "zh-Hant", "standing": "original"}


def test_cursors(client: Client, catalogue: Catalogue) -> None:
    refs: list[str] = []
    parameters: dict[str, Any] = {"limit": 1, "sort": "newest"}
    while True:
        body = _get(client, "/api/app/search", **parameters)
        refs += [item["ref"] for item in body["items"]]
        if body["next"] is None:
            break
        parameters["cursor"] = body["next"]
    assert refs == [str(catalogue["rinse"].id), "CN112345678A", "US7272630B2"]


def test_signed_in_people_search_their_own_index(client: Client) -> None:
    assert _get(client, "/api/app/search", q="clamp")["total"] == 1
    client.force_login(make_user())
    assert _get(client, "/api/app/search", q="clamp")["total"] == 2


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"colour": "red"}, "unknown_parameter"),
        ({"cursor": "x"}, "bad_cursor"),
        ({"cursor": "A" * 1_999}, "bad_cursor"),
        ({"cursor": "../../etc/passwd"}, "bad_cursor"),
        ({"cursor": "é"}, "bad_cursor"),
        ({"q": "x" * 1_001}, "query_too_long"),
        ({"q": "x" * 10_000_000}, "query_too_long"),
        ({"q": "a\x00b"}, "query_control_characters"),
        ({"q": "a\x1bb"}, "query_control_characters"),
        ({"limit": "0"}, "invalid_parameter"),
        ({"limit": "101"}, "invalid_parameter"),
        ({"limit": "ten"}, "invalid_parameter"),
        ({"sort": "score"}, "invalid_parameter"),
        ({"type": "listing"}, "invalid_parameter"),
        ({"year": "-1"}, "invalid_parameter"),
        ({"office": "USA"}, "invalid_parameter"),
        ({"office": ["US"] * 41}, "invalid_parameter"),
        ({"subclass": "b29c"}, "invalid_parameter"),
        ({"class": "B"}, "invalid_parameter"),
        ({"section": "Z"}, "invalid_parameter"),
        ({"status": "good"}, "invalid_parameter"),
        ({"q": ["a", "b"]}, "invalid_parameter"),
    ],
)
def test_refusals(client: Client, parameters: dict[str, Any], code: str) -> None:
    answer = client.get("/api/app/search", parameters)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code


def test_a_cursor_belongs_to_its_query(client: Client) -> None:
    cursor = _get(client, "/api/app/search", limit=1, sort="newest")["next"]
    for other in ({"sort": "oldest"}, {"sort": "newest", "q": "clamp"}, {"sort": "newest", "office": "US"}):
        assert _get(client, "/api/app/search", 400, limit=1, cursor=cursor, **other)["code"] == "bad_cursor"


def test_home(client: Client) -> None:
    body = _get(client, "/api/app/home")
    assert body["counts"] == {"patents": 2, "technologies": 1, "classes": 2}
    assert len(body["latest"]) == 3
    assert _get(client, "/api/app/home", 400, x="1")["code"] == "unknown_parameter"


def test_similar(client: Client, catalogue: Catalogue) -> None:
    for path in ("/api/app/patents/US7272630B2/similar", f"/api/app/patents/{catalogue['machine'].id}/similar"):
        body = _get(client, path)
        assert [item["ref"] for item in body["items"]] == [str(catalogue["rinse"].id)]
        assert {reason["kind"] for reason in body["items"][0]["reasons"]} == {"words"}
    body = _get(client, f"/api/app/technologies/{catalogue['rinse'].id}/similar", limit=1)
    assert [item["ref"] for item in body["items"]] == ["US7272630B2"]
    for hidden in ("HK30012345A2", "HK30012346A2", "US1A", "nonsense"):
        assert _get(client, f"/api/app/patents/{hidden}/similar", 404)["code"] == "not_found"
    assert _get(client, "/api/app/patents/US7272630B2/similar", 400, limit=13)["code"] == "invalid_parameter"


def test_numbers_with_a_slash_have_similar_records(client: Client) -> None:
    assert len(_get(client, "/api/app/patents/US 7,272,630/B2/similar")["items"]) == 1
    assert _get(client, "/api/app/patents/WO 2020/123456/similar", 404)["code"] == "not_found"


def test_without_an_engine(client: Client, engine: Engine, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    monkeypatch.setattr(engine, "serving", lambda audience: None)
    body = _get(client, "/api/app/search", q="clamp", limit=1)
    assert body["engine"] == {"name": "database", "degraded": True, "notApplied": []}
    assert [item["ref"] for item in body["items"]] == ["US7272630B2"]
    assert _get(client, "/api/app/home")["counts"] == {"patents": 2, "technologies": 1, "classes": 2}
    assert _get(client, "/api/app/patents/US7272630B2/similar") == {"items": []}
    first = _get(client, "/api/app/search", limit=2)
    second = _get(client, "/api/app/search", limit=2, cursor=first["next"])
    assert len(first["items"] + second["items"]) == 3
    assert second["next"] is None
