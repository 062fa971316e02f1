"""Mail: queued in the transaction that it tells about, sent once by the relay, and nothing of what it said stays."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import Settings

from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.mail import registry
from ipmarket.kernel.mail.errors import AddressRefused, MailErrorCode, TemplateRefused
from ipmarket.kernel.mail.folder import stored_message, stored_messages
from ipmarket.kernel.mail.handlers import forget, send_queued
from ipmarket.kernel.mail.models import SEALED_FOR, Message
from ipmarket.kernel.mail.services import forget_messages_of, forget_old_messages, give_up_messages, queue_mail, settle_message
from ipmarket.kernel.mail.states.message import MessageEvent
from ipmarket.kernel.outbox.models import Delivery, Event
from ipmarket.kernel.outbox.registry import temporary_flush, temporary_handler
from ipmarket.kernel.outbox.relay import drain
from ipmarket.kernel.outbox.services import emit, retry_parked
from ipmarket.kernel.sealed import unseal

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ADDRESS = "wong@example.test"
CODE = "771 204"
TEMPLATE = """
values = ["name", "code", "expires_at"]
code = "{code}"

[en]
subject = "A code for {name}"
paragraphs = ["It holds until {expires_at}."]

[zh-Hant]
subject = "{name} 的驗證碼"
paragraphs = ["有效至 {expires_at}。"]

[zh-Hans]
subject = "{name} 的验证码"
paragraphs = ["有效至 {expires_at}。"]
"""


@pytest.fixture(autouse=True)
def mail_folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template of our own, and the backend that writes files, into a folder of this test."""
    templates = tmp_path / "things" / "mail"
    templates.mkdir(parents=True)
    (templates / "code.toml").write_text(TEMPLATE, encoding="utf-8")
    (templates / "_samples.toml").write_text('name = "Wong"\ncode = "1"\nexpires_at = "2026-11-21T04:00:00+00:00"\n', encoding="utf-8")
    monkeypatch.setattr(registry, "_templates", dict(registry._templates))
    registry.register(templates)
    settings.EMAIL_BACKEND = "ipmarket.kernel.mail.folder.FolderBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "sent")
    settings.DEFAULT_FROM_EMAIL = "IP Market <no-reply@market.example>"
    return tmp_path / "sent"


def queue(**more: Any) -> Message:
    values = {"name": "Wong Siu Ming", "code": CODE, "expires_at": "2026-11-21T04:15:00+00:00"}
    arguments: dict[str, Any] = {"to": ADDRESS, "language": "zh-Hant", "time_zone": "Asia/Hong_Kong", "values": values, **more}
    return queue_mail(actor=SYSTEM, at=AT, template="things/code", **arguments)


class Refusing(BaseEmailBackend):
    """A server that says what the test wants it to say; it names the recipient, as real ones do."""

    error: Exception = OSError()
    asked = 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        type(self).asked += 1
        raise self.error


class Counting(BaseEmailBackend):
    """Takes every message and counts them."""

    sent = 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        type(self).sent += len(email_messages)
        return len(email_messages)


def refuse(settings: Settings, error: Exception) -> None:
    Refusing.error, Refusing.asked = error, 0
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


@pytest.mark.django_db
def test_a_queued_message_keeps_its_values_sealed_and_everything_else_silent() -> None:
    message = queue(user_id=UUID(int=7))
    assert (message.state, message.queued_at, message.sent_at, message.to_address, message.user_id) == (
        "queued", AT, None, ADDRESS, UUID(int=7),
    )  # fmt: skip
    assert message.message_id == f"<{message.id}@testserver>"
    assert CODE not in message.sealed_values
    assert CODE in unseal(message.sealed_values, purpose=SEALED_FOR)
    event = Event.objects.get(topic="mail.queued")
    assert (event.aggregate_type, event.aggregate_id, event.payload) == ("mail.message", str(message.id), {"messageId": str(message.id)})
    entry = Entry.objects.get()
    assert (entry.action, entry.target_id) == ("mail.queue_mail", str(message.id))
    assert entry.after == {"template": "things/code", "language": "zh-Hant", "userId": str(UUID(int=7))}
    assert PersonalValues.objects.count() == 0


