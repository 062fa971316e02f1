"""“Which class is my invention?” over HTTP: the answer, what is refused, and that the text is nowhere afterwards."""

import json
import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from patents.classification.documents import Suggestion, SuggestionSet
from patents.selectors import suggestions
from tests.factories.records import make_operator, make_symbols
from tests.support.sessions import sign_in
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
URL = "/api/app/classification-suggestions"
SECRET = "Quokkasprocket clamping unit of an injection moulding machine for plastics"


def ask(client: Client, text: Any = SECRET, **values: Any) -> Any:
    headers = values.pop("headers", {})
    return client.post(URL, json.dumps({"text": text, **values}), content_type="application/json", headers=headers)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """Has the classifier answer the same each time, and keeps what it was asked."""
    asked: list[tuple[str, str | None]] = []

    def answer(text: str, language: str | None = None, **bounds: int) -> SuggestionSet:
        asked.append((text, language))
        return SuggestionSet(
            suggestions=(
                Suggestion("B29C", 0.81, words=("injection", "moulding")),
                Suggestion("B29B", 0.5),
                Suggestion("F24J", 0.3, is_current=False),
                Suggestion("A01B", 0.25),
                Suggestion("A01C", 0.05),
                Suggestion("A01D", 0.04),
                Suggestion("A01F", 0.01),
            ),
            sections=(Suggestion("B", 0.9), Suggestion("H", 0.2)),
            abstained=False,
            language="en",
            scheme_version="2026.01",
            model_version="test-1",
        )

    monkeypatch.setattr(suggestions, "suggestions_for", answer)
    return asked


def test_the_whole_body(client: Client, answered: list[Any], reference_rows: None) -> None:
    make_symbols(("B", "processes", "OPERATIONS"), ("B29", "plastics", ""), ("B29C", "shaping plastics", "SHAPING OF PLASTICS"))
    answer = ask(client)
    assert answer.status_code == 200
    unknown: dict[str, Any] = {"label": "", "title": None, "words": []}
    assert answer.json() == {
        "suggestions": [
            {
                "symbol": "B29C",
                "label": "shaping plastics",
                "title": "Shaping of plastics",
                "score": 0.81,
                "words": ["injection", "moulding"],
                "band": "very_likely",
            },
            {"symbol": "B29B", "score": 0.5, "band": "likely", **unknown},
            {"symbol": "A01B", "score": 0.25, "band": "possible", **unknown},
            {"symbol": "A01C", "score": 0.05, "band": "unlikely", **unknown},
        ],
        "sections": [{"symbol": "B", "label": "processes", "score": 0.9}, {"symbol": "H", "label": "", "score": 0.2}],
        "abstained": False,
        "language": "en",
        "technologyField": {"code": "29", "label": "Other special machines", "sector": "Mechanical engineering"},
        "schemeVersion": "2026.01",
        "modelVersion": "test-1",
    }
    assert answer["Cache-Control"] == "no-store"
    assert answered == [(SECRET, None)]


def test_labels_follow_the_reader_and_the_hint_the_text(client: Client, answered: list[Any]) -> None:
    make_symbols(("B29C", "shaping plastics", ""))
    answer = ask(client, language="zh-Hans", headers={"Accept-Language": "zh-HK"})
    assert answer.json()["suggestions"][0]["label"] == "shaping plastics 繁"
    assert ask(client, language=None).status_code == 200
    assert [language for _, language in answered] == ["zh-Hans", None]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": ""}, "invalid"),
        ({"text": " \n\t "}, "invalid"),
        ({"text": "12 345 — 6,7!"}, "text_empty"),
        ({"text": "x" * 20_001}, "invalid"),
        ({"text": "a\x00b"}, "invalid"),
        ({"text": None}, "invalid"),
        ({"text": ["Clamp"]}, "invalid"),
        ({"text": {"a": "Clamp"}}, "invalid"),
        ({"text": "Clamp", "language": "fr"}, "invalid"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_refused_texts(values: dict[str, Any], code: str, client: Client, answered: list[Any]) -> None:
    answer = ask(client, **values)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (400, "application/problem+json", code)
    assert answer["Cache-Control"] == "no-store"
    assert answered == []


def test_a_text_at_the_limit_is_taken(client: Client, answered: list[Any]) -> None:
    assert ask(client, "x" * 20_000).status_code == 200
    assert ask(client, "光" * 20_000).status_code == 200
    assert ask(client, "光").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (json.dumps({"text": "x" * 10_000_000}), "application/json", 413, "body_too_large"),
        ('{"text": "Clamp"', "application/json", 400, "malformed_body"),
        ('{"text": "\\ud800"}', "application/json", 400, "malformed_body"),
        ("[" * 100_000, "application/json", 400, "malformed_body"),
        ('["Clamp"]', "application/json", 400, "invalid"),
        ("text=Clamp", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("Clamp", "text/plain", 415, "unsupported_media_type"),
    ],
    ids=["10 MB", "cut off", "half a character", "deep", "a list", "a form", "plain"],
)
def test_refused_bodies(body: str, kind: str, status: int, code: str, client: Client, answered: list[Any]) -> None:
    answer = client.post(URL, body, content_type=kind)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (status, "application/problem+json", code)
    assert answered == []


