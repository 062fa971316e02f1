"""Lists: pages, cursors, fields, sorts, filters, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipmarket.kernel.outbox.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.kernel.urls")]
URL = "/api/test/events"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def make(count: int, *, same_instant: int = 3) -> list[int]:
    """Create events, several of which share each instant, and return their ids, oldest first."""
    rows = [
        Event(
            topic=f"t{i % 2}",
            aggregate_type="a" if i % 4 else "b",
            aggregate_id=str(i),
            created_at=AT + timedelta(seconds=i // same_instant),
        )
        for i in range(count)
    ]
    return [row.pk for row in Event.objects.bulk_create(rows)]


def walk(client: Client, **parameters: Any) -> list[int]:
    """Follow ``next`` to the end and return the ids."""
    ids: list[int] = []
    while True:
        page = client.get(URL, parameters).json()
        ids += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return ids
        parameters["cursor"] = page["next"]


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
@pytest.mark.parametrize(("sort", "order"), [("newest", -1), ("oldest", 1), ("id", 1)])
def test_a_walk_shows_each_row_once_in_order(client: Client, limit: int, sort: str, order: int) -> None:
    ids = make(23)
    assert walk(client, limit=limit, sort=sort) == ids[::order]


def test_a_walk_with_mixed_directions(client: Client) -> None:
    ids = make(9)
    even, odd = ids[0::2], ids[1::2]
    assert walk(client, limit=2, sort="topic") == even[::-1] + odd[::-1]


def test_rows_that_come_and_go_during_a_walk_neither_repeat_nor_hide_others(client: Client) -> None:
    ids = make(30)
    first = client.get(URL, {"sort": "id", "limit": "10"}).json()
    Event.objects.filter(pk__in=[ids[2], ids[9], ids[15]]).delete()
    late = make(2)
    rest = walk(client, sort="id", limit=10, cursor=first["next"])
    assert [item["id"] for item in first["items"]] == ids[:10]
    assert rest == [i for i in ids[10:] if i != ids[15]] + late


def test_one_statement_a_page_at_every_size(client: Client) -> None:
    make(60)
    cursor = client.get(URL, {"limit": 1}).json()["next"]
    pages: list[dict[str, Any]] = [{"limit": 1}, {"limit": 20}, {"limit": 100}, {"limit": 20, "cursor": cursor}]
    for parameters in pages:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(URL, parameters).status_code == 200
        assert len(queries) == 1


def test_the_position_is_one_row_comparison(client: Client) -> None:
    make(5)
    cursor = client.get(URL, {"limit": 2}).json()["next"]
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, {"limit": 2, "cursor": cursor})
    assert '("outbox_event"."created_at", "outbox_event"."id") < (' in queries[0]["sql"]


def test_default_page_holds_twenty(client: Client) -> None:
    make(21)
    page = client.get(URL).json()
    assert len(page["items"]) == 20
    assert page["next"] is not None


def test_an_empty_list(client: Client) -> None:
    assert client.get(URL).json() == {"items": [], "next": None}


def test_names_are_camel_case_and_fields_choose(client: Client) -> None:
    (pk,) = make(1)
    assert client.get(URL).json()["items"] == [{"id": pk, "topic": "t0", "aggregateId": "0", "createdAt": "2026-01-01T00:00:00Z"}]
    assert client.get(URL, {"fields": "aggregateId,id"}).json()["items"] == [{"id": pk, "aggregateId": "0"}]


def test_filters_repeat_and_combine(client: Client) -> None:
    ids = make(8)
    assert walk(client, sort="id", topic=["t0", "t1"]) == ids
    assert walk(client, sort="id", topic="t1") == ids[1::2]
    assert walk(client, sort="id", aggregateType="b") == [ids[0], ids[4]]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"limit": "0"}, "invalid_parameter"),
        ({"limit": "101"}, "invalid_parameter"),
        ({"limit": "-1"}, "invalid_parameter"),
        ({"limit": "²"}, "invalid_parameter"),
        ({"limit": ""}, "invalid_parameter"),
        ({"limit": ["1", "2"]}, "invalid_parameter"),
        ({"sort": "rating"}, "invalid_parameter"),
        ({"sort": "-id"}, "invalid_parameter"),
        ({"fields": "id,password"}, "unknown_field"),
        ({"fields": ""}, "unknown_field"),
        ({"page": "2"}, "unknown_parameter"),
        ({"aggregate_type": "a"}, "unknown_parameter"),
        ({"aggregateType": "x" * 21}, "invalid_parameter"),
        ({"aggregateType": "a\x00b"}, "invalid_parameter"),
        ({"aggregateType": ["a", "b"]}, "invalid_parameter"),
        ({"topic": ["a", "b", "c", "d"]}, "invalid_parameter"),
        ({"cursor": ""}, "bad_cursor"),
        ({"cursor": "x"}, "bad_cursor"),
        ({"cursor": "é"}, "bad_cursor"),
        ({"cursor": "A" * 3000}, "bad_cursor"),
        ({"cursor": "bnVsbA"}, "bad_cursor"),
        ({"aggregateType": "x" * 9000}, "invalid_parameter"),
    ],
)
def test_refusals(client: Client, parameters: dict[str, Any], code: str) -> None:
    answer = client.get(URL, parameters)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["type"] == f"urn:ipmarket:problem:{code}"


def test_an_unknown_parameter_is_named_with_what_is_known(client: Client) -> None:
    body = client.get(URL, {"lmit": "5"}).json()
    assert body["params"] == {"parameter": "lmit", "known": ["aggregateType", "cursor", "fields", "limit", "sort", "topic"]}


def test_a_cursor_belongs_to_its_sort_and_filters_but_not_to_its_page_size(client: Client) -> None:
    ids = make(9)
    cursor = client.get(URL, {"limit": "2", "sort": "id"}).json()["next"]
    others: list[dict[str, Any]] = [{"sort": "newest"}, {"sort": "id", "topic": "t1"}]
    for other in others:
        answer = client.get(URL, other | {"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
    assert [item["id"] for item in client.get(URL, {"cursor": cursor, "sort": "id", "limit": 3}).json()["items"]] == ids[2:5]


def test_every_changed_character_of_a_cursor_is_noticed(client: Client) -> None:
    make(3)
    cursor = client.get(URL, {"limit": 1}).json()["next"]
    for position in range(len(cursor)):
        other = "A" if cursor[position] != "A" else "B"
        forged = cursor[:position] + other + cursor[position + 1 :]
        assert client.get(URL, {"cursor": forged}).status_code == 400
    assert client.get(URL, {"cursor": cursor + "="}).status_code == 400


def test_the_body_has_a_strong_tag_and_304_carries_no_body(client: Client) -> None:
    make(2)
    first = client.get(URL)
    etag = first["ETag"]
    assert etag.startswith('"')
    again = client.get(URL, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    make(1)
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 200
