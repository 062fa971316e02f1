"""What people type stays text: no placeholder, no template, no markup, no second header line; and none of it reaches the log."""

import io
import json
import logging
from collections.abc import Iterator
from email import message_from_bytes, policy
from html import escape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.safestring import mark_safe
from pytest_django import Settings

from ipmarket.accounts.models import Organisation, User
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.api import middleware
from ipmarket.kernel.mail import rendering
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.mail.substitution import fill
from ipmarket.kernel.outbox.relay import drain
from ipmarket.reference.services.load_rows import load_rows
from tests.api.security.test_error_text import Kept
from tests.factories.people import join, make_person, token_of
from tests.factories.records import AT, make_operator, make_organisation, make_right, make_technology
from tests.support.attacks import browser, send
from tests.support.sign_in import auth, mailed

pytestmark = pytest.mark.django_db
INVITED = "invited@works.example"
# Ways of asking another template language, or another message, for something.
TRICKS = [
    "{code}",
    "{link}",
    "{inviter.password}",
    "{0}",
    "{inviter!r:>99}",
    "{{7*7}}",
    "{% debug %}",
    "{{ settings.SECRET_KEY }}",
    "%(link)s %s",
    "${7*7} #{7*7} <%= 7*7 %>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><a href='https://evil.example'>",
    "&lt;b&gt;",
    "{",
    "}{",
]


def message_about(person_name: str, organisation_name: str) -> tuple[mail.EmailMultiAlternatives, str]:
    """The invitation that a person of this name sends for an organisation of this name, as it leaves; and its link."""
    works = make_organisation(name_en=organisation_name)
    owner = make_person("owner@works.example", name=person_name)
    join(owner, works, "owner")
    answer = send(browser(owner, works), "post", f"organisations/{works.id}/invitations", {"email": INVITED, "role": "member"})
    assert answer.status_code == 201
    # Once the message is sent, nobody can read its values any more.
    link = mailed("accounts/invitation")["link"]
    drain()
    (message,) = mail.outbox
    assert isinstance(message, mail.EmailMultiAlternatives)
    return message, link


def as_typed(message: mail.EmailMultiAlternatives, *names: str) -> bool:
    """True when the names stand in subject or text as they were typed, and in the HTML as text."""
    html = str(message.alternatives[0][0])
    text = f"{message.subject}\n{message.body}"
    return all(name in text for name in names) and all(escape(name) in html for name in names)


@pytest.mark.parametrize("trick", TRICKS)
def test_a_name_stays_as_it_was_typed_in_a_message(trick: str) -> None:
    message, link = message_about(f"A {trick} B", f"C {trick} D")
    assert as_typed(message, f"A {trick} B", f"C {trick} D")
    assert str(message.body).count(link) == 1
    assert "49" not in message.subject


def test_without_a_single_pass_a_name_would_fetch_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is substitution.fill, which replaces once; filling what was filled again opens the names."""
    monkeypatch.setattr(rendering, "fill", lambda text, values: fill(fill(text, values), values))
    message, link = message_about("A {link} B", "Works")
    assert as_typed(message, "A {link} B") is False
    assert str(message.body).count(link) > 1


def test_without_escaping_a_name_would_be_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is the template engine's own escaping."""
    monkeypatch.setattr(rendering, "fill", lambda text, values: mark_safe(fill(text, values)))
    message, _ = message_about("<script>alert(1)</script>", "Works")
    assert "<script>" in str(message.alternatives[0][0])


@pytest.mark.parametrize(
    "ending", ["\r\nBcc: evil@evil.example", "\nX-Evil: 1\n\nbody", "\u2028Bcc: evil@evil.example", "\x85Bcc: e@e.example"]
)
def test_a_name_makes_no_second_header(ending: str) -> None:
    message, _ = message_about(f"A{ending}", f"B{ending}")
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert (parsed["Bcc"], parsed["X-Evil"], parsed["To"]) == (None, None, INVITED)
    assert message.recipients() == [INVITED]
    assert len(message.subject.splitlines()) == 1


@pytest.mark.parametrize("trick", TRICKS)
def test_a_name_stays_as_it_was_typed_in_a_page(trick: str) -> None:
    """Pages of records are drawn by the server, with the names of owners in them."""
    owner = make_organisation(name_en=f"C {trick} D")
    right = make_right("US7272630B2", titles={"en": f"T {trick} U"}, applicants=[f"P {trick} Q"], owner_organisation=owner)
    technology = make_technology(owner=owner, title_en=f"M {trick} N")
    pages = [f"/en/patents/{right.ref}", f"/en/technologies/{technology.id}", "/en/search", "/en/"]
    for page in pages:
        answer: Any = Client(raise_request_exception=False).get(page)
        body = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert answer.status_code == 200
        for markup in ("<script>alert", "<img src=x", "<a href='https://evil"):
            assert markup not in body
        assert not [f"{first} 49 {last}" for first, last in ("CD", "TU", "PQ", "MN") if f"{first} 49 {last}" in body]
        if page == pages[0]:
            assert escape(f"T {trick} U") in body


def test_without_escaping_a_page_would_hold_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is the template engine's own escaping."""
    right = make_right("US7272630B2", titles={"en": "T <script>alert(1)</script> U"})
    monkeypatch.setattr("django.template.base.render_value_in_context", lambda value, context: str(value))
    assert b"<script>alert(1)</script>" in Client().get(f"/en/patents/{right.ref}").content


# ── The log ──

