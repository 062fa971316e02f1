"""The lists of the public API: exact items, filters, sorts, pages, visibility, refusals, and how many statements they cost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from patents.models import Family, ProductionTechnology, Right
from tests.factories.records import (
    AT,
    IN_FORCE,
    make_class,
    make_operator,
    make_organisation,
    make_right,
    make_technology,
    make_user,
)
from tests.support.wire import as_wired

pytestmark = pytest.mark.django_db
PATENTS = "/api/v1/patents"
TECHNOLOGIES = "/api/v1/technologies"
BOTH = (PATENTS, TECHNOLOGIES)
Walk = Callable[..., list[dict[str, Any]]]


def make_many(count: int, *, same_instant: int = 3) -> tuple[list[str], list[str]]:
    """Rights and technologies, several of which share each instant; their ids, oldest first."""
    owner = make_organisation()
    rights, technologies = [], []
    for n in range(count):
        at = AT + timedelta(seconds=n // same_instant)
        rights.append(str(make_right(f"HK10{n:05}A1", at=at, owner_organisation=owner, inventors=["A", "B"]).id))
        technologies.append(str(make_technology(title_en=f"T{n}", owner=owner, classes=["B29C", "H01M"], at=at).id))
    return rights, technologies


def ids_of(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def test_a_patent_in_the_list(client: Client, reference_rows: None) -> None:
    family = Family.objects.create()
    owner = make_organisation(name_zh_hant="樣例模具廠")
    right = make_right(
        "US7272630B2",
        titles={"en": "Clamp", "zh-Hant": "夾具"},
        classes=("B29C 45/17", "B29C 45/20", "H01M 4/00"),
        owner_organisation=owner,
        owner_name="SAMPLE",
        filing_date=date(2004, 3, 2),
        publication_date=date(2007, 9, 18),
        family=family,
        **IN_FORCE,
    )
    make_class(right=right, symbol="A01B", origin="suggested", score="0.5")
    assert client.get(PATENTS).json() == {
        "items": [
            {
                "id": str(right.id),
                "ref": "US7272630B2",
                "number": "US 7,272,630 B2",
                "rightType": {"code": "patent", "label": "Patent"},
                "office": "US",
                "title": {"text": "Clamp", "lang": "en", "standing": "original"},
                "status": {"state": "in_force", "source": "Hong Kong register", "asOf": "2026-11-01"},
                "filingDate": "2004-03-02",
                "publicationDate": "2007-09-18",
                "subclasses": ["B29C", "H01M", "A01B"],
                "owner": "Sample Mould Works",
                "familyId": str(family.id),
                "isDemo": False,
                "updatedAt": as_wired(AT),
            }
        ],
        "next": None,
    }
    (chinese,) = client.get(PATENTS, headers={"Accept-Language": "zh-HK"}).json()["items"]
    assert (chinese["title"]["text"], chinese["rightType"]["label"], chinese["owner"]) == ("夾具", "發明專利", "樣例模具廠")


def test_a_right_of_which_little_is_known_in_the_list(client: Client) -> None:
    right = make_right("", titles={}, classes=(), owner_name="Somebody")
    (item,) = client.get(PATENTS).json()["items"]
    assert (item["ref"], item["number"], item["owner"], item["subclasses"]) == (str(right.id), None, "Somebody", [])
    assert item["title"] == {"text": "", "lang": "en", "standing": "original"}
    assert item["status"] == {"state": "unknown", "source": None, "asOf": None}


def test_a_technology_in_the_list(client: Client, reference_rows: None) -> None:
    technology = make_technology(
        title_en="Dry cutting", title_zh_hans="干式切削", trl=7, measures=["green_manufacturing"], classes=["B23B 1/00"], is_demo=True
    )
    assert client.get(TECHNOLOGIES).json() == {
        "items": [
            {
                "id": str(technology.id),
                "title": {"text": "Dry cutting", "lang": "en", "standing": "original"},
                "stage": {"code": "production", "label": "In production"},
                "trl": 7,
                "measures": ["green_manufacturing"],
                "subclasses": ["B23B"],
                "owner": "Sample Mould Works",
                "isDemo": True,
                "updatedAt": as_wired(AT),
            }
        ],
        "next": None,
    }
    (chinese,) = client.get(TECHNOLOGIES, headers={"Accept-Language": "zh-Hant"}).json()["items"]
    # Nearest first: the other script before the other language.
    assert chinese["title"] == {"text": "干式切削", "lang": "zh-Hans", "standing": "owner"}


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
@pytest.mark.parametrize(("sort", "order"), [("-updatedAt", -1), ("updatedAt", 1)])
def test_a_walk_shows_each_record_once_in_order(client: Client, walk: Walk, limit: int, sort: str, order: int) -> None:
    rights, technologies = make_many(17)
    assert ids_of(walk(client, PATENTS, limit=limit, sort=sort)) == rights[::order]
    assert ids_of(walk(client, TECHNOLOGIES, limit=limit, sort=sort)) == technologies[::order]


def test_a_walk_by_number(client: Client, walk: Walk) -> None:
    for number in ("US7272630B2", "CN112345678A", "EP1234567A1", "", ""):
        make_right(number)
    items = walk(client, PATENTS, sort="ref", limit=2)
    assert [item["number"] for item in items] == [None, None, "CN 112345678 A", "EP 1 234 567 A1", "US 7,272,630 B2"]


@pytest.mark.parametrize("url", BOTH)
def test_records_that_come_and_go_during_a_walk_neither_repeat_nor_hide_others(client: Client, walk: Walk, url: str) -> None:
    rights, technologies = make_many(30)
    ids, model = (rights, Right) if url == PATENTS else (technologies, ProductionTechnology)
    owner = make_organisation(name_en="Late")
    pages = iter(range(100))

    def between() -> None:
        n = next(pages)
        if n == 0:
            model.objects.filter(id__in=[ids[1], ids[9], ids[15]]).delete()
        make_right(f"HK20{n:05}A1", at=AT - timedelta(days=1)) if url == PATENTS else make_technology(
            owner=owner, at=AT - timedelta(days=1)
        )

    seen = ids_of(walk(client, url, sort="updatedAt", limit=10, between=between))
    assert seen == [i for n, i in enumerate(ids) if n < 10 or i != ids[15]]
    assert len(set(seen)) == len(seen)


def test_filters_of_patents(client: Client, walk: Walk) -> None:
    late = AT + timedelta(days=1)
    one = make_right("US7272630B2", classes=("B29C 45/17",), **IN_FORCE)
    two = make_right("EP1234567A1", classes=("H01M 4/00", "B29C 33/00"), at=late)
    three = make_right("EP1234568A1", classes=())
    found: dict[str, list[str]] = {
        query: sorted(ids_of(walk(client, PATENTS, limit=1, **dict(parse_qsl(query)))))
        for query in ("", "office=EP", "office=CN", "status=in_force", "status=unknown", "subclass=B29C", "subclass=H01M&office=EP")
    }
    assert found == {
        "": sorted(str(r.id) for r in (one, two, three)),
        "office=EP": sorted(str(r.id) for r in (two, three)),
        "office=CN": [],
        "status=in_force": [str(one.id)],
        "status=unknown": sorted(str(r.id) for r in (two, three)),
        "subclass=B29C": sorted(str(r.id) for r in (one, two)),
        "subclass=H01M&office=EP": [str(two.id)],
    }
    assert ids_of(walk(client, PATENTS, changedSince=late.isoformat())) == [str(two.id)]
    assert ids_of(walk(client, PATENTS, changedSince=(late + timedelta(seconds=1)).isoformat())) == []


def test_filters_of_technologies(client: Client, walk: Walk) -> None:
    owner, late = make_organisation(), AT + timedelta(days=1)
    one = make_technology(owner=owner, stage="pilot", measures=["wider_application", "green_manufacturing"], classes=["B29C 45/17"])
    two = make_technology(owner=owner, stage="production", measures=["wider_application"], at=late)
    assert ids_of(walk(client, TECHNOLOGIES, stage="pilot")) == [str(one.id)]
    assert ids_of(walk(client, TECHNOLOGIES, measure="green_manufacturing")) == [str(one.id)]
    assert ids_of(walk(client, TECHNOLOGIES, measure="wider_application", limit=1)) == [str(two.id), str(one.id)]
    assert ids_of(walk(client, TECHNOLOGIES, subclass="B29C")) == [str(one.id)]
    assert ids_of(walk(client, TECHNOLOGIES, changedSince=late.isoformat())) == [str(two.id)]
    assert ids_of(walk(client, TECHNOLOGIES, measure="nothing")) == []


def test_lists_hold_only_what_the_reader_may_see(client: Client, as_person: Callable[..., Client], walk: Walk) -> None:
    owner = make_organisation()
    names = {}
    for n, audience in enumerate(("public", "registered", "owner")):
        right = make_right(f"HK100000{n}A1", audience=audience, owner_organisation=owner)
        names[str(right.id)] = names[str(make_technology(owner=owner, audience=audience).id)] = audience
    people = {
        "visitor": client,
        "member": as_person(make_user(organisation=owner)),
        "stranger": as_person(make_user(email="stranger@example.test", organisation=make_organisation(name_en="Another"))),
        "operator": as_person(make_operator()),
        "auditor": as_person(make_user(email="auditor@example.test", roles=("auditor",))),
    }
    for url in BOTH:
        seen = {who: sorted(names[i] for i in ids_of(walk(reader, url, limit=1))) for who, reader in people.items()}
        everything = ["owner", "public", "registered"]
        assert seen == {
            "visitor": ["public"],
            "member": everything,
            "stranger": ["public", "registered"],
            "operator": everything,
            "auditor": everything,
        }


def test_a_cursor_carries_nobodys_rights_to_another_reader(client: Client, as_person: Callable[..., Client], walk: Walk) -> None:
    for n in range(4):
        make_right(f"HK100000{n}A1", audience="owner" if n % 2 else "public")
    operator = as_person(make_operator())
    cursor = operator.get(PATENTS, {"limit": 1}).json()["next"]
    assert all(item["ref"] in {"HK1000000A1", "HK1000002A1"} for item in walk(client, PATENTS, limit=1, cursor=cursor))


def test_chosen_fields(client: Client) -> None:
    make_many(2)
    for url, fields in ((PATENTS, "ref,title"), (TECHNOLOGIES, "id,stage")):
        items = client.get(url, {"fields": fields}).json()["items"]
        assert [set(item) for item in items] == [set(fields.split(","))] * 2


@pytest.mark.parametrize("url", BOTH)
@pytest.mark.parametrize("parameters", [{}, {"fields": "id"}, {"sort": "updatedAt"}], ids=str)
def test_statements_do_not_grow_with_the_page(url: str, parameters: dict[str, str], client: Client, reference_rows: None) -> None:
    make_many(40)
    client.get(url, parameters)
    counts = {}
    for limit in (1, 20, 100):
        with CaptureQueriesContext(connection) as statements:
            page = client.get(url, {"limit": limit, **parameters}).json()
        assert len(page["items"]) == min(limit, 40)
        counts[limit] = len(statements)
    assert len(set(counts.values())) == 1
    assert counts[1] <= 6


def test_statements_for_a_person(client: Client, as_person: Callable[..., Client], reference_rows: None) -> None:
    make_many(20)
    reader = as_person(make_user(organisation=make_organisation(name_en="Another")))
    for url in BOTH:
        reader.get(url)
        counts = []
        for limit in (1, 20):
            with CaptureQueriesContext(connection) as statements:
                reader.get(url, {"limit": limit})
            counts.append(len(statements))
        # Session, person, memberships and roles come before the page.
        assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize("url", BOTH)
def test_the_tag_of_a_page(url: str, client: Client) -> None:
    make_many(3)
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url, {"limit": 1}, headers={"If-None-Match": first["ETag"]}).status_code == 200
    Right.objects.all().delete()
    ProductionTechnology.objects.all().delete()
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).json() == {"items": [], "next": None}


@pytest.mark.parametrize("url", BOTH)
@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"limit": "0"}, "invalid_parameter"),
        ({"limit": "101"}, "invalid_parameter"),
        ({"limit": "-1"}, "invalid_parameter"),
        ({"limit": "1e3"}, "invalid_parameter"),
        ({"limit": "9" * 40}, "invalid_parameter"),
        ({"limit": "٣"}, "invalid_parameter"),
        ({"limit": ["1", "2"]}, "invalid_parameter"),
        ({"sort": "owner"}, "invalid_parameter"),
        ({"sort": "-updated_at"}, "invalid_parameter"),
        ({"sort": ""}, "invalid_parameter"),
        ({"fields": "audience"}, "unknown_field"),
        ({"fields": "id,ownerOrganisation"}, "unknown_field"),
        ({"q": "clamp"}, "unknown_parameter"),
        ({"offset": "10"}, "unknown_parameter"),
        ({"limit ": "1"}, "unknown_parameter"),
        ({"cursor": ""}, "bad_cursor"),
        ({"cursor": "x"}, "bad_cursor"),
        ({"cursor": "bnVsbA"}, "bad_cursor"),
        ({"cursor": "A" * 4000}, "bad_cursor"),
        ({"cursor": "\x00"}, "bad_cursor"),
        ({"cursor": "光"}, "bad_cursor"),
        ({"subclass": "B29"}, "invalid_parameter"),
        ({"subclass": "b29c"}, "invalid_parameter"),
        ({"subclass": "B29C\nX"}, "invalid_parameter"),
        ({"subclass": "B29C\x00"}, "invalid_parameter"),
        ({"subclass": ["B29C", "H01M"]}, "invalid_parameter"),
        ({"changedSince": "yesterday"}, "invalid_parameter"),
        ({"changedSince": "0000-00-00T00:00:00Z"}, "invalid_parameter"),
        ({"changedSince": "\x07"}, "invalid_parameter"),
        ({"cursor": "y" * 8000}, "invalid_parameter"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_refusals(url: str, parameters: dict[str, Any], code: str, client: Client) -> None:
    answer = client.get(url, parameters)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    body = answer.json()
    assert (body["code"], body["status"], body["type"]) == (code, 400, f"urn:ipmarket:problem:{code}")


@pytest.mark.parametrize(
    ("url", "parameters"),
    [
        (PATENTS, {"office": "usa"}),
        (PATENTS, {"office": "U\x00"}),
        (PATENTS, {"status": "sleeping"}),
        (PATENTS, {"status": "in_force", "office": ""}),
        (TECHNOLOGIES, {"stage": "dream"}),
        (TECHNOLOGIES, {"measure": "a" * 49}),
        (TECHNOLOGIES, {"measure": "'; DROP"}),
    ],
)
def test_filters_that_mean_nothing(url: str, parameters: dict[str, str], client: Client) -> None:
    answer = client.get(url, parameters)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")


def test_filters_of_the_other_list_are_unknown(client: Client) -> None:
    assert client.get(PATENTS, {"stage": "pilot"}).json()["code"] == "unknown_parameter"
    assert client.get(TECHNOLOGIES, {"office": "US"}).json()["code"] == "unknown_parameter"


def test_a_cursor_fits_its_list_sort_and_filters_only(client: Client) -> None:
    make_many(4)
    cursor = client.get(PATENTS, {"limit": 1}).json()["next"]
    for url, parameters in ((TECHNOLOGIES, {}), (PATENTS, {"sort": "ref"}), (PATENTS, {"office": "HK"})):
        answer = client.get(url, {"cursor": cursor, **parameters})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
    assert client.get(PATENTS, {"cursor": cursor, "limit": 100}).status_code == 200


@pytest.mark.parametrize("day", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_instants_at_the_edge_of_the_calendar(day: datetime, client: Client) -> None:
    for offset in ("+00:00", "+14:00", "-12:00"):
        answer = client.get(PATENTS, {"changedSince": day.strftime("%Y-%m-%dT%H:%M:%S").zfill(19) + offset})
        assert answer.status_code in {200, 400}, answer.content


@pytest.mark.parametrize("url", BOTH)
def test_headers_that_every_list_carries(url: str, client: Client) -> None:
    answer = client.get(url)
    assert (answer["RateLimit-Limit"], answer["RateLimit-Policy"], answer["Cache-Control"]) == ("300", "300;w=60", "private, no-cache")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
