"""What each page says of itself in the served HTML, in three languages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.pages.conftest import Read

pytestmark = pytest.mark.django_db

HOST = "https://market.example"
TITLES = {
    ("en", ""): "IP Market · Patents and production technologies of Hong Kong manufacturing",
    ("zh-hant", ""): "知識產權市集 · 香港製造業的專利和生產技術",
    ("zh-hans", ""): "知识产权市集 · 香港制造业的专利和生产技术",
    ("en", "search"): "Search · IP Market",
    ("zh-hant", "search"): "搜尋 · 知識產權市集",
    ("zh-hans", "search"): "搜索 · 知识产权市集",
    ("en", "classes"): "Classes of technology · IP Market",
    ("zh-hant", "classes"): "技術分類 · 知識產權市集",
    ("zh-hans", "classes"): "技术分类 · 知识产权市集",
    ("en", "classify"): "Which class is my invention? · IP Market",
    ("zh-hant", "classify"): "我的發明屬於哪一類？ · 知識產權市集",
    ("zh-hans", "classify"): "我的发明属于哪一类？ · 知识产权市集",
    ("en", "sign-in"): "Sign in · IP Market",
    ("zh-hant", "sign-in"): "登入 · 知識產權市集",
    ("zh-hans", "sign-in"): "登录 · 知识产权市集",
    ("en", "imports"): "Imports · IP Market",
    ("zh-hant", "imports"): "匯入 · 知識產權市集",
    ("zh-hans", "imports"): "导入 · 知识产权市集",
    ("en", "about"): "About IP Market · IP Market",
    ("zh-hant", "about"): "關於知識產權市集 · 知識產權市集",
    ("zh-hans", "about"): "关于知识产权市集 · 知识产权市集",
    ("en", "accessibility"): "Accessibility · IP Market",
    ("zh-hant", "accessibility"): "無障礙 · 知識產權市集",
    ("zh-hans", "accessibility"): "无障碍 · 知识产权市集",
}
TAGS = {"en": "en", "zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}
UNINDEXED = {"sign-in", "imports"}


@pytest.mark.parametrize(("segment", "piece"), list(TITLES))
def test_every_page_names_itself_in_its_language(read: Callable[..., Read], segment: str, piece: str) -> None:
    page = read(f"/{segment}/{piece}")
    assert page.title == TITLES[segment, piece]
    assert page.tree.get("lang") == TAGS[segment]
    assert page.response["Content-Language"] == TAGS[segment]
    assert page.canonical == f"{HOST}/{segment}/{piece}"
    fallback = f"{HOST}/en/{piece}" if piece else f"{HOST}/"
    assert page.alternates == {
        "en": f"{HOST}/en/{piece}",
        "zh-Hant": f"{HOST}/zh-hant/{piece}",
        "zh-Hans": f"{HOST}/zh-hans/{piece}",
        "x-default": fallback,
    }
    assert page.meta("og:title") == page.title
    assert page.meta("og:url") == page.canonical
    assert page.meta("og:locale") == {"en": "en_GB", "zh-hant": "zh_HK", "zh-hans": "zh_CN"}[segment]
    assert page.meta("description") == page.meta("og:description")
    assert page.meta("robots") == ("noindex" if piece in UNINDEXED else None)
    assert len(page.tree.xpath("//h1")) == 1
    assert page.tree.xpath("count(//noscript)") == 1


def test_descriptions_differ_between_languages_and_pages(read: Callable[..., Read]) -> None:
    descriptions = {read(f"/{segment}/{piece}").meta("description") for segment, piece in TITLES}
    assert len(descriptions) == len(TITLES)


def test_the_home_page_offers_the_search_box(read: Callable[..., Read]) -> None:
    page = read("/zh-hant/")
    form = page.tree.xpath("//form[@role='search']")[0]
    assert (form.get("action"), [i.get("name") for i in form.xpath(".//input")]) == ("/zh-hant/search", ["q"])
    assert page.structured == [
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": "知識產權市集",
            "url": f"{HOST}/zh-hant/",
            "inLanguage": ["en", "zh-Hant", "zh-Hans"],
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{HOST}/zh-hant/search?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        }
    ]


@pytest.mark.parametrize(
    ("accepted", "cookie", "language"),
    [
        ("", "", "en"),
        ("zh-HK,zh;q=0.9,en;q=0.8", "", "zh-Hant"),
        ("zh-CN,zh;q=0.9", "", "zh-Hans"),
        ("fr,en;q=0.5", "", "en"),
        ("zh-HK", "zh-Hans", "zh-Hans"),
        ("zh-HK", "nonsense", "zh-Hant"),
    ],
)
def test_the_bare_host_answers_in_the_readers_language(
    read: Callable[..., Read], client: Client, accepted: str, cookie: str, language: str
) -> None:
    client.cookies["language"] = cookie
    page = read("/", headers={"Accept-Language": accepted})
    assert page.tree.get("lang") == language
    assert page.canonical == f"{HOST}/{language.lower()}/"
    assert {name.strip() for name in page.response["Vary"].split(",")} >= {"Accept-Language", "Cookie"}


def test_a_page_with_its_language_in_the_address_ignores_the_browsers(read: Callable[..., Read]) -> None:
    page = read("/en/about", headers={"Accept-Language": "zh-HK"})
    assert page.tree.get("lang") == "en"
    assert "Accept-Language" not in page.response.get("Vary", "")


def test_the_files_of_the_build_are_named_in_cascade_order(read: Callable[..., Read]) -> None:
    page = read("/en/")
    sheets = page.tree.xpath("//link[@rel='stylesheet']/@href")
    assert sheets[1:] == ["/static/app/assets/main-BBBB.css", "/static/app/assets/vendor-DDDD.css"]
    assert page.tree.xpath("//script[@type='module']/@src") == ["/static/app/assets/main-AAAA.js"]
    assert page.tree.xpath("//link[@rel='modulepreload']/@href") == [
        "/static/app/assets/vendor-CCCC.js",
        "/static/app/assets/words-EEEE.js",
    ]


def test_every_script_carries_the_one_time_word_of_its_own_answer(read: Callable[..., Read]) -> None:
    first, second = read("/en/"), read("/en/")
    for page in (first, second):
        nonces = set(page.tree.xpath("//script/@nonce | //link[@rel='modulepreload']/@nonce | //meta[@name='csp-nonce']/@nonce"))
        assert nonces == {page.header_nonce}
        assert page.tree.xpath("count(//script[not(@nonce)])") == 0
        assert page.tree.xpath("count(//@style) + count(//style) + count(//@onclick)") == 0
        assert page.response["Cache-Control"] == "private, no-cache"
    assert first.header_nonce != second.header_nonce
    assert "unsafe" not in first.response["Content-Security-Policy"]


def test_a_new_build_is_noticed(read: Callable[..., Read], built: Path, touch_later: Callable[[Path], None]) -> None:
    read("/en/")
    manifest = built / ".vite" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("main-AAAA", "main-ZZZZ"))
    touch_later(manifest)
    assert read("/en/").tree.xpath("//script[@type='module']/@src") == ["/static/app/assets/main-ZZZZ.js"]


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"a": {"file": "a.js"}}'])
def test_without_a_build_the_page_says_what_to_do(built: Path, client: Client, content: str | None) -> None:
    manifest = built / ".vite" / "manifest.json"
    manifest.unlink()
    if content is not None:
        manifest.write_text(content)
    response = client.get("/en/")
    assert (response.status_code, response.content) == (503, b"The front end is not built; run make run.\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "indexed", "canonical"),
    [
        ("/en/search?q=mould", True, "/en/search?q=mould"),
        ("/en/search", True, "/en/search"),
        ("/en/search?q=mould&office=HK", False, "/en/search?q=mould"),
        ("/en/search?type=patent", False, "/en/search"),
        ("/en/search?q=mould&cursor=abc", False, "/en/search?q=mould"),
        ("/en/search?q=%20a%20%20b%00", True, "/en/search?q=a+b"),
        ("/zh-hant/search?q=注塑機", True, "/zh-hant/search?q=%E6%B3%A8%E5%A1%91%E6%A9%9F"),
    ],
)
def test_a_search_with_filters_is_not_to_be_indexed(read: Callable[..., Read], path: str, indexed: bool, canonical: str) -> None:
    page = read(path)
    assert page.meta("robots") == (None if indexed else "noindex")
    assert page.canonical == f"{HOST}{canonical}"


def test_a_search_shows_its_query_as_text(read: Callable[..., Read]) -> None:
    page = read("/zh-hans/search", data={"q": "</title><script>alert(1)</script>"})
    assert page.title == "</title><script>alert(1)</script>：搜索结果 · 知识产权市集"
    assert page.tree.xpath("//input[@name='q']/@value") == ["</title><script>alert(1)</script>"]
    assert b"<script>alert" not in page.response.content


def test_a_very_long_query_is_cut(read: Callable[..., Read]) -> None:
    page = read("/en/search", data={"q": "x" * 5000})
    assert page.tree.xpath("//input[@name='q']/@value") == ["x" * 199 + "…"]
    assert len(page.title) < 100


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/en/nothing", "en"),
        ("/zh-hant/patents", "zh-Hant"),
        ("/zh-hans/imports/7", "zh-Hans"),
        ("/fr/", "en"),
        ("/wp-login.php", "en"),
        ("/en/%01", "en"),
    ],
)
def test_a_wrong_address_offers_the_search_box(read: Callable[..., Read], path: str, language: str) -> None:
    page = read(path, status=404)
    assert page.tree.get("lang") == language
    assert page.tree.xpath("count(//form[@role='search'])") == 1
    assert page.tree.xpath("count(//script[@type='module'])") == 1
    assert (page.meta("robots"), page.canonical, page.alternates) == ("noindex", None, {})


def test_a_wrong_address_without_a_language_answers_in_the_readers(read: Callable[..., Read]) -> None:
    page = read("/nothing", status=404, headers={"Accept-Language": "zh-TW"})
    assert page.title == "這個網址沒有頁面 · 知識產權市集"
    assert "Accept-Language" in page.response["Vary"]


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/en", "/en/"),
        ("/zh-Hant/", "/zh-hant/"),
        ("/ZH-HANS/search?q=a", "/zh-hans/search?q=a"),
        ("/en/search/", "/en/search"),
        ("/EN/classes/B29C/", "/en/classes/B29C"),
    ],
)
def test_nearly_right_addresses_lead_to_the_page(built: Path, client: Client, path: str, leads_to: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, leads_to)


@pytest.mark.parametrize("path", ["//elsewhere.example/", "/en//elsewhere.example", "//en/search/", "/en/..//search/"])
def test_no_address_leads_to_another_host(built: Path, client: Client, path: str) -> None:
    response = client.generic("GET", path)
    assert "elsewhere" not in response.get("Location", "")
    assert response.get("Location", "/en/").startswith("/en/")


@pytest.mark.parametrize("path", ["/api/unknown", "/api/v1/unknown", "/static/app/assets/none.js"])
def test_unknown_addresses_of_the_api_and_of_files_are_no_pages(built: Path, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert b'id="root"' not in response.content


def test_head_answers_like_get_without_a_body(read: Callable[..., Read], client: Client) -> None:
    response = client.head("/en/search?q=mould")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_are_only_read(built: Path, client: Client, method: str) -> None:
    response: Any = getattr(client, method)("/en/search")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_fixed_page_asks_the_database_nothing(built: Path, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get("/en/about")
        client.get("/en/search?q=mould")
