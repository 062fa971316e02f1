"""A change of keys: what was sealed or signed under the old one goes on working, is sealed anew, and then the old one may go."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from ipmarket.kernel import sealed_fields
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.mail.enums import MessageState
from ipmarket.kernel.mail.models import SEALED_FOR, Message
from ipmarket.kernel.outbox.models import Event
from ipmarket.kernel.rotation.services import Batch, reseal_values
from ipmarket.kernel.sealed import SealBroken, needs_resealing, seal, unseal
from ipmarket.kernel.sealed_fields import SealedField
from tests.conftest import AT
from tests.factories.records import make_user
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
OLD, NEW = "old-key-" * 8, "new-key-" * 8
FIELD = SealedField("mail.Message", "sealed_values", SEALED_FOR)
# Any table with a JSON column serves: the events of the outbox stand for the sign-in library's second factors.
JSON_FIELD = SealedField("outbox.Event", "payload", "test.json", ("secret", "seed"))


@pytest.fixture(autouse=True)
def _old_key(settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []


@pytest.fixture
def only_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command walks through one field, whatever the apps registered."""
    monkeypatch.setattr(sealed_fields, "_fields", {FIELD.name: FIELD})


def rotate(settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]


def message(text: str = "secret words", **values: Any) -> UUID:
    key = new_id()
    sealed = {"sealed_values": seal(text, purpose=SEALED_FOR)} | values
    Message.objects.create(
        id=key, template="a/b", language="en", time_zone="UTC", to_address="a@example.test", queued_at=AT, message_id=f"<{key}@x>", **sealed
    )
    return key


def said(key: UUID) -> str:
    return unseal(Message.objects.get(pk=key).sealed_values, purpose=SEALED_FOR)


def command(**options: Any) -> list[str]:
    out = io.StringIO()
    call_command("rotate_keys", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_whole_change(settings: Settings, only_mail: None) -> None:
    keys = [message(f"words {n}") for n in range(5)]
    rotate(settings)
    assert [said(key) for key in keys] == [f"words {n}" for n in range(5)]
    assert command(batch=2) == [
        "mail.Message.sealed_values: 5 rows, 5 sealed anew, 0 cannot be opened",
        "Every sealed value is under the present key; the keys in SECRET_KEY_FALLBACKS seal nothing any more.",
    ]
    settings.SECRET_KEY_FALLBACKS = []
    assert [said(key) for key in keys] == [f"words {n}" for n in range(5)]
    assert traces() == Traces(
        entries=[
            ("kernel.reseal_values", "kernel.sealed_field", FIELD.name, None, {"resealed": count, "broken": 0}) for count in (2, 2, 1)
        ],
        events=[
            ("kernel.values_resealed", "kernel.sealed_field", FIELD.name, {"field": FIELD.name, "resealed": count}) for count in (2, 2, 1)
        ],
    )


def test_without_the_command_the_old_values_are_lost_with_the_old_key(settings: Settings) -> None:
    key = message()
    rotate(settings)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SealBroken):
        said(key)


def test_a_run_that_was_broken_off_is_taken_up(settings: Settings, only_mail: None) -> None:
    keys = [message() for _ in range(5)]
    rotate(settings)
    first = reseal_values(actor=SYSTEM, at=AT, field=FIELD, limit=2)
    assert first == Batch(rows=2, resealed=2, broken=0, last=keys[1])
    assert command()[0] == "mail.Message.sealed_values: 5 rows, 3 sealed anew, 0 cannot be opened"
    before = list(Message.objects.order_by("pk").values_list("sealed_values", flat=True))
    trail = traces()
    assert command()[0] == "mail.Message.sealed_values: 5 rows, 0 sealed anew, 0 cannot be opened"
    assert list(Message.objects.order_by("pk").values_list("sealed_values", flat=True)) == before
    assert traces() == trail


def test_a_value_that_no_key_opens_stays_and_is_counted(settings: Settings, only_mail: None) -> None:
    whole, lost = message(), message(sealed_values="no seal at all")
    message(sealed_values="", state=MessageState.SENT, sent_at=AT)
    rotate(settings)
    with pytest.raises(CommandError, match=r"^1 values cannot be opened by any configured key"):
        command()
    assert needs_resealing(Message.objects.get(pk=whole).sealed_values, purpose=SEALED_FOR) is False
    assert Message.objects.get(pk=lost).sealed_values == "no seal at all"


def test_values_inside_json_are_sealed_anew_and_the_rest_stays(settings: Settings) -> None:
    held = {"secret": seal("totp", purpose="test.json"), "used_mask": 3, "seed": ""}
    Event.objects.create(topic="t", aggregate_type="a", aggregate_id="1", payload=held, created_at=AT)
    Event.objects.create(topic="t", aggregate_type="a", aggregate_id="2", payload={"credential": "public"}, created_at=AT)
    rotate(settings)
    assert reseal_values(actor=SYSTEM, at=AT, field=JSON_FIELD).resealed == 1
    settings.SECRET_KEY_FALLBACKS = []
    first, second = Event.objects.filter(topic="t").order_by("id")
    assert first.payload | {"secret": ""} == {"secret": "", "used_mask": 3, "seed": ""}
    assert unseal(first.payload["secret"], purpose="test.json") == "totp"
    assert second.payload == {"credential": "public"}


def test_whoever_is_signed_in_stays_so_while_the_old_key_is_a_fallback(settings: Settings, client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/api/app/session").json()["authenticated"] is True
    rotate(settings)
    assert client.get("/api/app/session").json()["authenticated"] is True
    stranger = Client()
    stranger.cookies = client.cookies
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" * 8, []
    assert stranger.get("/api/app/session").json()["authenticated"] is False
    assert Session.objects.count() <= 1


@pytest.mark.parametrize("size", [0, 501])
def test_a_batch_is_bounded(size: int) -> None:
    with pytest.raises(CommandError, match="1 to 500"):
        command(batch=size)


def test_a_field_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_fields, "_fields", {})
    sealed_fields.register(FIELD, JSON_FIELD)
    sealed_fields.register(FIELD)
    assert sealed_fields.registered() == (FIELD, JSON_FIELD)
    with pytest.raises(ValueError, match="other values"):
        sealed_fields.register(SealedField(FIELD.model, FIELD.column, "another purpose"))
