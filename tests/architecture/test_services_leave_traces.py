"""Every write leaves an audit entry and an event in the same transaction (house rule 6): a walk over all services."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Model

from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.outbox.models import Event
from tests.support.service_examples import EXAMPLES, Example
from tests.support.services import services
from tests.support.source_tree import assert_none

# The floor keeps the trail and the queue themselves; its own tests prove what it leaves behind.
FLOOR = "ipmarket.kernel."
ROWS = {example.name: example for example in EXAMPLES}


CUT = "the power went"


@pytest.fixture
def cut(db: None) -> Callable[[str], None]:
    """Lets the database refuse rows of a trace's table, however they are written, until it is called with an empty name."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""CREATE FUNCTION pg_temp.cut() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF current_setting('architecture.cut', true) = TG_TABLE_NAME THEN RAISE EXCEPTION '{CUT}'; END IF;
                RETURN NEW;
            END $$"""
        )
        for trace in (Entry, Event):
            table = trace._meta.db_table
            cursor.execute(f"CREATE TRIGGER cut BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.cut()")

    def choose(table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('architecture.cut', %s, true)", [table])

    return choose


def _writing() -> set[str]:
    return {service.name for service in services() if service.writes and not service.name.startswith(FLOOR)}


def _row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for model in apps.get_models():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(model._meta.db_table)}")
            counts[model._meta.label] = int(cursor.fetchone()[0])
    return counts


def test_every_service_that_writes_has_an_example() -> None:
    assert_none(f"{name} has no row in tests/support/service_examples.py" for name in _writing() - set(ROWS))


def test_every_example_is_of_a_service_that_writes() -> None:
    assert_none(f"{name} is no service that writes" for name in set(ROWS) - _writing())


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_write_leaves_an_entry_and_an_event(example: Example, tmp_path: Path) -> None:
    arguments = example.prepare(tmp_path)
    entries, events = Entry.objects.count(), Event.objects.count()
    example.service(**arguments)
    assert Entry.objects.count() > entries
    assert Event.objects.count() > events


@pytest.mark.django_db
@pytest.mark.parametrize("trace", [Entry, Event], ids=["without its entry", "without its event"])
@pytest.mark.parametrize("example", [e for e in EXAMPLES if not e.goes_in_groups], ids=lambda example: example.name)
def test_nothing_is_written(example: Example, trace: type[Model], tmp_path: Path, cut: Callable[[str], None]) -> None:
    """A write whose trace cannot be written does not happen: all of it stands in one transaction."""
    arguments = example.prepare(tmp_path)
    before = _row_counts()
    cut(trace._meta.db_table)
    with pytest.raises(DatabaseError, match=CUT):
        example.service(**arguments)
    cut("")
    assert _row_counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize("trace", [Entry, Event], ids=["before its entry", "before its event"])
@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.goes_in_groups], ids=lambda example: example.name)
def test_work_broken_off_is_ended_by_the_next_run(example: Example, trace: type[Model], tmp_path: Path, cut: Callable[[str], None]) -> None:
    """Work that goes in groups may have stored some; what it stored does not stay without a trace."""
    arguments = example.prepare(tmp_path)
    entries, events = Entry.objects.count(), Event.objects.count()
    cut(trace._meta.db_table)
    with pytest.raises(DatabaseError, match=CUT):
        example.service(**arguments)
    cut("")
    assert Entry.objects.count() == entries
    example.service(**arguments)
    assert Entry.objects.count() > entries
    assert Event.objects.count() > events
