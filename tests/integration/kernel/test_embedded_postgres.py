"""The launcher of the embedded PostgreSQL, on a cluster of its own in a folder that only its owner may enter."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ipmarket.kernel import embedded_postgres


@pytest.fixture
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    yield closed / "var"
    embedded_postgres.stop(closed / "var")


def _done(var_dir: Path, sql: str) -> None:
    at = embedded_postgres.address(var_dir)
    with psycopg.connect(host=at.host, port=at.port, user=at.user, password=at.password, dbname=at.name) as connection:
        connection.execute(sql.encode())


def _asked(var_dir: Path, sql: str) -> object:
    at = embedded_postgres.address(var_dir)
    with psycopg.connect(host=at.host, port=at.port, user=at.user, password=at.password, dbname=at.name) as connection:
        row = connection.execute(sql.encode()).fetchone()
    assert row is not None
    return row[0]


def test_it_starts_once_stops_and_keeps_its_data(var_dir: Path) -> None:
    assert embedded_postgres.ensure_running(var_dir) is True
    assert embedded_postgres.ensure_running(var_dir) is False
    _done(var_dir, "CREATE TABLE kept (number integer)")
    assert _asked(var_dir, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'ipmarket'") == "bC.UTF-8"
    assert _asked(var_dir, "SELECT count(*) FROM pg_available_extensions WHERE name IN ('pg_trgm', 'btree_gist')") == 2
    assert _asked(var_dir, "INSERT INTO kept VALUES (7) RETURNING number") == 7
    assert embedded_postgres.stop(var_dir) is True
    assert embedded_postgres.stop(var_dir) is False
    assert embedded_postgres.ensure_running(var_dir) is True
    assert _asked(var_dir, "SELECT number FROM kept") == 7


def test_another_database_leaves_it_alone(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@127.0.0.1:1/elsewhere")
    assert embedded_postgres.ensure_running(var_dir) is False
    assert not var_dir.exists()


def test_the_password_is_for_its_owner_alone(var_dir: Path) -> None:
    embedded_postgres.ensure_running(var_dir)
    assert embedded_postgres.cluster(var_dir).password_file.stat().st_mode & 0o077 == 0
    at = embedded_postgres.address(var_dir)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=at.host, port=at.port, user=at.user, password="wrong", dbname=at.name)
