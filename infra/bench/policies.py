"""What the policy layer costs a list: the product's list of rights beside the same view without the rule of who sees what."""

import json
import sys
from functools import partial
from typing import Any

from infra.bench.measuring import Load, alternating, http_load, median, percentile, run_child, write_result
from tests.support.live_product import Product

ROWS = 100_000
ROUNDS = 4
CONNECTIONS = 4
REQUESTS = 800
PAGE = 20
WITH, WITHOUT = f"/api/v1/patents?limit={PAGE}", f"/stock/rights-seen-by-all?limit={PAGE}"
_PREPARE = """
import json
from datetime import timedelta
from uuid import uuid4
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, reset_queries
from django.test import Client
from ipmarket.accounts.models import AccessGrant, Membership, Organisation, User, Wall
from ipmarket.kernel.clock import now
from patents.models import Right

at = now() - timedelta(days=1)
works = Organisation.objects.create(name_en="Reading Works", kind="manufacturer", created_at=at)
people = [User(email=f"reader{n}@example.test", name="Somebody", created_at=at) for n in range(200)]
for person in people:
    person.set_unusable_password()
User.objects.bulk_create(people)
Membership.objects.create(user=people[0], organisation=works, role="member", starts_at=at)
ids = list(Right.objects.order_by("id").values_list("id", flat=True)[:100_000])
for model, more, each in ((AccessGrant, {"level": "details"}, 250), (Wall, {}, 50)):
    model.objects.bulk_create([
        model(user=person, object_type="patents.right", object_id=ids[(place * each + n) % len(ids)], basis="bench", starts_at=at, **more)
        for place, person in enumerate(people) for n in range(each)
    ], batch_size=5000)
session = SessionStore()
session[SESSION_KEY] = str(people[0].pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = people[0].get_session_auth_hash()
session.save()
print("SESSION", session.session_key)
"""
_STATEMENTS = """
import sys
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.conf import settings
client = Client(headers={"host": "127.0.0.1"})
client.cookies[settings.SESSION_COOKIE_NAME] = "%(session)s"
for path in ("%(with)s", "%(without)s"):
    client.get(path)
counts = []
for path in ("%(with)s", "%(without)s"):
    for limit in (1, 100):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path.split("?")[0], {"limit": limit}).status_code == 200
        counts.append(len(asked))
print("STATEMENTS", counts)
"""


def measure(product: Product, *, rows: int = ROWS, requests: int = REQUESTS) -> dict[str, Any]:
    """The product must run with infra.bench.settings. Fills its database with generated rights, grants and walls first."""
    _run(product, f"from infra.bench.generated import fill; fill({rows})")
    session = _after("SESSION", _run(product, _PREPARE))
    product.query_autocommit("VACUUM ANALYZE")
    statements: list[int] = json.loads(
        _after("STATEMENTS", _run(product, _STATEMENTS % {"session": session, "with": WITH, "without": WITHOUT}))
    )
    cookie = {"Cookie": f"sessionid={session}"}
    figures: dict[str, Any] = {"rows": rows, "grants": 50_000, "walls": 10_000, "page": PAGE, "connections": CONNECTIONS}
    samples: dict[str, Any] = {}
    failures = 0
    for who, headers in (("person", cookie), ("visitor", {})):
        for path in (WITH, WITHOUT):
            http_load(product.address, [path], connections=CONNECTIONS, requests=100, headers=headers)
        sides = alternating(
            ROUNDS,
            partial(_load, product, WITH, requests, headers),
            partial(_load, product, WITHOUT, requests, headers),
        )
        ruled, free = ([value for load in side for value in load.milliseconds] for side in sides)
        rates = [median([load.per_second for load in side]) for side in sides]
        figures |= {
            f"{who}_p50_ms": round(median(ruled), 2),
            f"{who}_p50_without_ms": round(median(free), 2),
            f"{who}_p99_ms": round(percentile(ruled, 0.99), 1),
            f"{who}_cost_of_policies": round(median(ruled) / median(free) - 1, 3),
            f"{who}_cost_by_throughput": round(rates[1] / rates[0] - 1, 3),
        }
        samples |= {
            f"{who}_per_second": [load.per_second for load in sides[0]],
            f"{who}_per_second_without": [load.per_second for load in sides[1]],
        }
        failures += sum(load.failures for side in sides for load in side)
    figures |= {"statements_page_of_1_and_100": statements[:2], "statements_without": statements[2:], "failures": failures}
    write_result(
        "policies",
        command="make bench BENCH=policies",
        figures=figures,
        samples=samples,
        notes=[
            f"Both views run in the same gunicorn (2 workers), A-B-A-B over {ROUNDS} rounds; the goal is a cost of at most 0.10.",
            "The other side is our own view with a plain audience filter instead of the rule, sign-in and everything else left in.",
            "The person is a member of an organisation, has 250 access grants and stands behind 50 walls, among 200 such people.",
        ],
    )
    return figures


def _load(product: Product, path: str, requests: int, headers: dict[str, str]) -> Load:
    return http_load(product.address, [path], connections=CONNECTIONS, requests=requests, headers=headers)


def _run(product: Product, script: str) -> str:
    return run_child([sys.executable, "manage.py", "shell", "-v0", "-c", script], environ=product.environ).printed


def _after(word: str, printed: str) -> str:
    return next(line.removeprefix(word).strip() for line in printed.splitlines() if line.startswith(word))