MARK = "vexillum4417"


@pytest.fixture
def kept(settings: Settings) -> Iterator[io.StringIO]:
    """What is logged while a test runs, by whomever."""
    handler = Kept()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.text
    root.removeHandler(handler)


def marked(what: str) -> str:
    return f"{MARK}{what}"


def a_day(settings: Settings) -> None:
    """Somebody signs up, founds, invites, is joined, edits, is verified, suspended, copied and erased; each value carries the mark."""
    boss = make_person(f"{marked('boss')}@works.example", name=marked("Boss"))
    operator = make_operator(email=f"{marked('operator')}@desk.example")
    staff = browser(operator, is_strong=True)
    visitor = Client(raise_request_exception=False)
    auth(visitor, "post", "auth/signup", {"email": f"{marked('new')}@works.example", "name": marked("New"), "language": "en"})
    auth(visitor, "post", "auth/email/verify", {"key": mailed("accounts/sign_up_code")["code"]})
    auth(Client(), "post", "auth/login", {"email": boss.email, "password": marked("Wrong")})
    client = browser(boss)
    name = {"en": marked("Works"), "zhHant": marked("廠")}
    body = {
        "kind": "manufacturer", "name": name, "country": "HK", "registrationKind": "hk_ci", "registrationNumber": "1234567",
        "address": marked("Street"), "district": marked("District"), "website": f"https://{MARK}.example",
    }  # fmt: skip
    founded = send(client, "post", "organisations", body)
    assert founded.status_code == 201, founded.content
    works = f"organisations/{json.loads(founded.content)['id']}"
    mandate = {"email": f"{marked('agent')}@x.example", "kind": "adviser", "scopes": ["read"], "startsDate": "2099-01-01"}
    calls: list[tuple[Client, str, str, Any]] = [
        (client, "patch", "account", {"name": marked("Renamed")}),
        (client, "patch", works, {"address": marked("Road")}),
        (client, "patch", works, {"website": f"javascript:{MARK}"}),
        (client, "post", f"{works}/invitations", {"email": f"{marked('guest')}@works.example", "role": "member"}),
        (client, "post", f"{works}/invitations", {"email": f"{marked('guest')}@works.example", "role": "member"}),
        (client, "post", f"{works}/invitations", {"email": marked("no address"), "role": "member"}),
        (client, "post", f"{works}/mandates", mandate),
        (client, "post", "account/tokens", {"name": marked("Token"), "scopes": ["catalogue.read"], "expiresInDays": 9}),
        (client, "post", f"{works}/verification", {"documentIds": [], "note": marked("Note")}),
        (client, "post", f"{works}/domains", {"domain": f"{MARK}.example"}),
        (client, "post", "account/exports", {}),
        (staff, "get", f"admin/people?q={MARK}", None),
        (staff, "get", f"admin/organisations?q={MARK}", None),
        (staff, "post", f"admin/{works}/suspension", {"reason": marked("Reason")}),
        (staff, "delete", f"admin/{works}/suspension", {"reason": marked("Reason")}),
        (staff, "post", f"admin/people/{boss.id}/suspension", {"reason": marked("Reason")}),
        (staff, "delete", f"admin/people/{boss.id}/suspension", {"reason": marked("Reason")}),
        (staff, "post", "admin/role-proposals", {"email": boss.email, "role": "adviser", "reason": marked("Reason")}),
        (staff, "post", "admin/role-proposals", {"email": f"{marked('nobody')}@x.example", "role": "adviser", "reason": marked("Reason")}),
    ]  # fmt: skip
    told = [send(*call, If_Match="*").status_code for call in calls]
    assert told.count(500) == 0
    assert sum(status < 300 for status in told) > 10, told
    guest = make_person(f"{marked('guest')}@works.example", name=marked("Guest"))
    token = token_of(guest.email)
    theirs = browser(guest)
    assert send(theirs, "get", f"invitations/{token}").status_code == 200
    assert send(theirs, "post", f"invitations/{token}/acceptance").status_code == 200
    assert send(theirs, "post", f"invitations/{token}/acceptance").status_code == 409
    drain()
    assert send(theirs, "post", "account/erasure", {"confirm": marked("wrong")}).status_code in {409, 422}
    assert send(theirs, "post", "account/erasure", {"confirm": guest.email}).status_code == 200
    drain()
    theirs.get(
        "/en/" + marked("page"), {"q": marked("query")}, headers={"Referer": f"https://{MARK}.example", "User-Agent": marked("Agent")}
    )


def lines_about(text: str) -> list[str]:
    return [line[:300] for line in text.splitlines() if MARK in line]


def test_no_value_of_a_person_reaches_the_log(kept: io.StringIO, settings: Settings) -> None:
    load_rows(actor=SYSTEM, at=AT)
    a_day(settings)
    assert Message.objects.count() > 3
    assert User.objects.filter(name__contains=MARK).exists()
    assert Organisation.objects.filter(address=marked("Road")).exists()
    assert "event=request" in kept.getvalue()
    assert lines_about(kept.getvalue()) == []


def test_a_log_line_with_the_path_would_be_found(kept: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is that the line of a request names its route and not its address."""

    def careless(self: Any, request: Any, response: Any, seconds: float) -> None:
        middleware.log.info("request", path=request.get_full_path())

    monkeypatch.setattr(middleware.RequestMiddleware, "_log", careless)
    Client().get("/api/app/search", {"q": marked("query")})
    assert lines_about(kept.getvalue()) != []
