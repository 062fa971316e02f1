"""The mailbox of the demo, and previews of the templates."""

import base64
import hashlib
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from ipmarket.accounts.enums import PlatformRole
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.mail.registry import all_templates
from ipmarket.kernel.mail.services import queue_mail
from ipmarket.kernel.outbox.relay import drain
from tests.conftest import AT
from tests.factories.records import make_user
from tests.support.sessions import sign_in

HTML = "<!doctype html><title>Hi</title><style>p { color: red; }</style><p>Hello</p>"


@pytest.fixture(autouse=True)
def demo(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "ipmarket.kernel.mail.folder.FolderBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture
def auditor(client: Client, db: None) -> Client:
    sign_in(client, make_user(email="auditor@example.test", roles=[PlatformRole.AUDITOR]), is_strong=True)
    return client


def put(to: str, *, subject: str = "Hi", html: str = HTML) -> None:
    message = EmailMultiAlternatives(subject, "Hello", "from@example.test", [to])
    message.attach_alternative(html, "text/html")
    message.send()


@pytest.mark.django_db
def test_the_mailbox_shows_the_newest_first(client: Client) -> None:
    assert client.get("/api/app/mailbox").json() == {"items": []}
    for number in range(52):
        put(f"person{number}@example.test", subject=f"Number {number}")
    answer = client.get("/api/app/mailbox")
    assert answer["Cache-Control"] == "no-store"
    items = answer.json()["items"]
    assert [item["subject"] for item in items] == [f"Number {number}" for number in range(51, 1, -1)]
    assert sorted(items[0]) == ["id", "language", "sentAt", "subject", "text", "to"]
    only = client.get("/api/app/mailbox", {"to": "Person7@example.test"}).json()["items"]
    assert [(item["to"], item["subject"]) for item in only] == [("person7@example.test", "Number 7")]


@pytest.mark.django_db
def test_one_message(client: Client) -> None:
    put("a@example.test")
    key = client.get("/api/app/mailbox").json()["items"][0]["id"]
    message = client.get(f"/api/app/mailbox/{key}").json()
    assert (message["id"], message["to"], message["subject"], message["text"].strip()) == (key, "a@example.test", "Hi", "Hello")
    assert message["html"].strip() == HTML


@pytest.mark.django_db
def test_what_the_relay_sent_is_in_the_mailbox(client: Client) -> None:
    message = queue_mail(
        actor=SYSTEM, at=AT, template="accounts/sign_in_code", to="a@example.test", language="zh-Hant", time_zone="Asia/Hong_Kong",
        values={"code": "771 204", "minutes": "15"},
    )  # fmt: skip
    assert client.get(f"/api/app/mailbox/{message.id}").status_code == 404
    drain(at=AT)
    shown = client.get(f"/api/app/mailbox/{message.id}").json()
    assert (shown["to"], shown["subject"], shown["language"]) == ("a@example.test", "你的登入驗證碼", "zh-Hant")
    assert "771 204" in shown["text"]


@pytest.mark.django_db
def test_a_message_is_shown_as_a_page_that_can_do_nothing(client: Client) -> None:
    put("a@example.test")
    key = client.get("/api/app/mailbox").json()["items"][0]["id"]
    page = client.get(f"/api/app/mailbox/{key}/page")
    assert (page.status_code, page["Content-Type"], page["X-Frame-Options"]) == (200, "text/html; charset=utf-8", "SAMEORIGIN")
    sheet = base64.b64encode(hashlib.sha256(b"p { color: red; }").digest()).decode()
    assert page["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{sheet}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/page"])
def test_there_is_no_mailbox_outside_the_demo(client: Client, settings: Settings, path: str) -> None:
    put("a@example.test")
    key = client.get("/api/app/mailbox").json()["items"][0]["id"]
    assert client.get("/api/app/mailbox" + path.format(id=key)).status_code == 200
    settings.DEMO = False
    refused = client.get("/api/app/mailbox" + path.format(id=key))
    unknown = client.get("/api/app/mailbox" + path.format(id=new_id()))
    assert refused.status_code == 404
    assert refused.json() == unknown.json()
    settings.DEBUG = True
    assert client.get("/api/app/mailbox" + path.format(id=key)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["nobody", str(UUID(int=1)), "../../etc/passwd"])
def test_an_unknown_message(client: Client, bad: str) -> None:
    assert client.get(f"/api/app/mailbox/{bad}").status_code == 404
    assert client.get(f"/api/app/mailbox/{bad}/page").status_code == 404


def test_every_template_is_listed_and_previewed(auditor: Client) -> None:
    listed = auditor.get("/api/app/mail-templates", {"language": "zh-Hans"}).json()["items"]
    assert [item["name"] for item in listed] == [template.name for template in all_templates()]
    one = next(item for item in listed if item["name"] == "accounts/invitation")
    assert one == {
        "name": "accounts/invitation",
        "subject": "{inviter} 邀请您加入 {organisation}",
        "values": ["inviter", "organisation", "role", "link", "expires_at"],
    }
    for item in listed:
        shown = auditor.get(f"/api/app/mail-templates/{item['name']}", {"language": "zh-Hans"}).json()
        assert (shown["name"], shown["language"]) == (item["name"], "zh-Hans")
        assert "{" not in shown["subject"] + shown["text"]


def test_a_template_as_its_reader_sees_it(auditor: Client) -> None:
    page = auditor.get("/api/app/mail-templates/accounts/invitation/page", {"language": "en"})
    sheet = re.search(r"<style>(.*?)</style>", page.content.decode(), re.DOTALL)
    assert sheet is not None
    digest = base64.b64encode(hashlib.sha256(sheet.group(1).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page["Content-Security-Policy"]
    assert '<html lang="en">' in page.content.decode()
    for path in ("accounts/nothing", "nothing/invitation", "accounts/invitation/nothing"):
        assert auditor.get(f"/api/app/mail-templates/{path}").status_code == 404
    assert auditor.get("/api/app/mail-templates/accounts/invitation", {"language": "fr"}).status_code == 400
