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


def _has_lines(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE held (name text UNIQUE) ON COMMIT DROP")
        for _ in range(2):
            cursor.execute("INSERT INTO held VALUES (%s)", [f"Ada\n{MARK}"])


def _is_no_number(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [MARK])


def _repeats_it(event: Event) -> None:
    """As code does that turns an error of the database into one of its own."""
    try:
        with transaction.atomic():
            _has_lines(event)
    except IntegrityError as error:
        raise ValueError(f"Refused: {error}") from error


def _repeats_the_value(event: Event) -> None:
    raise ValueError(f'invalid input syntax for type uuid: "Ada\n{MARK}"')


# What fails → what is kept of the message beside kind and frames.
REFUSALS: dict[registry.HandlerFunction, str] = {
    _refused_by_the_database: "IntegrityError: 23505 held_email_key held",
    _has_lines: "IntegrityError: 23505 held_name_key held",
    _is_no_number: "DataError: 22P02",
    _repeats_it: 'ValueError: Refused: duplicate key value violates unique constraint "held_name_key"\nDETAIL: left out',
    _repeats_the_value: "ValueError: invalid input syntax for type uuid: left out",
}


@pytest.mark.parametrize("function", REFUSALS, ids=lambda function: function.__name__)
def test_what_the_database_repeats_is_left_out(function: registry.HandlerFunction) -> None:
    with registry.temporary_handler(TOPIC, function, name="one"), transaction.atomic():
        emit(topic=TOPIC, aggregate_type="thing", aggregate_id="1", payload={}, at=AT)
        report = drain(at=AT)
    kept = Delivery.objects.get().last_error
    assert kept.endswith(f"\n{REFUSALS[function]}\n")
    assert report.failures[0].error == REFUSALS[function]
    # The value itself, not the name under which the code of the frames holds it.
    assert MARK not in kept
    assert outline_of(kept).kind == REFUSALS[function].partition(":")[0]


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
