"""Lines of a list: the language of the snippet, families, and what the front page chooses."""

from datetime import date
from typing import Any

import pytest

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.actor import SYSTEM, VISITOR
from ipmarket.kernel.ids import new_id
from patents.models import Family, ProductionTechnology, Right
from search.engines.port import Engine
from search.indexing.rebuild import rebuild
from search.selectors.home import home_page, latest_of
from search.selectors.items import one_a_family
from search.selectors.search_catalogue import search_catalogue
from search.selectors.search_request import SearchRequest
from search.selectors.similar_records import similar_records
from tests.factories.records import AT, make_organisation, make_right, make_technology
from tests.integration.search.conftest import ENGLISH, ON

pytestmark = pytest.mark.django_db


def _items(text: str, language: Any = ENGLISH) -> list[dict[str, Any]]:
    items = search_catalogue(VISITOR, SearchRequest(text=text), language=language, on=ON)["items"]
    assert isinstance(items, list)
    return items


def _shown(item: dict[str, Any]) -> tuple[str, str, str, list[str]]:
    """Title's language, snippet's language, the snippet, and what is marked in title and snippet."""
    marked = [part["text"] for part in (*item["title_parts"], *item["summary_parts"]) if part["match"]]
    return item["title"]["lang"], item["summary_lang"], "".join(part["text"] for part in item["summary_parts"]), marked


def test_the_snippet_is_in_the_language_of_the_match(engine: Engine) -> None:
    make_right(
        "US7272630B2",
        titles={"en": "Moulding machine", "zh-Hant": "成型機"},
        abstracts={"en": "The machine is split.", "zh-Hant": "一種注塑用的成型機。"},
    )
    rebuild(engine=engine, at=AT)
    assert _shown(_items("注塑")[0]) == ("en", "zh-Hant", "一種注塑用的成型機。", ["注塑"])
    assert _shown(_items("machine 注塑")[0]) == ("en", "en", "The machine is split.", ["machine", "machine"])
    assert _shown(_items("split", "zh-Hant")[0]) == ("zh-Hant", "en", "The machine is split.", ["split"])
    assert _shown(_items("")[0]) == ("en", "en", "The machine is split.", [])
    assert _shown(_items("US7272630B2")[0]) == ("en", "en", "The machine is split.", [])


def test_a_match_in_another_title_becomes_the_snippet(engine: Engine) -> None:
    make_right("US7272630B2", titles={"en": "Moulding machine", "zh-Hant": "注塑機"}, abstracts={"en": "It is split."})
    rebuild(engine=engine, at=AT)
    assert _shown(_items("注塑")[0]) == ("en", "zh-Hant", "注塑機", ["注塑"])


def test_technologies_speak_the_language_of_the_match_too(engine: Engine) -> None:
    make_technology(title_en="Rinse", title_zh_hant="電鍍清洗", summary_en="Saves water.", summary_zh_hant="節省用水的清洗。")
    rebuild(engine=engine, at=AT)
    assert _shown(_items("用水")[0]) == ("en", "zh-Hant", "節省用水的清洗。", ["用水"])
    assert _shown(_items("电镀")[0]) == ("en", "zh-Hant", "電鍍清洗", ["電鍍"])


def test_family_of_an_item_is_its_visible_members(engine: Engine) -> None:
    family = Family.objects.create()
    for number in ("US7272630B2", "EP1234567A1", "CN112345678A", "CN112345679A"):
        make_right(number, family=family)
    make_right("HK30012345A2", family=family, audience=Audience.REGISTERED)
    make_right("JP2020123456A", titles={"en": "Alone"})
    make_technology(title_en="Rinse")
    rebuild(engine=engine, at=AT)
    member = _items("US7272630B2")[0]
    assert (member["family_id"], member["family_size"], member["family_offices"]) == (family.id, 4, ["CN", "EP", "US"])
    alone = _items("alone")[0]
    assert (alone["family_id"], alone["family_size"], alone["family_offices"]) == (None, 1, ["JP"])
    rinse = _items("rinse")[0]
    assert (rinse["family_id"], rinse["family_size"], rinse["family_offices"]) == (None, 1, [])
    operator_view = search_catalogue(SYSTEM, SearchRequest(text="US7272630B2"), language=ENGLISH, on=ON)["items"]
    assert operator_view[0]["family_offices"] == ["CN", "EP", "HK", "US"]


