"""What a person finds: words in either script, numbers, classes, phrases, facets, pages, and an honest answer without an engine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ipmarket.kernel import process_cache
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.ids import new_id
from patents.models import ProductionTechnology, Right
from search.engines.port import Engine
from search.errors import QueryRefused
from search.indexing.rebuild import rebuild
from search.selectors.home import home_page
from search.selectors.search_catalogue import search_catalogue
from search.selectors.search_request import SearchRequest
from search.selectors.similar_records import similar_records
from tests.factories.records import AT, make_right, make_symbols
from tests.integration.search.conftest import ENGLISH, ON

pytestmark = pytest.mark.django_db

Catalogue = dict[str, Right | ProductionTechnology]
_PERSON = Actor(kind="person", user_id=new_id())


def _names(catalogue: Catalogue, page: dict[str, object]) -> list[str]:
    by_id = {row.id: name for name, row in catalogue.items()}
    items = page["items"]
    assert isinstance(items, list)
    return [by_id[item["id"]] for item in items]


def _find(text: str, actor: Actor = VISITOR, **values: object) -> dict[str, object]:
    return search_catalogue(actor, SearchRequest(text=text, **values), language=ENGLISH, on=ON)  # type: ignore[arg-type]  # test values


@pytest.fixture(autouse=True)
def _built(engine: Engine, catalogue: Catalogue) -> None:
    make_symbols(("B", "Operations", ""), ("B29", "Plastics", ""), ("B29C", "Shaping plastics", ""), ("H", "Electricity", ""))
    rebuild(engine=engine, at=AT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("injection moulding", ["machine"]),
        ("molding injection", ["machine"]),
        ("注塑機", ["machine"]),
        ("注塑机", ["machine"]),
        ("鋰電池", ["battery"]),
        ("锂电池模组", ["battery"]),
        ("US 7,272,630 B2", ["machine"]),
        ("7272630", ["machine"]),
        ("us7272630", ["machine"]),
        ("US7272630A1", []),
        ("CN 112345678 A", ["battery"]),
        ("B29C 45/17", ["machine"]),
        ("B29C 45/00", ["machine"]),
        ("h01m", ["battery"]),
        ('"split clamp"', ["machine"]),
        ('"clamp split"', []),
        ("「冷却结构」", ["battery"]),
        ("harbour machines", ["machine"]),
        ("観", []),
        ("觀塘", ["rinse"]),
        ("clamp", ["machine"]),
        ("plastic", ["rinse"]),
        ("the of", ["machine"]),
        ("???", []),
    ],
)
def test_finding(catalogue: Catalogue, text: str, found: list[str]) -> None:
    page = _find(text)
    assert _names(catalogue, page) == found
    assert page["total"] == len(found)
    assert page["engine"] == {"name": "tantivy", "degraded": False, "not_applied": []}


def test_an_item(catalogue: Catalogue) -> None:
    items = _find("injection 注塑机")["items"]
    assert isinstance(items, list)
    item = items[0]
    assert item["title"] == {"text": "Injection moulding machine with a split clamp", "lang": "en", "standing": "original"}
    assert item["title_parts"] == [{"text": "Injection", "match": True}, {"text": " moulding machine with a split clamp", "match": False}]
    assert {"text": "injection", "match": True} in item["summary_parts"]
    del item["title"], item["title_parts"], item["summary_parts"], item["id"]
    assert item == {
        "type": "patent",
        "ref": "US7272630B2",
        "number": "US 7,272,630 B2",
        "summary_lang": "en",
        "owner": None,
        "status": {"state": "in_force", "source": "register", "as_of": None},
        "classes": [{"symbol": "B29C", "label": "Shaping plastics"}],
        "office": "US",
        "year": 2007,
        "measures": [],
        "family_id": None,
        "family_size": 1,
        "family_offices": ["US"],
        "is_demo": False,
        "stage": None,
    }


def test_audiences(catalogue: Catalogue) -> None:
    assert sorted(_names(catalogue, _find("clamp", _PERSON))) == ["machine", "registered"]
    facets = _find("clamp")["facets"]
    assert isinstance(facets, list)
    counts = {facet["name"]: {option["value"]: option["count"] for option in facet["options"]} for facet in facets}
    assert counts["office"] == {"US": 1}


def test_an_index_that_lags_shows_nothing_hidden(catalogue: Catalogue) -> None:
    Right.objects.filter(pk=catalogue["machine"].pk).update(audience="owner")
    assert _names(catalogue, _find("clamp")) == []


def test_facets_and_choices(catalogue: Catalogue) -> None:
    page = _find("", choices={"type": ["patent"], "office": ["US", "HK"]})
    assert _names(catalogue, page) == ["machine"]
    facets = page["facets"]
    assert isinstance(facets, list)
    office = next(facet for facet in facets if facet["name"] == "office")
    assert [(option["value"], option["count"], option["selected"]) for option in office["options"]] == [
        ("CN", 1, False), ("US", 1, True), ("HK", 0, True),
    ]  # fmt: skip
    year = next(facet for facet in facets if facet["name"] == "year")
    assert [(option["value"], option["count"]) for option in year["options"]] == [("2007", 1)]


def test_orders_and_pages(catalogue: Catalogue) -> None:
    for sort, expected in (
        ("newest", ["rinse", "battery", "machine"]),
        ("oldest", ["machine", "battery", "rinse"]),
        ("number", ["battery", "machine", "rinse"]),
    ):
        walked: list[str] = []
        position: object = ()
        for _ in range(3):
            page = _find("", sort=sort, limit=1, position=position)
            walked += _names(catalogue, page)
            position = page["position"]
        assert (walked, position) == (expected, [])


def test_relevance_pages(catalogue: Catalogue) -> None:
    first = _find("machine rinse battery water 电池 clamp", limit=1)
    assert first["total"] == 0
    first = _find("mould", limit=1)
    second = _find("mould", limit=1, position=first["position"])
    assert sorted(_names(catalogue, first) + _names(catalogue, second)) == ["machine", "rinse"]
    assert second["position"] == []


@pytest.mark.parametrize("size", [1, 20, 100])
def test_the_number_of_queries_does_not_grow(catalogue: Catalogue, engine: Engine, size: int) -> None:
    for at in range(30):
        make_right(f"EP20{at:05d}A1", titles={"en": f"Clamp number {at}"})
    rebuild(engine=engine, at=AT.replace(minute=5))
    process_cache.forget()
    _find("clamp", limit=size)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        _find("clamp", limit=size)
    assert len(queries) <= 6, [query["sql"][:120] for query in queries]


def test_without_an_engine_the_database_answers(catalogue: Catalogue, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "serving", lambda audience: None)
    for text, found in (
        ("split clamp", ["machine"]),
        ("锂电池", ["battery"]),
        ("US 7,272,630 B2", ["machine"]),
        ("rinse", ["rinse"]),
        ("B29C", ["machine"]),
    ):
        page = _find(text)
        assert page["engine"] == {"name": "database", "degraded": True, "not_applied": []}
        assert _names(catalogue, page) == found
        assert page["facets"] == []
    assert sorted(_names(catalogue, _find("clamp", _PERSON))) == ["machine", "registered"]
    walked: list[str] = []
    position: object = ()
    for _ in range(3):
        page = _find("", limit=1, position=position)
        walked += _names(catalogue, page)
        position = page["position"]
    assert (sorted(walked), position) == (["battery", "machine", "rinse"], [])


def test_a_list_begun_from_the_database_goes_on_from_it(catalogue: Catalogue, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(engine, "serving", lambda audience: None)
        first = _find("", limit=2)
    second = _find("", limit=2, position=first["position"])
    assert second["engine"] == {"name": "database", "degraded": True, "not_applied": []}
    assert len(set(_names(catalogue, first) + _names(catalogue, second))) == 3


@pytest.mark.parametrize("text", ["x" * 1_001, "a\x00b", "bell\x07", "\ud800"])
def test_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        _find(text)


def test_home(catalogue: Catalogue, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    expected_counts = {"patents": 2, "technologies": 1, "classes": 2}
    page = home_page(VISITOR, language=ENGLISH, on=ON)
    assert page["counts"] == expected_counts
    assert _names(catalogue, {"items": page["latest"]}) == ["battery", "rinse", "machine"]
    assert page["sections"] == [
        {"symbol": "B", "label": "Operations", "count": 1},
        {"symbol": "H", "label": "Electricity", "count": 1},
    ]
    monkeypatch.setattr(engine, "serving", lambda audience: None)
    away = home_page(VISITOR, language=ENGLISH, on=ON)
    assert (away["counts"], away["sections"]) == (expected_counts, page["sections"])
    assert sorted(_names(catalogue, {"items": away["latest"]})) == ["battery", "machine", "rinse"]


def test_similar(catalogue: Catalogue, engine: Engine) -> None:
    near = make_right(
        "EP1111111A1",
        titles={"en": "Clamp of a moulding machine"},
        abstracts={"en": "A machine for injection with a clamp."},
        classes=("B29C 45/64",),
    )
    rebuild(engine=engine, at=AT.replace(minute=7))
    found = similar_records(VISITOR, "patent", "US7272630B2", limit=3, language=ENGLISH, on=ON)
    assert found[0]["id"] == near.id
    assert found[0]["reasons"] == [
        {"kind": "class", "values": ["B29C Shaping plastics"]},
        {"kind": "words", "values": ["clamp", "injection", "machine", "moulding"]},
    ]
    assert catalogue["machine"].id not in [item["id"] for item in found]
    assert catalogue["registered"].id not in [item["id"] for item in found]