def test_the_text_never_stands_in_an_address(client: Client, answered: list[Any]) -> None:
    for method in ("get", "head", "put", "delete"):
        assert getattr(client, method)(f"{URL}?text=Clamp").status_code == 405
    assert answered == []


def _places_in_the_database(piece: str) -> list[str]:
    """Tables and columns in which the piece stands, whatever their type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')"
        )
        columns = cursor.fetchall()
        assert len(columns) > 100
        found = []
        for table, column in columns:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{piece}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def _asked_in_every_way(client: Client) -> list[int]:
    return [
        ask(client).status_code,
        ask(client, SECRET + "x" * 20_000).status_code,
        ask(client, language="fr").status_code,
        client.post(URL, json.dumps({"text": SECRET})[:-1], content_type="application/json").status_code,
        client.post(URL, SECRET, content_type="text/plain").status_code,
    ]


@pytest.mark.parametrize("who", ["visitor", "operator"])
def test_the_text_is_nowhere_afterwards(who: str, client: Client, answered: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    if who == "operator":
        sign_in(client, make_operator())
    caplog.set_level(logging.DEBUG)
    assert _asked_in_every_way(client) == [200, 400, 400, 400, 415]
    assert any("event=request" in record.getMessage() for record in caplog.records)
    assert "quokkasprocket" not in caplog.text.lower()
    assert _places_in_the_database("quokkasprocket") == []
    assert "quokkasprocket" not in repr(getattr(cache, "_cache", {})).lower()
    assert traces() == Traces([], [])
    assert client.cookies.get("messages") is None


def test_a_failing_classifier_tells_nothing_about_the_text(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str, language: str | None = None, **bounds: int) -> SuggestionSet:
        raise RuntimeError("the model is gone")

    monkeypatch.setattr(suggestions, "suggestions_for", fail)
    client.raise_request_exception = False
    answer = ask(client)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, "application/problem+json", "server_error")
    assert "quokkasprocket" not in caplog.text.lower()
    assert b"gone" not in answer.content


def test_the_search_for_traces_would_find_one() -> None:
    make_symbols(("B29C", "Quokkasprocket", ""))
    assert "patents_classsymbol.label_en" in _places_in_the_database("quokkasprocket")


def test_so_many_questions_a_minute(client: Client, answered: list[Any]) -> None:
    first = ask(client)
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("60", "59")
    codes = [ask(client).status_code for _ in range(60)]
    assert codes == [200] * 59 + [429]
    assert len(answered) == 60


@pytest.mark.parametrize(
    ("text", "language", "section"),
    [
        ("Injection moulding machine\nA clamping unit closes the mould while molten plastic is injected.", "en", "B"),
        ("鋰離子電池的正極材料及其製備方法", "zh-Hant", "H"),
        ("锂离子电池的正极材料及其制备方法", "zh-Hans", "H"),
    ],
)
def test_the_shipped_model_answers(text: str, language: str, section: str, client: Client) -> None:
    body = ask(client, text).json()
    assert (body["language"], body["sections"][0]["symbol"], body["schemeVersion"]) == (language, section, "2026.01")
    scores = [s["score"] for s in body["suggestions"]]
    assert scores == sorted(scores, reverse=True)
    assert 3 <= len(scores) <= 5
    assert all(score >= 0.05 for score in scores[3:])
    assert all(0 <= score <= 1 for score in scores)
    assert {s["symbol"] for s in body["sections"]} == set("ABCDEFGH")