@pytest.mark.django_db
def test_the_relay_sends_it_and_nothing_of_it_stays(mail_folder: Path) -> None:
    message = queue()
    report = drain(at=AT)
    assert (report.delivered, report.failed) == (1, 0)
    message.refresh_from_db()
    assert (message.state, message.sealed_values, message.failure, message.to_address) == ("sent", "", "", ADDRESS)
    assert message.sent_at is not None
    assert [path.name for path in mail_folder.iterdir()] == [f"{message.id}.eml"]
    assert Event.objects.filter(topic="mail.sent", payload={"messageId": str(message.id)}).count() == 1
    assert list(Entry.objects.order_by("pk").values_list("action", "after")) == [
        ("mail.queue_mail", {"template": "things/code", "language": "zh-Hant", "userId": None}),
        ("mail.settle_message", {"state": "sent", "failure": ""}),
    ]


@pytest.mark.django_db
def test_what_arrives(mail_folder: Path) -> None:
    message = queue()
    drain(at=AT)
    parsed = message_from_bytes((mail_folder / f"{message.id}.eml").read_bytes(), policy=policy.default)
    assert {name: parsed[name] for name in ("To", "From", "Subject", "Message-ID", "Auto-Submitted", "Content-Language")} == {
        "To": ADDRESS,
        "From": "IP Market <no-reply@market.example>",
        "Subject": "Wong Siu Ming 的驗證碼",
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "zh-Hant",
    }
    assert [part.get_content_type() for part in parsed.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    text, html = (part.get_content() for part in parsed.iter_parts())
    for body in (text, html):
        assert "有效至 2026 年 11 月 21 日 12:15 香港時間。" in body
        assert CODE in body


@pytest.mark.django_db
def test_a_message_that_is_delivered_again_is_not_sent_again(mail_folder: Path) -> None:
    message = queue()
    drain(at=AT)
    (mail_folder / f"{message.id}.eml").unlink()
    send_queued(Event.objects.get(topic="mail.queued"))
    assert list(mail_folder.iterdir()) == []
    assert Event.objects.filter(topic="mail.sent").count() == 1


@pytest.mark.django_db
def test_a_message_is_not_sent_again_because_others_of_its_turn_fail(settings: Settings) -> None:
    """What went out cannot be taken back with a batch, so a message is committed by itself, and before the batch."""
    settings.EMAIL_BACKEND = f"{__name__}.Counting"
    Counting.sent = 0
    message = queue()

    def broken() -> None:
        raise OSError

    with (
        temporary_handler("thing.changed", lambda _: None, name="one", lane="index"),
        temporary_flush(broken, name="broken", lane="index"),
    ):
        emit(topic="thing.changed", aggregate_type="thing", aggregate_id="1", payload={}, at=AT)
        report = drain(at=AT)
    assert (report.delivered, report.failed, Counting.sent) == (1, 1, 1)
    message.refresh_from_db()
    assert message.state == "sent"
    assert list(Delivery.objects.order_by("pk").values_list("handler", "state")) == [("mail.send", "done"), ("one", "pending")]


@pytest.mark.django_db
def test_a_change_that_is_taken_back_sends_nothing(mail_folder: Path) -> None:
    def break_off() -> None:
        queue()
        assert Message.objects.count() == 1
        raise DatabaseError

    with pytest.raises(DatabaseError), transaction.atomic():
        break_off()
    assert (Message.objects.count(), Event.objects.count(), Entry.objects.count(), Delivery.objects.count()) == (0, 0, 0, 0)
    assert drain(at=AT).delivered == 0
    assert not mail_folder.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(f"no way to {ADDRESS}"),
        smtplib.SMTPServerDisconnected(f"{ADDRESS} is gone"),
        smtplib.SMTPDataError(451, ADDRESS.encode()),
        smtplib.SMTPRecipientsRefused({ADDRESS: (450, b"busy")}),
        smtplib.SMTPRecipientsRefused({}),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_server_that_is_away_is_asked_again(
    error: Exception, settings: Settings, mail_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    backend = settings.EMAIL_BACKEND
    refuse(settings, error)
    message = queue()
    report = drain(at=AT)
    assert (report.delivered, report.failed) == (0, 1)
    message.refresh_from_db()
    assert (message.state, message.sent_at) == ("queued", None)
    delivery = Delivery.objects.get(handler="mail.send")
    assert (delivery.state, delivery.attempts) == ("pending", 1)
    assert "MailNotSent" in delivery.last_error
    for silent in (delivery.last_error, report.failures[0].error, caplog.text):
        assert ADDRESS not in silent
        assert CODE not in silent
    settings.EMAIL_BACKEND = backend
    assert drain(at=delivery.available_at).delivered == 1
    assert stored_message(message.id) is not None


@pytest.mark.django_db
def test_a_message_that_fails_too_often_is_parked_and_goes_out_when_an_operator_says_so(settings: Settings) -> None:
    backend = settings.EMAIL_BACKEND
    refuse(settings, OSError("away"))
    message = queue()
    at = AT
    for _ in range(20):
        drain(at=at)
        at += timedelta(hours=1)
    assert Refusing.asked == 8
    assert Delivery.objects.get(handler="mail.send").state == "parked"
    settings.EMAIL_BACKEND = backend
    assert retry_parked(actor=SYSTEM, at=at, handler="mail.send") == 1
    drain(at=at)
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.django_db
def test_a_recipient_that_is_refused_for_good_is_not_asked_again(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    refuse(settings, smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}))
    message = queue()
    assert drain(at=AT).failed == 0
    message.refresh_from_db()
    assert (message.state, message.failure, message.sealed_values) == ("failed", MailErrorCode.RECIPIENT_REFUSED, "")
    assert Event.objects.filter(topic="mail.failed").count() == 1
    assert Refusing.asked == 1
    assert ADDRESS not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"to": "nobody"}, AddressRefused),
        ({"to": "a@example.test\nBcc: b@example.test"}, AddressRefused),
        ({"to": f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 62}.test"}, AddressRefused),
        ({"language": "zh"}, AddressRefused),
        ({"time_zone": "Asia/Nowhere"}, AddressRefused),
        ({"time_zone": "../../etc/passwd"}, AddressRefused),
        ({"values": {"name": "a", "code": "b"}}, TemplateRefused),
        ({"values": {"name": "a", "code": "b", "expires_at": AT.isoformat(), "more": "c"}}, TemplateRefused),
        ({"values": {"name": "a", "code": "b", "expires_at": "2026-11-21T04:00:00"}}, TemplateRefused),
        ({"values": {"name": "a", "code": "b", "expires_at": "soon"}}, TemplateRefused),
        ({"values": {"name": "a" * 4_001, "code": "b", "expires_at": AT.isoformat()}}, TemplateRefused),
    ],
)
def test_what_cannot_be_sent_is_not_queued(change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as caught:
        queue(**change)
    assert str(change.get("to", "no address")) not in str(caught.value)
    assert (Message.objects.count(), Event.objects.count(), Entry.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_there_is_no_message_without_a_template() -> None:
    with pytest.raises(TemplateRefused):
        queue_mail(actor=SYSTEM, at=AT, template="things/other", to=ADDRESS, language="en", time_zone="UTC", values={})
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_a_settled_message_is_settled() -> None:
    message = queue()
    settle_message(actor=SYSTEM, at=AT, message_id=message.id, event=MessageEvent.SEND)
    events, entries = Event.objects.count(), Entry.objects.count()
    for event in MessageEvent:
        with pytest.raises(Conflict):
            settle_message(actor=SYSTEM, at=AT, message_id=message.id, event=event)
    with pytest.raises(NotFound):
        settle_message(actor=SYSTEM, at=AT, message_id=new_id(), event=MessageEvent.SEND)
    assert (Event.objects.count(), Entry.objects.count()) == (events, entries)


@pytest.mark.django_db
def test_addresses_of_old_messages_are_forgotten() -> None:
    message, other = queue(user_id=UUID(int=7)), queue()
    drain(at=AT)
    later = AT + timedelta(days=90)
    assert forget_old_messages(actor=SYSTEM, at=later, before=AT) == 0
    assert forget_old_messages(actor=SYSTEM, at=later, before=AT + timedelta(microseconds=1)) == 2
    for row in (message, other):
        row.refresh_from_db()
        assert (row.to_address, row.user_id, row.state) == ("", None, "sent")
    assert forget_old_messages(actor=SYSTEM, at=later, before=later) == 0
    assert Entry.objects.filter(action="mail.forget_messages").count() == 1


@pytest.mark.django_db
def test_a_message_that_waits_for_more_than_a_week_is_given_up(mail_folder: Path) -> None:
    old = queue()
    assert give_up_messages(actor=SYSTEM, at=AT + timedelta(days=7)) == 0
    forget(AT + timedelta(days=7, seconds=1))
    old.refresh_from_db()
    assert (old.state, old.failure, old.sealed_values, old.to_address) == ("failed", MailErrorCode.GIVEN_UP, "", ADDRESS)
    assert drain(at=AT).delivered == 1
    assert not mail_folder.exists()


@pytest.mark.django_db
def test_a_person_is_forgotten_but_what_waits_is_still_sent() -> None:
    sent, other = queue(user_id=UUID(int=7)), queue(user_id=UUID(int=8))
    drain(at=AT)
    last = queue(user_id=UUID(int=7))
    assert forget_messages_of(actor=SYSTEM, at=AT, user_id=UUID(int=7)) == 1
    rows = {row.id: (row.to_address, row.user_id) for row in Message.objects.all()}
    assert rows == {sent.id: ("", None), other.id: (ADDRESS, UUID(int=8)), last.id: (ADDRESS, UUID(int=7))}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"state": "lost"},
        {"language": "fr"},
        {"sent_at": AT},
        {"state": "sent", "sent_at": None, "sealed_values": ""},
        {"state": "sent", "sent_at": AT},
        {"state": "failed", "sealed_values": ""},
        {"failure": "mail_given_up"},
        {"to_address": ""},
        {"sealed_values": ""},
    ],
    ids=str,
)
def test_the_database_refuses_what_cannot_be(columns: dict[str, Any]) -> None:
    message = queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**columns)


@pytest.mark.django_db
def test_the_folder_is_read_newest_first(mail_folder: Path) -> None:
    assert stored_messages() == []
    ids = [queue(to=f"person{number}@example.test").id for number in range(3)]
    drain(at=AT)
    (mail_folder / "notes.eml").write_bytes(b"To: x@example.test\n\nnot named by an id")
    assert [message.id for message in stored_messages()] == ids[::-1]
    assert [message.id for message in stored_messages(limit=2)] == ids[:0:-1]
    assert [message.id for message in stored_messages(to="PERSON1@example.test")] == [ids[1]]
    assert stored_message(new_id()) is None
    newest = stored_messages(limit=1)[0]
    assert (newest.to, newest.subject) == ("person2@example.test", "Wong Siu Ming 的驗證碼")
    assert newest.sent_at is not None
    assert CODE in newest.text
    assert newest.html.startswith("<!doctype html>")


@pytest.mark.django_db
def test_a_message_of_somebody_else_is_stored_under_an_id_of_its_own(mail_folder: Path) -> None:
    EmailMessage("Hello", "Text", "a@example.test", ["b@example.test"]).send()
    message = stored_messages()[0]
    assert (message.id.version, message.subject, message.text.strip(), message.html) == (7, "Hello", "Text", "")
