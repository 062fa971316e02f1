"""While no engine answers the database does: what it finds is what was asked for, with every choice, and what it leaves out it says."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.actor import VISITOR
from ipmarket.kernel.ids import new_id
from patents.enums import ClassOrigin, LegalState, TextStanding
from patents.models import ClassAssignment, Right, RightText
from patents.selectors import plain_lookup
from search.engines.guard import guard
from search.engines.port import Engine
from search.indexing.rebuild import rebuild
from search.selectors.search_catalogue import search_catalogue
from search.selectors.search_request import SearchRequest
from tests.factories.records import AT, IN_FORCE, make_class, make_organisation, make_right, make_technology
from tests.integration.search.conftest import ENGLISH, ON

pytestmark = pytest.mark.django_db

_NOTHING_LEFT_OUT = {"name": "database", "degraded": True, "not_applied": []}
_CHOICES: dict[str, list[str]] = {
    "type": ["patent", "technology"],
    "section": ["B", "G", "H"],
    "class": ["B29", "H01", "G02"],
    "subclass": ["B29C", "H01M", "H01L", "G02B"],
    "office": ["US", "CN", "HK"],
    "status": ["in_force", "pending", "lapsed", "unknown", "not_patented"],
    "year": ["2007", "2021", "2019", "unknown", "0000"],
    "measure": ["saves-water", "saves-energy"],
    "language": ["en", "zh-Hant", "zh-Hans", "other"],
}


@pytest.fixture
def records(engine: Engine) -> dict[str, str]:
    """Records that differ in every way that a choice can tell, in the index and in the rows. Id → name."""
    owner = make_organisation()
    machine = make_right(
        "US7272630B2", titles={"en": "Moulding machine", "zh-Hant": "注塑機"}, standings={"zh-Hant": TextStanding.CONVERTED},
        classes=("B29C 45/17", "H01L 21/00"), publication_date=date(2007, 9, 18), measures=["saves-energy"], **IN_FORCE,
    )  # fmt: skip
    make_class(right=machine, symbol="G02B 1/00", position=9, origin=ClassOrigin.SUGGESTED, score="0.9000")
    battery = make_right("CN112345678A", titles={"zh": "锂电池模组"}, classes=("H01M 10/613",), filing_date=date(2021, 2, 9))
    lens = make_right(
        "HK30012345A2", titles={"de": "Linse und Maschine"}, classes=(), status=LegalState.PENDING, status_source="register",
        grant_date=date(2019, 1, 1), measures=["saves-water", "saves-energy"],
    )  # fmt: skip
    make_class(right=lens, symbol="G02B 3/00", origin=ClassOrigin.SUGGESTED, score="0.9000")
    converted = make_right("CN112345679A", titles={"zh-Hans": "机器"}, standings={"zh-Hans": TextStanding.MACHINE}, classes=("B29C 45/26",))
    hidden = make_right("US7272631B2", titles={"en": "Hidden machine"}, audience=Audience.OWNER, owner_organisation=owner, **IN_FORCE)
    lapsed = make_right("US7272632B2", titles={"en": "Old rinse"}, status=LegalState.LAPSED, status_source="register", classes=())
    technologies = {
        "rinse": make_technology(title_en="Rinse", owner=owner, classes=("B29C",), measures=["saves-water"], rights=[lapsed, machine]),
        "kept": make_technology(title_en="", title_zh_hans="清洗", owner=owner, rights=[hidden], original_language="zh-Hans"),
        "old": make_technology(title_en="Old machine", owner=owner, rights=[lapsed]),
    }
    rows: dict[str, Right] = {"machine": machine, "battery": battery, "lens": lens, "converted": converted, "lapsed": lapsed}
    named = {str(row.id): name for name, row in rows.items()}
    rebuild(engine=engine, at=AT)
    return named | {str(row.id): name for name, row in technologies.items()}


@pytest.fixture
def away(records: dict[str, str], engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engine, "serving", lambda audience: None)
    yield
    guard.forget()


def _page(text: str = "", **values: object) -> dict[str, object]:
    return search_catalogue(VISITOR, SearchRequest(text=text, **values), language=ENGLISH, on=ON)  # type: ignore[arg-type]  # test values


def _found(records: dict[str, str], page: dict[str, object]) -> list[str]:
    items = page["items"]
    assert isinstance(items, list)
    return sorted(records[str(item["id"])] for item in items)


def _combinations() -> list[dict[str, list[str]]]:
    """Every single choice, pairs within a facet, and pairs over two facets."""
    single = [{name: [value]} for name, values in _CHOICES.items() for value in values]
    within = [{name: [values[0], values[-1]]} for name, values in _CHOICES.items()]
    names = list(_CHOICES)
    across = [
        {one: [first], other: [second]}
        for at, one in enumerate(names)
        for other in names[at + 1 :]
        for first, second in ((_CHOICES[one][0], _CHOICES[other][0]), (_CHOICES[one][-1], _CHOICES[other][-1]))
    ]
    return [{}, *single, *within, *across]


def test_every_choice_means_the_same_with_an_engine_and_without(
    records: dict[str, str], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _combinations()
    answered = [_page(choices=choices, limit=100) for choices in asked]
    assert {str(page["engine"]) for page in answered} == {str({"name": "tantivy", "degraded": False, "not_applied": []})}
    monkeypatch.setattr(engine, "serving", lambda audience: None)
    for choices, expected in zip(asked, answered, strict=True):
        page = _page(choices=choices, limit=100)
        assert (choices, _found(records, page), page["total"]) == (choices, _found(records, expected), expected["total"])
        assert page["engine"] == _NOTHING_LEFT_OUT


_TEXTS: list[tuple[str, list[str]]] = [
    ("machine", ["machine", "old"]),
    ("old MACHINE", ["old"]),
    ("the machine", ["machine", "old"]),
    ("mach", ["machine", "old"]),
    ("chine", []),
    ("machine rinse", []),
    ('"moulding machine"', ["machine"]),
    ('"machine moulding"', []),
    ('"mould machine"', []),
    ("注塑机", ["machine"]),
    ("注塑機", ["machine"]),
    ("鋰電池", ["battery"]),
    ("US 7,272,630 B2", ["machine"]),
    ("US7272630", ["machine"]),
    ("US7272630A1", []),
    ("B29C", ["converted", "machine", "rinse"]),
    ("B29C 45/17", ["machine"]),
    ("B29C 45/00", ["converted", "machine"]),
    ("G02B", ["lens"]),
    ("B29C machine", ["machine"]),
    ("B29C H01L", ["machine"]),
    ("H01 machine", ["machine"]),
    ("???", []),
    ("%", []),
    ("a.c", []),
    ("(", []),
]


def test_the_text_is_read_and_never_widened(records: dict[str, str], away: None) -> None:
    for text, found in _TEXTS:
        page = _page(text)
        assert (text, _found(records, page), page["total"], page["engine"]) == (text, found, len(found), _NOTHING_LEFT_OUT)


def test_a_choice_and_a_class_in_the_text_both_hold(records: dict[str, str], away: None) -> None:
    assert _found(records, _page("B29C", choices={"subclass": ["H01L"]})) == ["machine"]
    assert _found(records, _page("B29C", choices={"subclass": ["H01M"]})) == []


def test_what_is_not_followed_is_said(records: dict[str, str], away: None) -> None:
    assert _page(sort="oldest")["engine"] == {"name": "database", "degraded": True, "not_applied": ["sort"]}
    long = _page("machine machines moulding mould tool tools rinse water paper")
    assert long["engine"] == {"name": "database", "degraded": True, "not_applied": ["q"]}
    assert _page("machine " * 9)["engine"] == _NOTHING_LEFT_OUT


def test_pages_and_total_belong_together(records: dict[str, str], away: None) -> None:
    walked: list[str] = []
    position: object = ()
    while True:
        page = _page(choices={"section": ["B", "G"]}, limit=1, position=position)
        assert (page["total"], page["total_is_exact"], page["limit_reached"]) == (4, True, False)
        walked += _found(records, page)
        position = page["position"]
        if not position:
            break
    assert sorted(walked) == ["converted", "lens", "machine", "rinse"]


def test_a_list_that_is_cut_says_so(records: dict[str, str], away: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_lookup, "MAX_COUNTED", 3)
    first = _page(limit=2)
    assert (first["total"], first["total_is_exact"], first["limit_reached"]) == (3, False, False)
    second = _page(limit=2, position=first["position"])
    assert (len(_found(records, second)), second["position"], second["limit_reached"]) == (1, [], True)
    monkeypatch.setattr(plain_lookup, "MAX_COUNTED", 8)
    whole = _page(limit=20)
    assert (whole["total"], whole["total_is_exact"], whole["limit_reached"]) == (8, True, False)


def test_twenty_thousand_rows_answer_within_a_second(records: dict[str, str], away: None) -> None:
    """The database gives up by itself, so an answer at all is an answer in time."""
    rights = Right.objects.bulk_create(
        Right(id=new_id(), office="US", right_type="patent", created_at=AT, updated_at=AT, publication_date=date(2000 + at % 25, 1, 1))
        for at in range(20_000)
    )
    RightText.objects.bulk_create(RightText(right=right, language="en", title=f"Machine of kind {at}") for at, right in enumerate(rights))
    ClassAssignment.objects.bulk_create(
        ClassAssignment(right=right, scheme="ipc", symbol="B29C 45/17", subclass="B29C", origin=ClassOrigin.OFFICE, position=0)
        for right in rights
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE patents_right, patents_righttext, patents_classassignment")
    every_choice = {"type": ["patent"], "section": ["B"], "class": ["B29"], "subclass": ["B29C"], "office": ["US"], "status": ["unknown"]}
    page = _page("machine", choices={**every_choice, "year": ["2007"], "language": ["en"]}, limit=20)
    assert (page["total"], page["total_is_exact"], page["engine"]) == (800, True, _NOTHING_LEFT_OUT)
    wide = _page("machine", choices={"section": ["B"], "language": ["en"]})
    assert (wide["total"], wide["total_is_exact"]) == (10_000, False)
