"""A wall holds in what an index answers: hits, totals, facets, likenesses, the front page; and where the database answers instead."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.services.lower_wall import lower_wall
from ipmarket.accounts.services.raise_wall import raise_wall
from ipmarket.kernel.actor import SYSTEM, Actor
from patents.models import ProductionTechnology, Right
from patents.selectors.visible import RIGHT, TECHNOLOGY
from search.engines.port import Engine
from search.indexing.rebuild import rebuild
from search.selectors import walls
from search.selectors.home import home_page
from search.selectors.search_catalogue import search_catalogue
from search.selectors.search_request import SearchRequest
from search.selectors.similar_records import similar_records
from tests.factories.records import AT, make_symbols, make_user
from tests.integration.search.conftest import ENGLISH, ON

pytestmark = pytest.mark.django_db
Catalogue = dict[str, Right | ProductionTechnology]


@pytest.fixture
def reader() -> Actor:
    return Actor(kind="person", user_id=make_user(email="reader@example.test").id)


def _find(actor: Actor, text: str = "", **values: Any) -> dict[str, Any]:
    return search_catalogue(actor, SearchRequest(text=text, **values), language=ENGLISH, on=ON)


def _facet(page: dict[str, Any], name: str) -> dict[str, int]:
    (facet,) = [each for each in page["facets"] if each["name"] == name]
    return {option["value"]: option["count"] for option in facet["options"]}


def _wall(actor: Actor, row: Right | ProductionTechnology) -> Any:
    kind = RIGHT if isinstance(row, Right) else TECHNOLOGY
    return raise_wall(actor=SYSTEM, at=AT, object_type=kind, object_id=row.id, basis="conflict:1", user_id=actor.user_id)


def _check(reader: Actor, catalogue: Catalogue) -> None:
    other = Actor(kind="person", user_id=make_user(email="another@example.test").id)
    before = _find(reader)
    assert before["total"] == 4
    assert _find(reader, "machine")["total"] == 1
    wall = _wall(reader, catalogue["machine"])
    _wall(reader, catalogue["rinse"])

    after = _find(reader)
    hidden = {catalogue["machine"].id, catalogue["rinse"].id}
    assert (after["total"], len(after["items"])) == (2, 2)
    assert not {item["id"] for item in after["items"]} & hidden
    assert _facet(after, "type") == {"patent": 2}
    assert _find(reader, "machine")["total"] == 0
    assert _find(other)["total"] == 4
    home = home_page(reader, language=ENGLISH, on=ON)
    assert (home["counts"]["patents"], home["counts"]["technologies"]) == (2, 0)
    assert not {card["id"] for card in home["latest"]} & hidden
    registered = catalogue["registered"]
    assert isinstance(registered, Right)
    like = similar_records(reader, "patent", registered.ref, limit=12, language=ENGLISH, on=ON)
    assert not {item["id"] for item in like} & hidden

    lower_wall(actor=SYSTEM, at=AT, wall_id=wall.id)
    assert _find(reader)["total"] == 3


@pytest.fixture
def built(engine: Engine, catalogue: Catalogue) -> None:
    make_symbols(("B", "Operations", ""), ("B29", "Plastics", ""), ("B29C", "Shaping plastics", ""), ("H", "Electricity", ""))
    rebuild(engine=engine, at=AT)


def test_behind_a_wall_nothing_is_found_or_counted(built: None, reader: Actor, catalogue: Catalogue) -> None:
    _check(reader, catalogue)


@pytest.mark.elasticsearch
def test_behind_a_wall_nothing_is_found_or_counted_by_the_cluster(cluster: Engine, reader: Actor, catalogue: Catalogue) -> None:
    make_symbols(("B", "Operations", ""), ("B29", "Plastics", ""), ("B29C", "Shaping plastics", ""), ("H", "Electricity", ""))
    rebuild(engine=cluster, at=AT)
    _check(reader, catalogue)


def test_more_walls_than_an_engine_is_asked_about_are_left_to_the_database(
    built: None, reader: Actor, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walls, "MOST_WALLS", 1)
    _wall(reader, catalogue["machine"])
    assert _find(reader)["engine"]["name"] == "tantivy"
    _wall(reader, catalogue["rinse"])
    page = _find(reader)
    assert (page["engine"]["name"], page["engine"]["degraded"], page["total"]) == ("database", True, 2)
    home = home_page(reader, language=ENGLISH, on=ON)
    assert (home["counts"]["patents"], home["counts"]["technologies"]) == (2, 0)


def test_walls_cost_a_reader_one_statement_a_search_and_a_visitor_none(built: None, reader: Actor) -> None:
    def statements(actor: Actor) -> int:
        _find(actor, "clamp")
        with CaptureQueriesContext(connection) as asked:
            _find(actor, "clamp")
        return len([each for each in asked if "accounts_wall" in each["sql"] and "patents_" not in each["sql"]])

    assert (statements(reader), statements(Actor(kind="visitor"))) == (1, 0)
