"""The environment is read once, typed, and refused with every problem in one message (docs/adr/0001)."""

import pytest

from ipmarket.settings.env import EnvironmentRefused, read


@pytest.mark.parametrize("address", ["sqlite:///db.sqlite3", "sqlite://"])
def test_sqlite_is_refused_with_the_reason(address: str) -> None:
    with pytest.raises(EnvironmentRefused, match="which SQLite does not have"):
        read({"DATABASE_URL": address})


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(EnvironmentRefused) as refusal:
        read({"DATABASE_URL": "mysql://u@h/d", "ELASTICSEARCH_URL": "localhost", "CELERY_BROKER_URL": "redis"})
    assert [line.split(" ")[0] for line in str(refusal.value).splitlines()] == ["DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL"]


def test_an_address_is_taken_apart() -> None:
    database = read({"DATABASE_URL": "postgresql://some%40one:se%2Fcret@db.example.test:5433/ip"}).database
    assert database is not None
    assert (database.name, database.user, database.password, database.host, database.port) == (
        "ip",
        "some@one",
        "se/cret",
        "db.example.test",
        "5433",
    )
