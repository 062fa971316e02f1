"""Reference lists over HTTP: dated rows with their source."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipmarket.kernel.actor import Actor
from ipmarket.reference.api.views import LISTS
from ipmarket.reference.enums import RowList
from ipmarket.reference.models import Row, RowLink
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.records import AT

pytestmark = pytest.mark.django_db
URL = "/api/v1/reference"


def make_row(code: str, **values: Any) -> Row:
    given: dict[str, Any] = {
        "list": "measure",
        "label_en": code.title(),
        "label_zh_hant": f"{code} 繁",
        "label_zh_hans": f"{code} 简",
        "valid_from": date(2020, 1, 1),
        "source": "A law",
        "source_date": date(2019, 12, 1),
        "confidence": "medium",
    }
    return Row.objects.create(code=code, **given | values)


def test_the_whole_body(client: Client) -> None:
    make_row("second", position=2, valid_to=date(2030, 1, 1), details={"note": "a"})
    make_row("first", position=1, source_date=None)
    make_row("other", list="sector")
    first = {
        "code": "first",
        "label": "First",
        "labels": {"en": "First", "zhHant": "first 繁", "zhHans": "first 简"},
        "details": {},
        "validFrom": "2020-01-01",
        "validTo": None,
        "source": "A law",
        "sourceDate": None,
        "confidence": "medium",
    }
    second = {
        **first,
        "code": "second",
        "label": "Second",
        "labels": {"en": "Second", "zhHant": "second 繁", "zhHans": "second 简"},
        "details": {"note": "a"},
        "validTo": "2030-01-01",
        "sourceDate": "2019-12-01",
    }
    assert client.get(f"{URL}/measures", {"on": "2026-11-21"}).json() == {"items": [first, second], "on": "2026-11-21"}


def test_a_row_is_there_from_its_first_day_to_its_last(client: Client) -> None:
    make_row("a", valid_to=date(2024, 7, 1))
    make_row("a", valid_from=date(2024, 7, 1), label_en="Renamed")
    labels = {
        day: [item["label"] for item in client.get(f"{URL}/measures", {"on": day}).json()["items"]]
        for day in ("2019-12-31", "2020-01-01", "2024-06-30", "2024-07-01")
    }
    assert labels == {"2019-12-31": [], "2020-01-01": ["A"], "2024-06-30": ["A"], "2024-07-01": ["Renamed"]}


def test_groups_name_their_members_of_the_day(client: Client) -> None:
    make_row("rcep", list="territory_group")
    for code, start, end in (("CN", date(2022, 1, 1), None), ("AA", date(2022, 1, 1), date(2023, 1, 1)), ("ZZ", date(2027, 1, 1), None)):
        RowLink.objects.create(kind="territory_group_member", from_code=code, to_code="rcep", valid_from=start, valid_to=end)
    members = {
        day: client.get(f"{URL}/territory-groups", {"on": day}).json()["items"][0]["members"]
        for day in ("2021-12-31", "2022-06-01", "2026-11-21", "2027-01-01")
    }
    assert members == {"2021-12-31": [], "2022-06-01": ["AA", "CN"], "2026-11-21": ["CN"], "2027-01-01": ["CN", "ZZ"]}


@pytest.mark.parametrize(("header", "label"), [("zh-HK", "a 繁"), ("zh", "a 简"), ("en-US", "A"), ("ja", "A")])
def test_the_reader_chooses_the_language(header: str, label: str, client: Client) -> None:
    make_row("a")
    answer = client.get(f"{URL}/measures", headers={"Accept-Language": header})
    assert answer.json()["items"][0]["label"] == label


def test_every_list_is_served_and_costs_few_statements(client: Client) -> None:
    load_rows(actor=Actor.system("test"), at=AT)
    sizes = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(f"{URL}/{name}", {"on": "2026-11-21"})
        assert answer.status_code == 200
        sizes[name] = len(answer.json()["items"])
        assert len(statements) <= 2, f"{name}: {len(statements)} statements"
    assert set(LISTS.values()) == set(RowList)
    assert (sizes["measures"], sizes["technology-fields"], sizes["sectors"]) == (10, 35, 21)


@pytest.mark.parametrize("name", ["wishes", "country", "%00", "%20", "x" * 300, "measures%2F.."])
def test_there_is_no_such_list(name: str, client: Client) -> None:
    answer = client.get(f"{URL}/{name}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, "application/problem+json", "not_found")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"on": "yesterday"}, "invalid_parameter"),
        ({"on": "2026-02-30"}, "invalid_parameter"),
        ({"on": "\x00"}, "invalid_parameter"),
        ({"on": ""}, "invalid_parameter"),
        ({"on": ["2026-01-01", "2027-01-01"]}, "invalid_parameter"),
        ({"limit": "1"}, "unknown_parameter"),
        ({"on": "9" * 8000}, "invalid_parameter"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_refused_parameters(parameters: dict[str, Any], code: str, client: Client) -> None:
    answer = client.get(f"{URL}/measures", parameters)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_the_tag(client: Client) -> None:
    make_row("a")
    first = client.get(f"{URL}/measures", {"on": "2026-11-21"})
    assert client.get(f"{URL}/measures", {"on": "2026-11-21"}, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert first["RateLimit-Limit"] == "300"


def test_reading_is_all_there_is(client: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(f"{URL}/measures").status_code == 405