def test_similar_leaves_out_relatives_and_shows_one_of_each_family(engine: Engine) -> None:
    own, other = Family.objects.create(), Family.objects.create()
    asked = make_right("US7272630B2", family=own)
    make_right("EP1234567A1", family=own)
    near = {make_right(f"CN11234567{at}A", family=other).id for at in range(8)}
    alone = {make_right(f"HK3001234{at}A2").id for at in range(2)}
    rebuild(engine=engine, at=AT)
    found = similar_records(VISITOR, "patent", str(asked.id), limit=6, language=ENGLISH, on=ON)
    ids = [item["id"] for item in found]
    assert len(ids) == 3
    assert len(near.intersection(ids)) == 1
    assert alone < set(ids)
    assert len(similar_records(VISITOR, "patent", str(asked.id), limit=2, language=ENGLISH, on=ON)) == 2


def test_one_a_family() -> None:
    one, other = new_id(), new_id()
    cards = [{"at": at, "family_id": family} for at, family in enumerate([one, None, one, other, None, other])]
    assert [card["at"] for card in one_a_family(cards)] == [0, 1, 3, 4]
    assert [card["at"] for card in one_a_family(cards, without=one)] == [1, 3, 4]


def _card(name: str, *, owner: str | None = None, family: object = None) -> dict[str, Any]:
    return {"name": name, "owner": owner, "family_id": family}


def _names(*by_type: list[dict[str, Any]]) -> str:
    return "".join(card["name"] for card in latest_of(*by_type))


def test_latest_takes_turns_and_spares_nobody() -> None:
    rights, technologies = [_card(name) for name in "abcdefgh"], [_card(name) for name in "uvwxyz"]
    assert _names(rights, technologies) == "aubvcw"
    assert _names(rights, technologies[:1]) == "aubcde"
    assert _names([], technologies) == "uvwxyz"
    assert _names([], []) == ""
    family = new_id()
    assert _names([_card("a", family=family), _card("b", family=family), _card("c")], []) == "ac"
    assert _names([_card("a", owner="X"), _card("b", owner="X"), _card("c")], [_card("u", owner="X"), _card("v", owner="Y")]) == "aucv"
    assert _names([_card(name, owner="X") for name in "abc"], []) == "ab"


def test_home_mixes_rights_and_technologies(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    owners = [make_organisation(name_en=name) for name in ("One", "Two")]
    family = Family.objects.create()
    rights: list[Right] = [
        make_right(number, family=relatives, publication_date=date(2020, 1, day), owner_organisation=owner)
        for number, relatives, day, owner in (
            ("US7272630B2", family, 9, owners[0]),
            ("EP1234567A1", family, 8, owners[1]),
            ("CN112345678A", None, 7, None),
            ("HK30012345A2", None, 6, None),
        )
    ]
    technologies: list[ProductionTechnology] = [
        make_technology(title_en=f"Rinse {at}", owner=owners[at % 2], at=AT.replace(day=20 - at)) for at in range(4)
    ]
    rebuild(engine=engine, at=AT)
    expected = [rights[0].id, technologies[0].id, rights[2].id, technologies[1].id, rights[3].id, technologies[3].id]
    page = home_page(VISITOR, language=ENGLISH, on=ON)
    assert [item["id"] for item in page["latest"]] == expected
    assert home_page(VISITOR, language=ENGLISH, on=ON) == page
    monkeypatch.setattr(engine, "serving", lambda audience: None)
    away = home_page(VISITOR, language=ENGLISH, on=ON)
    assert len(away["latest"]) == 6
    assert [item["type"] for item in away["latest"]] == ["patent", "technology"] * 3
