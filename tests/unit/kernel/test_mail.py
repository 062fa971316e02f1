"""How a message is made: placeholders, instants in words, templates, subject, text and HTML."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from ipmarket.kernel.mail import registry
from ipmarket.kernel.mail.errors import TemplateRefused
from ipmarket.kernel.mail.links import is_ours, page_address, site_address
from ipmarket.kernel.mail.moments import day_in_words, moment_in_words
from ipmarket.kernel.mail.registry import Template, register, template_named
from ipmarket.kernel.mail.rendering import Rendered, render, sample
from ipmarket.kernel.mail.substitution import fill, placeholders
from ipmarket.kernel.text import Language

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
TEMPLATE = """
values = ["name", "role", "note", "until_date", "seen_at", "link", "code"]
code = "{code}"
url = "{link}"

[en]
subject = "{name} writes"
paragraphs = ["A note: {note}", "Seen {seen_at}."]
facts = [["Role", "{role}"], ["Until", "{until_date}"]]
action = "Answer {name}"
after = ["The end."]

[zh-Hant]
subject = "{name} 來信"
paragraphs = ["{note}", "{seen_at}"]
facts = [["角色", "{role}"], ["至", "{until_date}"]]
action = "回覆"

[zh-Hans]
subject = "{name} 来信"
paragraphs = ["{note}", "{seen_at}"]
facts = [["角色", "{role}"], ["至", "{until_date}"]]
action = "回复"
"""
WORDS = """
[role]
owner = { en = "Owner", zh-Hant = "擁有人", zh-Hans = "所有者" }
viewer = { en = "Viewer", zh-Hant = "檢視者", zh-Hans = "查看者" }
"""
SAMPLES = """
name = "Wong"
role = "owner"
note = "Hello"
until_date = "2027-01-31"
seen_at = "2026-11-21T04:00:00+00:00"
link = "invitations/example"
code = "1"
"""
VALUES = {
    "name": "Wong Siu Ming",
    "role": "owner,viewer",
    "note": "Two\nlines",
    "until_date": "2027-01-31",
    "seen_at": "2026-11-21T12:00:00+08:00",
    "link": "https://market.example/en/invitations/abc?x=1&y=2",
    "code": "492 713",
}


@pytest.fixture(autouse=True)
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PUBLIC_URL = "https://market.example"
    settings.SECURITY_CONTACT = "mailto:desk@market.example"
    monkeypatch.setattr(registry, "_templates", {})


def given_template(tmp_path: Path, text: str = TEMPLATE, *, words: str = WORDS, samples: str = SAMPLES) -> Template:
    folder = tmp_path / "things" / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("note", text), ("_words", words), ("_samples", samples)):
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    assert register(folder) == ("things/note",)
    found = template_named("things/note")
    assert found is not None
    return found


def made(tmp_path: Path, language: Language = "en", /, **change: str) -> Rendered:
    return render(given_template(tmp_path), language=language, time_zone="Asia/Hong_Kong", values={**VALUES, **change})


# Placeholders


def test_a_placeholder_is_replaced_by_its_value() -> None:
    assert fill("{a}{b} and {a}", {"a": "1", "b": "{a}"}) == "1{a} and 1"
    assert placeholders("{a} {b_2} {a}") == {"a", "b_2"}
    assert placeholders("none") == frozenset()


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a", "a}", "{A}", "{a b}", "{{a}}", "{a.b}", "{a!r}", "{0}", "{_a}"])
def test_a_brace_that_is_no_placeholder_is_refused(text: str) -> None:
    with pytest.raises(TemplateRefused):
        placeholders(text)


@pytest.mark.parametrize("text", ["{b}", "{a} {", "}", "{}"])
def test_a_placeholder_without_a_value_is_refused(text: str) -> None:
    with pytest.raises(TemplateRefused) as caught:
        fill(text, {"a": "secret"})
    assert "secret" not in str(caught.value)


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
PLAIN = st.text(alphabet=st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=20)


@given(pieces=st.lists(st.tuples(PLAIN, NAMES), max_size=6), end=PLAIN, data=st.data())
def test_filling_puts_each_value_in_its_place_as_it_is(pieces: list[tuple[str, str]], end: str, data: st.DataObject) -> None:
    values = {name: data.draw(st.text(max_size=20) | st.sampled_from(["{a}", "{", "}}", "{" + name + "}"])) for _, name in pieces}
    text = "".join(f"{before}{{{name}}}" for before, name in pieces) + end
    assert placeholders(text) == set(values)
    assert fill(text, values) == "".join(before + values[name] for before, name in pieces) + end


# Instants and days in words


@pytest.mark.parametrize(
    ("zone", "instant", "english", "traditional", "simplified"),
    [
        ("Asia/Hong_Kong", NOON, "21 Nov 2026, 12:00 HKT", "2026 年 11 月 21 日 12:00 香港時間", "2026 年 11 月 21 日 12:00 香港时间"),
        (
            "Asia/Shanghai",
            NOON,
            "21 Nov 2026, 12:00 Beijing time",
            "2026 年 11 月 21 日 12:00 北京時間",
            "2026 年 11 月 21 日 12:00 北京时间",
        ),
        ("UTC", NOON, "21 Nov 2026, 04:00 UTC", "2026 年 11 月 21 日 04:00 世界協調時間", "2026 年 11 月 21 日 04:00 世界协调时间"),
        ("Europe/London", NOON, "21 Nov 2026, 04:00 GMT", "2026 年 11 月 21 日 04:00 GMT", "2026 年 11 月 21 日 04:00 GMT"),
        ("Europe/London", SUMMER, "1 Jul 2026, 13:00 BST", "2026 年 7 月 1 日 13:00 BST", "2026 年 7 月 1 日 13:00 BST"),
        ("America/New_York", NOON, "20 Nov 2026, 23:00 EST", "2026 年 11 月 20 日 23:00 EST", "2026 年 11 月 20 日 23:00 EST"),
        ("Asia/Kathmandu", NOON, "21 Nov 2026, 09:45 UTC+5:45", "2026 年 11 月 21 日 09:45 UTC+5:45", "2026 年 11 月 21 日 09:45 UTC+5:45"),
        ("America/Sao_Paulo", NOON, "21 Nov 2026, 01:00 UTC-3", "2026 年 11 月 21 日 01:00 UTC-3", "2026 年 11 月 21 日 01:00 UTC-3"),
    ],
)
def test_an_instant_is_said_in_the_recipients_zone(zone: str, instant: datetime, english: str, traditional: str, simplified: str) -> None:
    assert moment_in_words(instant, zone, "en") == english
    assert moment_in_words(instant, zone, "zh-Hant") == traditional
    assert moment_in_words(instant, zone, "zh-Hans") == simplified


def test_a_day_is_said_without_a_zone() -> None:
    assert day_in_words(date(2027, 1, 9), "en") == "9 Jan 2027"
    assert day_in_words(date(2027, 1, 9), "zh-Hant") == "2027 年 1 月 9 日"


# Addresses


def test_pages_are_named_whole_and_in_the_readers_language(settings: Settings) -> None:
    assert page_address("/account/data", language="zh-Hant") == "https://market.example/zh-hant/account/data"
    settings.PUBLIC_URL = ""
    assert (site_address(), page_address("a", language="en")) == ("http://127.0.0.1:8000", "http://127.0.0.1:8000/en/a")
    with pytest.raises(ValueError, match="no language"):
        page_address("a", language="fr")


@pytest.mark.parametrize(
    "address",
    ["https://market.example.evil.test/", "http://market.example/", "javascript:alert(1)", "https://market.example", "/en/a", "",
     "https://market.example/\nx"],
)  # fmt: skip
def test_other_addresses_are_not_ours(address: str, tmp_path: Path) -> None:
    assert not is_ours(address)
    with pytest.raises(TemplateRefused):
        made(tmp_path, link=address)


# Messages


def test_text_and_html_say_the_same(tmp_path: Path) -> None:
    message = made(tmp_path)
    assert message.subject == "Wong Siu Ming writes"
    assert message.text == (
        "A note: Two\nlines\n\nSeen 21 Nov 2026, 12:00 HKT.\n\nRole: Owner, Viewer\nUntil: 31 Jan 2027\n\n    492 713\n\n"
        "Answer Wong Siu Ming:\nhttps://market.example/en/invitations/abc?x=1&y=2\n\nThe end.\n\n"
        "-- \n\nIP Market  https://market.example/\nThis message was sent automatically; nobody reads replies to it.\n"
        "We never ask for your password or a code by mail or telephone.\nTo reach the operators: desk@market.example\n"
    ).replace("-- \n\n", "-- \n")
    for piece in ("A note: Two\nlines", "Seen 21 Nov 2026, 12:00 HKT.", "Owner, Viewer", "492 713", "x=1&amp;y=2", "The end."):
        assert piece in message.html


def test_a_message_in_chinese(tmp_path: Path) -> None:
    message = made(tmp_path, "zh-Hant")
    assert message.subject == "Wong Siu Ming 來信"
    assert "2026 年 11 月 21 日 12:00 香港時間" in message.text
    assert "角色：擁有人、檢視者\n至：2027 年 1 月 31 日" in message.text
    assert '<html lang="zh-Hant">' in message.html


def test_a_fact_without_a_value_is_left_out_and_a_sentence_cannot_be(tmp_path: Path) -> None:
    message = made(tmp_path, until_date="", role="")
    assert "Until" not in message.text + message.html
    assert "<table>" not in message.html
    for name in ("name", "note", "seen_at", "code", "link"):
        with pytest.raises(TemplateRefused, match="empty"):
            made(tmp_path, **{name: " "})


@pytest.mark.parametrize(
    "change", [{"role": "king"}, {"role": "owner,king"}, {"seen_at": "2026-11-21"}, {"until_date": "31 Jan"}, {"until_date": "2027-02-30"}]
)
def test_values_that_cannot_be_read_are_refused(change: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(TemplateRefused) as caught:
        made(tmp_path, **change)
    assert next(iter(change.values())) not in str(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n\n "])
def test_a_value_cannot_begin_another_header(end: str, tmp_path: Path) -> None:
    message = made(tmp_path, name=f"Wong{end}Bcc: everybody@example.test")
    assert message.subject == "Wong Bcc: everybody@example.test writes"


def test_a_subject_is_short(tmp_path: Path) -> None:
    subject = made(tmp_path, name="長" * 500).subject
    assert (len(subject), subject[-1]) == (180, "…")


def test_braces_in_values_stay_as_typed(tmp_path: Path) -> None:
    message = made(tmp_path, name="{code} {{ settings.SECRET_KEY }} {% now %}", note="}{ {link}")
    assert message.subject == "{code} {{ settings.SECRET_KEY }} {% now %} writes"
    assert "A note: }{ {link}" in message.text
    assert "A note: }{ {link}" in message.html


def test_control_and_direction_characters_are_dropped(tmp_path: Path) -> None:
    assert made(tmp_path, name="a\u202eb\u200fc\x00d\x1be\u2066f").subject == "abcdef writes"


class Elements(HTMLParser):
    """Every element and attribute of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def elements(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    return parser


@given(
    text=st.text(max_size=60) | st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=y>', "</style><b>", "&lt;", "' x='"])
)
def test_no_value_becomes_markup(text: str) -> None:
    template = Template(
        name="a/b", values=("v",), code="{v}", page="", url="", samples={}, words={},
        texts={language: registry.TemplateText(subject="s{v}", paragraphs=("p{v}",), facts=(("f{v}", "{v}"),), after=("{v}",))
               for language in ("en", "zh-Hant", "zh-Hans")},
    )  # fmt: skip
    shown = render(template, language="en", time_zone="UTC", values={"v": f"x{text}"})
    usual = render(template, language="en", time_zone="UTC", values={"v": "x"})
    assert elements(shown.html).tags == elements(usual.html).tags
    assert elements(shown.html).attributes == elements(usual.html).attributes


def test_the_page_holds_nothing_that_runs_or_loads(tmp_path: Path) -> None:
    page = elements(made(tmp_path).html)
    assert set(page.tags) <= {
        "html", "head", "meta", "title", "style", "body", "div", "h1", "p", "table", "tr", "th", "td", "a",
    }  # fmt: skip
    assert page.tags.count("style") == 1
    names = {name for name, _ in page.attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on") or name in {"src", "srcset", "background"}]
    links = [value for name, value in page.attributes if name == "href"]
    assert links == [VALUES["link"], VALUES["link"], "https://market.example/"]


# Templates


def test_examples_make_a_message(tmp_path: Path) -> None:
    message = sample(given_template(tmp_path), language="zh-Hans", time_zone="Asia/Hong_Kong")
    assert "https://market.example/zh-hans/invitations/example" in message.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('subject = "{name} writes"', 'subject = "{nobody} writes"'),
        ('subject = "{name} writes"', 'subject = ""'),
        ('subject = "{name} writes"', 'subject = """a\n{name}"""'),
        ('subject = "{name} writes"', 'subjekt = "{name}"'),
        ("A note: {note}", "A note"),
        ("A note: {note}", "A note: {note} {"),
        ('after = ["The end."]', 'afterwards = ["The end."]'),
        ('after = ["The end."]', "after = [3]"),
        ('action = "回覆"\n', ""),
        ('url = "{link}"', 'url = "{link}"\npage = "account"'),
        ('code = "{code}"', 'code = "{code}"\ncolour = "red"'),
        ("[zh-Hans]", "[fr]"),
        ('"code"]', '"code", "more"]'),
    ],
)
def test_a_template_that_is_not_whole_is_refused(before: str, after: str, tmp_path: Path) -> None:
    assert TEMPLATE.count(before) == 1
    with pytest.raises(TemplateRefused):
        given_template(tmp_path, TEMPLATE.replace(before, after))


@pytest.mark.parametrize("files", [{"samples": ""}, {"words": '[role]\nowner = { en = "Owner" }'}])
def test_examples_and_words_are_whole(files: Mapping[str, str], tmp_path: Path) -> None:
    with pytest.raises(TemplateRefused):
        given_template(tmp_path, **files)
