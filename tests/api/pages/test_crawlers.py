"""Files for crawlers, browsers and monitors."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from lxml import etree
from pytest_django import Settings

from ipmarket.accounts.enums import Audience
from ipmarket.kernel import clock, process_cache
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.outbox.services import emit
from ipmarket.pages.views import crawlers, health
from patents.events import RIGHT_CHANGED
from search.selectors.engine_state import EngineState
from tests.factories.records import make_organisation, make_right, make_symbols, make_technology

pytestmark = pytest.mark.django_db

HOST = "https://market.example"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(response: Any) -> list[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return [str(loc.text).removeprefix(HOST) for loc in etree.fromstring(body).iterfind(".//s:loc", NAMES)]


def test_robots(built: Path, client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /api/app/",
        "Disallow: /en/imports",
        "Disallow: /en/sign-in",
        "Disallow: /zh-hant/imports",
        "Disallow: /zh-hant/sign-in",
        "Disallow: /zh-hans/imports",
        "Disallow: /zh-hans/sign-in",
        "Allow: /",
        "",
        "Sitemap: https://market.example/sitemap.xml",
    ]
    assert response["Cache-Control"] == "public, max-age=3600"


def test_a_file_that_did_not_change_is_not_sent_again(built: Path, client: Client) -> None:
    tag = client.get("/robots.txt")["ETag"]
    again = client.get("/robots.txt", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_security_txt_does_not_expire_soon(built: Path, client: Client) -> None:
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert list(lines) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert lines["Contact"] == f"{HOST}/en/about"
    expires = datetime.fromisoformat(lines["Expires"]).astimezone(UTC)
    assert timedelta(days=178) < expires - clock.now() <= timedelta(days=180)


@pytest.mark.parametrize(("segment", "name"), [("en", "IP Market"), ("zh-hant", "知識產權市集"), ("zh-hans", "知识产权市集")])
def test_a_browser_can_offer_the_search_box(built: Path, client: Client, segment: str, name: str) -> None:
    response = client.get(f"/opensearch/{segment}.xml")
    tree = etree.fromstring(response.content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    url = tree.find(f"{space}Url")
    assert url is not None
    assert tree.findtext(f"{space}ShortName") == name
    assert url.get("template") == f"{HOST}/{segment}/search?q={{searchTerms}}"


def test_the_sitemap_lists_fixed_pages_and_classes_with_their_alternates(built: Path, client: Client) -> None:
    make_symbols(("B", "Operations", ""), ("B29", "Plastics", ""))
    response = client.get("/sitemaps/pages.xml")
    found = addresses(response)
    pieces = ["", "search", "classes", "classify", "about", "accessibility", "terms", "privacy", "classes/B", "classes/B29"]
    assert found == [f"/{segment}/{piece}" for piece in pieces for segment in ("en", "zh-hant", "zh-hans")]
    first = etree.fromstring(response.content).find("s:url", NAMES)
    assert first is not None
    assert [link.get("hreflang") for link in first.iterfind("x:link", NAMES)] == ["en", "zh-Hant", "zh-Hans", "x-default"]


def test_the_sitemap_holds_every_public_record_once_and_no_other(built: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawlers, "SLICE_RECORDS", 2)
    owner = make_organisation()
    public = [make_right(f"HK3000000{n}A", owner_organisation=owner) for n in range(1, 6)]
    make_right("HK30000009A", audience=Audience.REGISTERED)
    unpublished = make_right("", owner_organisation=owner)
    technology = make_technology(owner=owner)
    make_technology(owner=owner, audience=Audience.OWNER)
    index = addresses(client.get("/sitemap.xml"))
    assert index == [
        "/sitemaps/pages.xml",
        f"/sitemaps/patents/{public[0].id}.xml",
        f"/sitemaps/patents/{public[2].id}.xml",
        f"/sitemaps/patents/{public[4].id}.xml",
        f"/sitemaps/technologies/{technology.id}.xml",
    ]
    listed = [address for slice_address in index[1:] for address in addresses(client.get(slice_address))]
    refs = [f"patents/{right.ref}" for right in public] + [f"patents/{unpublished.id}", f"technologies/{technology.id}"]
    assert listed == [f"/{segment}/{ref}" for ref in refs for segment in ("en", "zh-hant", "zh-hans")]


def test_a_slice_costs_one_query_however_long(built: Path, client: Client, django_assert_num_queries: Any) -> None:
    rights = [make_right(f"HK300000{n}A", classes=()) for n in range(10, 40)]
    with django_assert_num_queries(1):
        assert len(addresses(client.get(f"/sitemaps/patents/{rights[0].id}.xml"))) == 90
    process_cache.forget()
    with django_assert_num_queries(2):
        client.get("/sitemap.xml")
    with django_assert_num_queries(0):
        client.get("/sitemap.xml")


def test_an_unknown_kind_of_sitemap_is_no_page(built: Path, client: Client) -> None:
    assert client.get("/sitemaps/users/00000000-0000-7000-8000-000000000000.xml").status_code == 404


@pytest.mark.parametrize(("is_answering", "status", "state"), [(True, "ok", "ok"), (False, "degraded", "away")])
def test_health_of_a_working_product(client: Client, monkeypatch: pytest.MonkeyPatch, is_answering: bool, status: str, state: str) -> None:
    monkeypatch.setattr(health, "engine_state", lambda: EngineState("tantivy", is_answering))
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (
        200,
        {
            "status": status,
            "database": "ok",
            "pendingMigrations": 0,
            "search": {"engine": "tantivy", "state": state},
            "outbox": {"pending": 0, "parked": 0, "lagSeconds": 0},
        },
    )
    assert "no-store" in response["Cache-Control"]


def test_health_tells_how_far_the_relay_is_behind(client: Client) -> None:
    since = clock.now() - timedelta(seconds=90)
    emit(topic=RIGHT_CHANGED, aggregate_type="right", aggregate_id=new_id(), payload={}, at=since)
    queue = client.get("/healthz").json()["outbox"]
    assert (queue["pending"], queue["parked"]) == (2, 0)
    assert 90 <= queue["lagSeconds"] < 100


def test_health_with_tables_behind_the_code(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_pending_migrations", lambda: 2)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["pendingMigrations"]) == (503, 2)


def test_health_without_a_database_tells_no_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> int:
        raise DatabaseError("connection to 10.0.0.7 failed for user ipmarket")

    monkeypatch.setattr(health, "_pending_migrations", away)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "database": "unreachable"})


def test_security_txt_names_the_configured_contact(built: Path, client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "mailto:security@market.example"
    body = client.get("/.well-known/security.txt").content.decode()
    assert body.splitlines()[0] == "Contact: mailto:security@market.example"
    assert body.splitlines()[2:] == ["Preferred-Languages: en, zh", f"Canonical: {HOST}/.well-known/security.txt"]


@pytest.mark.parametrize(("wanted", "segment"), [("en", "en"), ("zh-HK", "zh-hant"), ("zh-CN", "zh-hans"), ("fr", "en")])
def test_password_managers_are_led_to_the_page_for_passwords(wanted: str, segment: str, built: Path, client: Client) -> None:
    answer = client.get("/.well-known/change-password", headers={"Accept-Language": wanted})
    assert (answer.status_code, answer["Location"]) == (302, f"/{segment}/account/security")
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/.well-known/change-password").status_code == 405
