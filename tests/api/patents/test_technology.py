"""One production technology: the exact body, what is hidden, and what is refused."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.records import (
    AT,
    IN_FORCE,
    make_operator,
    make_organisation,
    make_right,
    make_symbols,
    make_technology,
    make_user,
)
from tests.support.wire import as_wired

pytestmark = pytest.mark.django_db
PLACES = ("/api/v1/technologies/", "/api/app/technologies/")


@pytest.mark.parametrize("place", PLACES)
def test_the_whole_body(place: str, client: Client, reference_rows: None) -> None:
    make_symbols(("B23B", "turning and boring", "TURNING; BORING"))
    owner = make_organisation(name_zh_hant="樣例模具廠")
    right = make_right("HK40000001B0", titles={"en": "Dry lathe"}, **IN_FORCE)
    technology = make_technology(
        title_en="Dry cutting",
        title_zh_hant="乾式切削",
        owner=owner,
        rights=[right],
        classes=["B23B 1/00"],
        original_language="zh-Hant",
        summary_en="Cuts without coolant.",
        process_zh_hant="切削。",
        equipment_en="A lathe.",
        capacity_en="100 a day",
        unit_cost_minor=1250,
        unit_cost_currency="HKD",
        unit_cost_per_en="piece",
        certifications=["ISO 14001"],
        stage="pilot",
        trl=7,
        measures=["green_manufacturing"],
        sectors=["C"],
    )
    answer = client.get(f"{place}{technology.id}")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(technology.id),
        "ref": str(technology.id),
        "title": {"text": "Dry cutting", "lang": "en", "standing": "owner"},
        "otherTitles": [{"text": "乾式切削", "lang": "zh-Hant", "standing": "original"}],
        "summary": {"text": "Cuts without coolant.", "lang": "en", "standing": "owner"},
        "process": {"text": "切削。", "lang": "zh-Hant", "standing": "original"},
        "equipment": {"text": "A lathe.", "lang": "en", "standing": "owner"},
        "capacity": {"text": "100 a day", "lang": "en", "standing": "owner"},
        "unitCost": {"amountMinor": 1250, "currency": "HKD", "per": "piece"},
        "certifications": ["ISO 14001"],
        "stage": {"code": "pilot", "label": "Pilot run"},
        "trl": 7,
        "measures": [{"code": "green_manufacturing", "label": "Green manufacturing"}],
        "sectors": [{"code": "C", "label": "Manufacturing"}],
        "classes": [
            {
                "scheme": "ipc",
                "symbol": "B23B 1/00",
                "subclass": "B23B",
                "label": "turning and boring",
                "title": None,
                "origin": "office",
                "score": None,
                "first": True,
            }
        ],
        "technologyFields": [{"code": "26", "label": "Machine tools", "sector": "Mechanical engineering"}],
        "patents": [
            {
                "id": str(right.id),
                "ref": "HK40000001B0",
                "number": answer.json()["patents"][0]["number"],
                "title": {"text": "Dry lathe", "lang": "en", "standing": "original"},
                "status": {"state": "in_force", "source": "Hong Kong register", "asOf": "2026-11-01"},
            }
        ],
        "owner": {"id": str(owner.id), "name": "Sample Mould Works"},
        "isDemo": False,
        "updatedAt": as_wired(AT),
        "version": 1,
    }
    chinese = client.get(f"{place}{technology.id}", headers={"Accept-Language": "zh-HK"}).json()
    assert (chinese["title"]["text"], chinese["owner"]["name"], chinese["unitCost"]["per"]) == ("乾式切削", "樣例模具廠", "piece")


def test_a_technology_of_which_little_is_known(client: Client) -> None:
    technology = make_technology(title_en="", title_zh_hans="干式切削")
    body = client.get(f"/api/v1/technologies/{technology.id}").json()
    assert body["title"] == {"text": "干式切削", "lang": "zh-Hans", "standing": "owner"}
    assert [body[name] for name in ("summary", "process", "equipment", "capacity", "unitCost", "trl")] == [None] * 6
    lists = ("otherTitles", "certifications", "measures", "sectors", "classes", "technologyFields", "patents")
    assert [body[name] for name in lists] == [[]] * 7


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("who", "registered", "owner"),
    [("visitor", 404, 404), ("member", 200, 200), ("stranger", 200, 404), ("operator", 200, 200), ("auditor", 200, 200)],
)
def test_a_hidden_technology_answers_like_an_absent_one(
    who: str, registered: int, owner: int, place: str, client: Client, as_person: Callable[..., Client]
) -> None:
    organisation = make_organisation()
    people = {
        "visitor": lambda: client,
        "member": lambda: as_person(make_user(organisation=organisation)),
        "stranger": lambda: as_person(make_user(organisation=make_organisation(name_en="Another"))),
        "operator": lambda: as_person(make_operator()),
        "auditor": lambda: as_person(make_user(roles=("auditor",))),
    }
    reader = people[who]()
    for audience, status in (("registered", registered), ("owner", owner)):
        technology = make_technology(owner=organisation, audience=audience)
        answer = reader.get(f"{place}{technology.id}")
        assert answer.status_code == status
        if status == 404:
            absent = str(uuid4())
            nothing = reader.get(f"{place}{absent}")
            assert answer.content.replace(str(technology.id).encode(), b"") == nothing.content.replace(absent.encode(), b"")


def test_a_hidden_right_is_not_mentioned(client: Client) -> None:
    hidden = make_right("HK1000001A1", audience="registered", titles={"en": "Hidden title"})
    technology = make_technology(rights=[hidden, make_right("HK1000002A1")])
    answer = client.get(f"/api/v1/technologies/{technology.id}")
    assert [r["ref"] for r in answer.json()["patents"]] == ["HK1000002A1"]
    assert str(hidden.id).encode() not in answer.content


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("ref", ["nonsense", "US7272630B2", "%00", "%20", "a" * 500, "0" * 36])
def test_what_is_no_id_is_not_found(place: str, ref: str, client: Client) -> None:
    answer = client.get(f"{place}{ref}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, "application/problem+json", "not_found")


@pytest.mark.parametrize("place", PLACES)
def test_unknown_parameters_and_methods(place: str, client: Client) -> None:
    url = f"{place}{make_technology().id}"
    assert client.get(url, {"expand": "all"}).json()["code"] == "unknown_parameter"
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(url).status_code == 405


def test_the_tag(client: Client) -> None:
    technology = make_technology()
    url = f"/api/v1/technologies/{technology.id}"
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    technology.title_en = "Changed"
    technology.save()
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).json()["title"]["text"] == "Changed"


def test_the_number_of_statements_does_not_grow_with_the_record(client: Client, reference_rows: None) -> None:
    technology = make_technology(rights=[make_right("HK1000000A1")], classes=["B29C 45/17"])
    counts: list[int] = []
    for size in (1, 1, 20):
        technology.rights.set([make_right(f"HK2{size:02}{n:04}A{len(counts)}") for n in range(size)])
        with CaptureQueriesContext(connection) as statements:
            body = client.get(f"/api/v1/technologies/{technology.id}").json()
        assert len(body["patents"]) == size
        counts.append(len(statements))
    assert counts[1] == counts[2] <= 8
