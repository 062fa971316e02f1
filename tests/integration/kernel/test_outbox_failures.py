"""What the outbox keeps of a failure: enough to find the place, and no value of anybody."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.outbox import registry
from ipmarket.kernel.outbox.models import Delivery, Event
from ipmarket.kernel.outbox.relay import drain
from ipmarket.kernel.outbox.selectors import Outline, outline_of
from ipmarket.kernel.outbox.services import emit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TOPIC = "thing.changed"
MARK = "somebody@example.test"


def fail_once(function: registry.HandlerFunction) -> Delivery:
    with registry.temporary_handler(TOPIC, function, name="one"), transaction.atomic():
        emit(topic=TOPIC, aggregate_type="thing", aggregate_id="1", payload={}, at=AT)
        assert drain(at=AT).failed == 1
    return Delivery.objects.get()


def _refused_by_the_database(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE held (email text UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO held VALUES (%s)", [MARK])
        cursor.execute("INSERT INTO held VALUES (%s)", [MARK])


def _names_somebody(event: Event) -> None:
    raise ValueError(f"{MARK}\nOther at elsewhere:function:1")


def test_what_the_database_repeats_is_left_out() -> None:
    delivery = fail_once(_refused_by_the_database)
    assert "IntegrityError" in delivery.last_error
    assert "DETAIL: left out" in delivery.last_error
    assert MARK not in delivery.last_error
    assert IntegrityError.__name__ == outline_of(delivery.last_error).kind


def test_the_place_is_the_last_one_outside_of_libraries() -> None:
    line = _refused_by_the_database.__code__.co_firstlineno + 4
    assert outline_of(fail_once(_refused_by_the_database).last_error) == Outline(
        "IntegrityError", f"{__name__}:_refused_by_the_database:{line}"
    )


def test_the_outline_has_no_word_of_the_message() -> None:
    delivery = fail_once(_names_somebody)
    assert MARK in delivery.last_error
    place = f"{__name__}:_names_somebody:{_names_somebody.__code__.co_firstlineno + 1}"
    assert outline_of(delivery.last_error) == Outline("ValueError", place)


def test_a_handler_that_is_gone_is_named_by_kind() -> None:
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"), transaction.atomic():
        emit(topic=TOPIC, aggregate_type="thing", aggregate_id="1", payload={}, at=AT)
    assert drain(at=AT).failed == 1
    found = outline_of(Delivery.objects.get().last_error)
    assert (found.kind, found.place.rsplit(":", 1)[0]) == ("LookupError", "ipmarket.kernel.outbox.delivery:run_handler")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Traceback (most recent call last):\nValueError: Chan\n",
        "Chan Tai Man at a:b:1",
        "ValueError at a:b:1 and more",
        "ValueError at a b:c:1",
        f"{'E' * 121} at a:b:1",
    ],
)
def test_what_does_not_look_like_an_outline_is_left_out(text: str) -> None:
    assert outline_of(text) == Outline("", "")


def test_an_outline_may_lack_the_place() -> None:
    assert outline_of("ValueError at \nmore") == Outline("ValueError", "")


def test_the_command_writes_down_the_reason() -> None:
    with registry.temporary_handler(TOPIC, lambda _: None, name="one"), transaction.atomic():
        emit(topic=TOPIC, aggregate_type="thing", aggregate_id="1", payload={}, at=AT)
    Delivery.objects.update(state="parked", attempts=8)
    pk = Delivery.objects.get().pk
    call_command("outbox_retry", str(pk), "--reason", "It is back.", stdout=io.StringIO())
    entry = Entry.objects.get(action="outbox.retried")
    assert (entry.target_id, entry.reason, entry.after) == (str(pk), "It is back.", {"count": 1, "ids": [pk]})
