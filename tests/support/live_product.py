"""The real product on a port of its own: web server and relay over a throw-away database, for browsers, benchmarks and screenshots.

    with live_product() as product:
        ...  # product.address is "http://127.0.0.1:PORT"

Everything that it makes (database, files, processes) is gone afterwards, whatever happened in between.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from ipmarket.kernel import embedded_postgres
from ipmarket.settings import env as environment

PREPARE_SECONDS = 600
START_SECONDS = 60
STOP_SECONDS = 20
LOG_TAIL_CHARACTERS = 4000


class LiveProductError(Exception):
    """The product could not be prepared or started; the message holds the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Product:
    """A running product. `database_url` opens its database, `logs` holds what its processes print."""

    address: str
    database_url: str = field(repr=False)
    var_dir: Path
    logs: Path
    environ: dict[str, str] = field(repr=False)

    def manage(self, *arguments: str, timeout_seconds: float = PREPARE_SECONDS) -> str:
        """Runs a manage.py command against this product and returns what it prints. Raises LiveProductError on another exit code than 0."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=environment.ROOT, env=self.environ, capture_output=True, text=True, timeout=timeout_seconds, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise LiveProductError(
                f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-LOG_TAIL_CHARACTERS:]}"
            )
        return done.stdout

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Rows straight from the product's database, for assertions about what is stored."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(sql.encode(), values).fetchall()

    def query_autocommit(self, sql: str) -> None:
        """A statement that PostgreSQL runs outside a transaction only, such as VACUUM."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(sql.encode())

    def printed(self) -> str:
        """Everything that the web server, the relay and the preparation printed so far."""
        return "".join(log.read_text(errors="replace") for log in sorted(self.logs.glob("*.log")))


@contextlib.contextmanager
def live_product(
    *, extra_environ: Mapping[str, str] | None = None, workers: int = 1, threads: int = 8, with_real_data: bool = False
) -> Iterator[Product]:
    """Prepares and starts the product with its demo data, waits until it is healthy, and takes everything down at the end.

    Real data beside the checkout (the deeper levels of the classification) is left out unless asked for: a run is then the same on
    every machine, and starts sooner.
    """
    embedded_postgres.ensure_running()
    with contextlib.ExitStack() as stack:
        var_dir = Path(tempfile.mkdtemp(prefix="ipmarket-live-"))
        stack.callback(shutil.rmtree, var_dir, ignore_errors=True)
        logs = var_dir / "logs"
        logs.mkdir()
        shutil.copytree(environment.ROOT / "frontend" / "dist", var_dir / "dist")
        database_url = stack.enter_context(_throw_away_database())
        port = _free_port()
        data = {} if with_real_data else {"IPMARKET_DATA_DIR": str(var_dir / "no-data")}
        environ = _environ(var_dir, database_url, data | dict(extra_environ or {}))
        product = Product(f"http://127.0.0.1:{port}", database_url, var_dir, logs, environ)
        _prepare(product)
        web = [sys.executable, "-m", "gunicorn", "ipmarket.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
               "--workers", str(workers), "--threads", str(threads), "--timeout", "60", "--log-level", "info"]  # fmt: skip
        children = [
            stack.enter_context(_running("web", web, product)),
            stack.enter_context(_running("relay", [sys.executable, "manage.py", "relay"], product)),
            stack.enter_context(_running("imports", [sys.executable, "manage.py", "import_worker"], product)),
        ]
        _wait_until_healthy(product, children)
        yield product


def _environ(var_dir: Path, database_url: str, extra: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without its choice of engines, brokers and folders, so that a run is the same everywhere."""
    chosen = {"ELASTICSEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL", "PUBLIC_URL", "ALLOWED_HOSTS", "IPMARKET_TEST_RUN", "DJANGO_DEBUG"}
    kept = {name: value for name, value in os.environ.items() if name not in chosen}
    return kept | {
        "DATABASE_URL": database_url,
        "IPMARKET_VAR_DIR": str(var_dir),
        "DJANGO_SETTINGS_MODULE": "tests.support.live_settings",
        "IPMARKET_DEMO": "1",
        "PYTHONUNBUFFERED": "1",
        **extra,
    }


@contextlib.contextmanager
def _throw_away_database() -> Iterator[str]:
    server = environment.read().database or embedded_postgres.address(environment.read().var_dir)
    name = f"ipmarket_live_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(_url(server, server.name), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield _url(server, name)
    finally:
        with psycopg.connect(_url(server, server.name), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def _url(server: environment.DatabaseAddress, name: str) -> str:
    account = quote(server.user, safe="") + (f":{quote(server.password, safe='')}" if server.password else "")
    place = server.host + (f":{server.port}" if server.port else "")
    return f"postgresql://{account}@{place}/{quote(name, safe='')}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(product: Product) -> None:
    printed = product.manage("prepare")
    (product.logs / "prepare.log").write_text(printed)


@contextlib.contextmanager
def _running(name: str, command: list[str], product: Product) -> Iterator[subprocess.Popen[bytes]]:
    with (product.logs / f"{name}.log").open("wb") as log:
        child = subprocess.Popen(
            command,
            cwd=environment.ROOT,
            env=product.environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield child
        finally:
            _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait_until_healthy(product: Product, children: list[subprocess.Popen[bytes]]) -> None:
    """Asks until the product says that it is well and its outbox is empty; a child that ends, or too long a wait, is a failure."""
    deadline = time.monotonic() + START_SECONDS
    answer: object = None
    while time.monotonic() < deadline:
        answer = _health(product.address)
        for child in children:
            # Waiting for a child to end is also the pause between two questions.
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise LiveProductError(f"A process ended with {child.wait(0.1)}:\n{product.printed()[-LOG_TAIL_CHARACTERS:]}")
        # Only now is it certain that the answer came from our own processes and not from somebody else's on the same port.
        if isinstance(answer, dict) and answer.get("status") == "ok" and answer["outbox"]["pending"] == 0:
            return
    printed = product.printed()[-LOG_TAIL_CHARACTERS:]
    raise LiveProductError(f"Not healthy after {START_SECONDS} seconds; the last answer was {answer}.\n{printed}")


def _health(address: str) -> object:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:
            return json.load(response)
    except (urllib.error.URLError, OSError, ValueError) as error:
        return str(error)
