"""The journeys in a real browser against the real product. Each file under frontend/e2e/journeys/ is one test, named after it."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ipmarket.settings.env import ROOT
from tests.support.identity_house import identity_house
from tests.support.live_product import Product, live_product

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FRONTEND = ROOT / "frontend"
JOURNEYS = sorted((FRONTEND / "e2e" / "journeys").glob("*.test.mjs"))
JOURNEY_SECONDS = 900
FAILURE = re.compile(r"status=5\d\d|ERROR|Traceback")
# A house that says who people are and does not answer is no failure of ours.
SILENT_HOUSE = re.compile(r"/?api/auth/browser/v1/auth/provider/redirect( status=503 |$)")
PICTURES = ROOT / "var" / "journeys"
# These have a test of their own below, which prepares the product for them or looks at it afterwards.
PREPARED = {"classifier.test.mjs", "deliveries.test.mjs"}
# As the outbox leaves a delivery that failed at its last attempt, ten minutes ago.
PARK = """
    UPDATE outbox_delivery
    SET state = 'parked', attempts = 8, delivered_at = NULL, last_error = %s, available_at = now() - interval '10 minutes'
    WHERE id IN (SELECT id FROM outbox_delivery WHERE handler = %s AND state = 'done' ORDER BY id LIMIT %s) RETURNING id
"""


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    if shutil.which("node") is None:
        pytest.fail("Node.js 20 or newer is needed to drive the browser and was not found.")
    if not (FRONTEND / "node_modules" / "playwright-core").is_dir() or not (FRONTEND / "dist" / ".vite" / "manifest.json").is_file():
        pytest.fail("The front end is not installed and built; make e2e and make test do both.")
    # People may sign in with an account elsewhere too: at a house of our own on loopback, and at one that never answers.
    with identity_house() as environ, live_product(extra_environ=environ) as running:
        yield running


def travel(product: Product, journey: Path, **extra: str) -> str:
    """Runs one file of journeys with node's own test runner and returns what it printed; fails with the failing part."""
    done = subprocess.run(
        ["node", "--test", "--test-concurrency=1", "--test-reporter=spec", str(journey)],
        cwd=FRONTEND,
        env={**os.environ, "PRODUCT_ADDRESS": product.address, "JOURNEY_PICTURES": str(PICTURES / journey.name), **extra},
        capture_output=True,
        text=True,
        timeout=JOURNEY_SECONDS,
        check=False,
    )
    failures = [line for line in product.printed().splitlines() if FAILURE.search(line) and not SILENT_HOUSE.search(line)]
    if done.returncode != 0:
        said = "\n".join(failures)
        pytest.fail(f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}\nThe product said:\n{said[-2000:]}", pytrace=False)
    # Whatever a browser does, nothing may end in a server error or in an event that nobody can handle.
    assert failures == []
    assert product.query("SELECT count(*) FROM outbox_delivery WHERE state = 'parked'") == [(0,)]
    return done.stdout


@pytest.mark.parametrize(
    "journey", [path for path in JOURNEYS if path.name not in PREPARED], ids=lambda path: path.name.removesuffix(".test.mjs")
)
def test_journey(product: Product, journey: Path) -> None:
    printed = travel(product, journey)
    assert re.search(r"^ℹ fail 0$", printed, re.MULTILINE)
    assert re.search(r"^ℹ skipped 0$", printed, re.MULTILINE)


def test_deliveries_journey(product: Product) -> None:
    error = "OperationalError at search.indexing.refresh:refresh:1\nTraceback (most recent call last):\nOperationalError: kept-from-view\n"
    ids = [
        row[0]
        for name, count in (("search.technology_changed", 1), ("search.right_changed", 2))
        for row in product.query(PARK, error, name, count)
    ]
    assert len(ids) == 3
    travel(product, FRONTEND / "e2e" / "journeys" / "deliveries.test.mjs")
    again = product.query("SELECT state, attempts FROM outbox_delivery WHERE id = ANY(%s)", ids)
    assert again == [("done", 0)] * 3


def test_classifier_journey_leaves_no_trace_of_the_text(product: Product) -> None:
    secret = f"quillbark-{secrets.token_hex(6)}"
    travel(product, FRONTEND / "e2e" / "journeys" / "classifier.test.mjs", JOURNEY_SECRET=secret)
    assert secret not in product.printed()
    assert [str(path) for path in product.var_dir.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()] == []
    assert tables_with(product, secret) == []
    # The search itself is known to work: what is stored is found by it.
    assert "accounts_user" in tables_with(product, "iris.mok@demo-platform.example")


def tables_with(product: Product, text: str) -> list[str]:
    """Names of all tables in which some row contains the text in any column."""
    with psycopg.connect(product.database_url) as connection:
        names = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
        found = []
        for name in names:
            query = sql.SQL("SELECT EXISTS (SELECT 1 FROM {table} AS r WHERE strpos(r::text, %s) > 0)").format(table=sql.Identifier(name))
            row = connection.execute(query, (text,)).fetchone()
            if row is not None and row[0]:
                found.append(str(name))
        return found
